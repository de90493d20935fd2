"""The handoff between two teams: offered and accepted, declined and completed, or left to wait."""

from __future__ import annotations

from datetime import timedelta

from wellkept.blueprints.queries import plan
from wellkept.journeys.commands import handoffs, steps, touches
from wellkept.journeys.models import Handoff, NextStep, Trigger
from wellkept_demo import working_hours
from wellkept_demo.simulation import Process
from wellkept_demo.staff import BY_KEY
from wellkept_demo.stages.conversation import Conversation


class HandoffStage(Conversation):
    """The handoff to the next team after the customer's trigger."""

    def hand_over(self) -> Process:
        """Offer the journey until it is accepted. The scenario may decline it once, or let it wait too long."""
        sim, scenario = self.sim, self.scenario
        trigger_kind = {"sales": "decision", "orders": "agreement", "delivery": "acceptance"}
        before = self.row.stage
        if not Trigger.objects.filter(journey_id=self.key, kind=trigger_kind.get(before, "")).exists():
            return  # it has moved on already: giver and receiver are the same person
        declined = False
        for _ in range(4):
            offer = (
                Handoff.objects.filter(journey_id=self.key, state="offered").select_related("team").first()
            )
            if offer is None:
                if self._has_moved_on(before):
                    return
                who = yield from self.wait_for_us(hours=1.2, patient=True)
                if declined:
                    self.act(
                        who, touches.write_note, words=self.pick(self.staff_phrases["completed_handoff"])
                    )
                offer = self.act(who, handoffs.offer_handoff, ticks=self._ticks())
                if offer.state == "accepted":
                    return
            asked = self.sim.staff.keys[offer.receiver_id]
            receiver = self._receiver(offer.team.stage or "", asked)
            if scenario.escalates and not declined:
                yield sim.wait_until(
                    working_hours.add_hours(offer.answer_by + timedelta(hours=7), sim.rng.random() * 3)
                )
            else:
                yield sim.wait_until(sim.now + timedelta(minutes=sim.rng.randrange(12, 170)))
            if scenario.confidential:  # only the person who is asked by now may see it
                receiver = self.sim.staff.keys[Handoff.objects.get(pk=offer.pk).receiver_id]
            if scenario.declines_handoff and not declined:
                declined = True
                reason = self.pick(self.staff_phrases["decline_handoff"])
                self.act(receiver, handoffs.decline_handoff, reason=reason)
                continue
            self._accept(receiver, offer)
            return

    def _accept(self, receiver: str, offer: Handoff) -> None:
        fresh = Handoff.objects.get(pk=offer.pk)
        points = []
        if not fresh.complete or self.scenario.open_points:
            due = working_hours.add_days(self.sim.now, 2, 15)
            points = [(self.pick(self.staff_phrases["open_point"]), due)]
        giver = BY_KEY[self.sim.staff.keys[fresh.giver_id]]
        rating = max(1, min(5, round(5.2 - giver.pace / 5 - len(points) + self.sim.rng.uniform(-0.8, 0.6))))
        self.act(receiver, handoffs.accept_handoff, rating=rating, open_points=points)
        if points:
            self.sim.env.process(self._finish_open_points())

    def _finish_open_points(self) -> Process:
        yield self.sim.wait(hours=self.sim.rng.uniform(4, 30))
        for step in self.open_steps("open_point"):
            if step.handler_id is None:
                continue
            who = self.sim.staff.keys[step.handler_id]
            yield self.sim.wait_until(self.sim.when_free(who))
            if not self.ended and NextStep.objects.filter(pk=step.pk, done_at=None).exists():
                then = self.next_if_last("Continue")
                self.act(who, steps.finish_step, step=step.pk, how="Done", then=then)

    def _receiver(self, team: str, asked: str) -> str:
        if self.scenario.confidential:
            return asked  # nobody else may see it
        present = self.sim.staff.members(team, self.sim.now)
        field = {"product": "kitchens", "service": "networks", "repeat": ""}[self.topic.blueprint]
        weights = [3.0 if field and field in BY_KEY[who].title else 1.0 for who in present]
        return self.sim.rng.choices(present, weights)[0]

    def _ticks(self) -> dict[str, str]:
        row = self.row
        onward = plan(row.version_id).after(row.stage)
        items = plan(row.version_id).checklist_of(onward.stage) if onward else []
        ticked = {item.key: "" for item in items if item.required or self.sim.chance(0.6)}
        if self.scenario.open_points and len(ticked) > 1:
            ticked.pop(next(iter(reversed(ticked))))
        return ticked

    def _has_moved_on(self, before: str) -> bool:
        return self.row.stage != before
