"""Support: a word a week later, questions, rest, and the next need."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from wellkept.promises.models import Promise
from wellkept.support import commands as support
from wellkept_demo import library, worktime
from wellkept_demo.course.talking import Talking
from wellkept_demo.life import Process
from wellkept_demo.plot import Plot
from wellkept_demo.staff import BY_KEY


class Caring(Talking):
    """Support: a word a week later, questions, rest, and the next need."""

    def look_after(self) -> Process:
        life, rng, plot = self.life, self.life.rng, self.plot
        if self.row.stage != "support":
            return
        if plot.forgets_after_care:
            # Nobody thought of it, until the silence was noticed; then they are asked, or it goes to rest by itself.
            yield from self.time_passes(life.now + timedelta(days=17), self.words["aftercare"])
            yield from self.theirs(30)
            if self.row.state == "open":
                yield from self.all_is_well()
        else:
            yield life.until(worktime.days_after(life.now, rng.randrange(5, 8), 10.4))
            if self.row.state != "open":
                return
            who = yield from self.ours(hours=2, patient=True)
            if self.topic.blueprint != "repeat" and plot.deviates and rng.random() < 0.4:
                self.deviate(who, "after-care")
            else:
                self.step(who, "after-care", "")
            self.write(who, self.say(self.words["aftercare"], **self.names(who)), asks=True)
            if plot.asks_in_care:
                yield from self.theirs(20)
                yield from self.support_question()
            yield from self.theirs(22)
            if self.row.state == "open":
                yield from self.all_is_well()
        for _ in range(plot.questions):
            yield life.later(days=rng.uniform(12, 75))
            yield life.until(worktime.awake(life.now))
            if self.row.state == "ended":
                return
            yield from self.support_question()
            yield from self.theirs(30)
            if self.row.state == "open":
                yield from self.all_is_well()
        if plot.comes_back:
            yield life.later(days=rng.uniform(10, 70))
            yield from self.come_back()

    def support_question(self) -> Process:
        if all(question in self.life.said for question, _ in self.topic.questions):
            return
        question, answer = self.pair(self.topic.questions)
        yield from self.they_say(question)
        who = yield from self.ours(hours=BY_KEY[self.holder].pace)
        self.write(who, answer.format(**self.names(who)) if "{" in answer else answer)

    def all_is_well(self) -> Process:
        owed = Promise.objects.filter(journey_id=self.key, kept_at=None, released_at=None, struck_at=None)
        waiting = ("answer", "call_back", "complaint", "open_point")
        if owed.exists() or any(self.open_steps(kind) for kind in waiting):
            yield self.life.later(days=3)
            if owed.exists() or any(self.open_steps(kind) for kind in waiting):
                return
        if self.row.state != "open" or self.row.stage != "support":
            return
        said = self.say(self.topic.works)
        self.customer_or(self.acting(), support.it_works, said=said)
        self.waiting_since = None

    def come_back(self) -> Process:
        """The next problem of the same customer, with everything known."""
        life = self.life
        if self.row.accepted_at is None or self.row.state == "ended":
            return
        yield life.until(worktime.awake(life.now, early=7.5, late=19))
        repeat = life.chance(0.45)
        found = library.topics_for(self.kind, self.topic.language, repeat=repeat)
        topics = [t for t in found if t.key != self.topic.key]
        if (
            not topics
            or Promise.objects.filter(
                journey_id=self.key, kept_at=None, released_at=None, struck_at=None
            ).exists()
        ):
            return
        topic = life.rng.choice(topics)
        need = self.say(topic.needs)
        budget = Decimal(life.rng.choice(topic.budget)) if topic.budget and life.chance(0.4) else None
        if self.whose.contact.email:
            new = self.as_customer(support.next_need, need=need, blueprint=topic.blueprint, budget=budget)
        else:
            new = self.by(
                self.acting(),
                support.next_need,
                need=need,
                blueprint=topic.blueprint,
                evidence="spoken",
                budget=budget,
            )
        plot = Plot.draw(life.rng, kind=self.kind, again=True, repeat=topic.blueprint == "repeat")
        if plot.ends == "no_answer" and not self.whose.contact.email:
            plot = Plot(kind=self.kind)
        yield from self.another(topic, plot, new.pk)
