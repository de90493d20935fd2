"""The course of one journey, as it goes in life: sales, orders, delivery, support."""

from __future__ import annotations

from wellkept.endings import commands as endings
from wellkept_demo.course.caring import Caring
from wellkept_demo.course.delivering import Delivering
from wellkept_demo.course.passing import Passing
from wellkept_demo.course.selling import Selling
from wellkept_demo.course.settling import Settling
from wellkept_demo.library import Topic
from wellkept_demo.life import Process
from wellkept_demo.plot import Plot


class Course(Selling, Passing, Settling, Delivering, Caring):
    """One journey of a life. Each stage is a process that waits and acts."""

    def go(self) -> Process:
        """From the first word to rest, or to another end."""
        plot = self.plot
        if plot.confidential:
            self.make_confidential()
        if plot.ends == "opened_in_error":
            yield self.life.later(minutes=self.life.rng.randrange(9, 50))
            self.by_owner(endings.opened_in_error, why=self.say(self.house["error"]))
            return
        if self.row.stage == "sales":
            yield from self.sell()
            if self.over:
                return
            yield from self.hand_over()
        yield from self.settle()
        if self.over:
            return
        yield from self.hand_over()
        yield from self.deliver()
        if self.over:
            return
        yield from self.hand_over()
        yield from self.look_after()

    def another(self, topic: Topic, plot: Plot, journey: int) -> Process:
        yield from Course(self.life, self.whose, topic, plot, journey).go()
