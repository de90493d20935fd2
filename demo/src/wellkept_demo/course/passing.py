"""Between two teams: completed, offered, accepted; or declined and mended; or left to wait."""

from __future__ import annotations

from datetime import timedelta

from wellkept.blueprints.queries import plan
from wellkept.journeys.commands import handoffs, steps, touches
from wellkept.journeys.models import Handoff, NextStep, Trigger
from wellkept_demo import worktime
from wellkept_demo.course.talking import Talking
from wellkept_demo.life import Process
from wellkept_demo.staff import BY_KEY


class Passing(Talking):
    """Between two teams: completed, offered, accepted; or declined and mended; or left to wait."""

    def hand_over(self) -> Process:
        """After the customer's trigger: complete, offer, accept; or decline and mend; or let it wait too long."""
        life, plot = self.life, self.plot
        trigger_kind = {"sales": "decision", "orders": "agreement", "delivery": "acceptance"}
        before = self.row.stage
        if not Trigger.objects.filter(journey_id=self.key, kind=trigger_kind.get(before, "")).exists():
            return  # it has moved on by itself already: giver and receiver are one person
        declined = False
        for _ in range(4):
            offer = (
                Handoff.objects.filter(journey_id=self.key, state="offered").select_related("team").first()
            )
            if offer is None:
                if self.moved_on(before):
                    return
                who = yield from self.ours(hours=1.2, patient=True)
                if declined:
                    self.by(who, touches.write_note, said=self.say(self.house["mended_handoff"]))
                offer = self.by(who, handoffs.offer_handoff, ticks=self._ticks())
                if offer.state == "accepted":
                    return
            asked = self.life.staff.keys[offer.receiver_id]
            receiver = self._receiver(offer.team.stage or "", asked)
            if plot.escalates and not declined:
                yield life.until(worktime.after(offer.answer_by + timedelta(hours=7), life.rng.random() * 3))
            else:
                yield life.until(life.now + timedelta(minutes=life.rng.randrange(12, 170)))
            if plot.confidential:  # only who is asked by now may see what it is
                receiver = self.life.staff.keys[Handoff.objects.get(pk=offer.pk).receiver_id]
            if plot.declines_handoff and not declined:
                declined = True
                reason = self.say(self.house["decline_handoff"])
                self.by(receiver, handoffs.decline_handoff, reason=reason)
                continue
            self._accept(receiver, offer)
            return

    def _accept(self, receiver: str, offer: Handoff) -> None:
        fresh = Handoff.objects.get(pk=offer.pk)
        points = []
        if not fresh.complete or self.plot.open_points:
            due = worktime.days_after(self.life.now, 2, 15)
            points = [(self.say(self.house["open_point"]), due)]
        giver = BY_KEY[self.life.staff.keys[fresh.giver_id]]
        rating = max(1, min(5, round(5.2 - giver.pace / 5 - len(points) + self.life.rng.uniform(-0.8, 0.6))))
        self.by(receiver, handoffs.accept_handoff, rating=rating, open_points=points)
        if points:
            self.life.env.process(self._mend_open_points())

    def _mend_open_points(self) -> Process:
        yield self.life.later(hours=self.life.rng.uniform(4, 30))
        for step in self.open_steps("open_point"):
            if step.handler_id is None:
                continue
            who = self.life.staff.keys[step.handler_id]
            yield self.life.until(self.life.gets_to_it(who))
            if not self.over and NextStep.objects.filter(pk=step.pk, done_at=None).exists():
                more = {"next_what": "Go on with it"} if len(self.open_steps()) == 1 else {}
                self.by(who, steps.finish_step, step=step.pk, how="Done", **more)

    def _receiver(self, team: str, asked: str) -> str:
        if self.plot.confidential:
            return asked  # nobody else may see what it is
        there = self.life.staff.members(team, self.life.now)
        field = {"product": "kitchens", "service": "networks", "repeat": ""}[self.topic.blueprint]
        weights = [3.0 if field and field in BY_KEY[who].title else 1.0 for who in there]
        return self.life.rng.choices(there, weights)[0]

    def _ticks(self) -> dict[str, str]:
        row = self.row
        onward = plan(row.version_id).after(row.stage)
        items = plan(row.version_id).checklist_of(onward.stage) if onward else []
        ticked = {item.key: "" for item in items if item.required or self.life.chance(0.6)}
        if self.plot.open_points and len(ticked) > 1:
            ticked.pop(next(iter(reversed(ticked))))
        return ticked

    def moved_on(self, before: str) -> bool:
        return self.row.stage != before
