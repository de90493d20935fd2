"""The course of one journey, as it goes in sim: sales, orders, delivery, support."""

from __future__ import annotations

from wellkept.endings import commands as endings
from wellkept_demo.scenario import Scenario
from wellkept_demo.simulation import Process
from wellkept_demo.stages.delivery_stage import DeliveryStage
from wellkept_demo.stages.handoff_stage import HandoffStage
from wellkept_demo.stages.orders_stage import OrdersStage
from wellkept_demo.stages.sales_stage import SalesStage
from wellkept_demo.stages.support_stage import SupportStage
from wellkept_demo.texts import Topic


class SimulatedJourney(SalesStage, HandoffStage, OrdersStage, DeliveryStage, SupportStage):
    """One journey of a simulation. Each stage is a process that waits and runs commands."""

    def run(self) -> Process:
        """Run from the first contact until the journey is at rest, or has ended otherwise."""
        scenario = self.scenario
        if scenario.confidential:
            self.make_confidential()
        if scenario.ends == "opened_in_error":
            yield self.sim.wait(minutes=self.sim.rng.randrange(9, 50))
            self.act_as_owner(endings.opened_in_error, why=self.pick(self.staff_phrases["error"]))
            return
        if self.row.stage == "sales":
            yield from self.sell()
            if self.ended:
                return
            yield from self.hand_over()
        yield from self.agree_terms()
        if self.ended:
            return
        yield from self.hand_over()
        yield from self.deliver()
        if self.ended:
            return
        yield from self.hand_over()
        yield from self.look_after()

    def start_journey(self, topic: Topic, scenario: Scenario, journey: int) -> Process:
        yield from SimulatedJourney(self.sim, self.parties, topic, scenario, journey).run()
