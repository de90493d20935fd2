"""The conversation between us and the customer: our pace, and their patience."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime, timedelta
from typing import Any

import simpy

from wellkept.journeys.commands import steps, touches
from wellkept.journeys.planned_step import NO_STEP, PlannedStep
from wellkept.journeys.touch import Effort, IncomingTouch, OutgoingTouch
from wellkept.messages.commands import told_by_hand
from wellkept.notices.models import Notice
from wellkept_demo import working_hours
from wellkept_demo.simulation import Process
from wellkept_demo.staff import BY_KEY
from wellkept_demo.stages.base import JourneyBase

WhoActs = Generator[simpy.events.Event, Any, str]


class Conversation(JourneyBase):
    """Letters and calls in both directions, each at its time."""

    def wait_for_us(self, *, hours: float | None = None, patient: bool = False) -> WhoActs:
        """Wait until a colleague gets to it, and return who. A customer who waits too long asks first."""
        sim = self.sim
        who = self.present_holder()
        pace = BY_KEY[who].pace if hours is None else hours * (0.4 + BY_KEY[who].pace / 6)
        when = sim.when_free(who, hours=pace)
        since = self.waiting_since
        patience = timedelta(days=self.scenario.patience * sim.rng.lognormvariate(0, 0.4))
        if since is not None and not patient and when - since > patience and not self.ended:
            asks = working_hours.next_waking_moment(max(since + patience, sim.now))
            if asks < when:
                yield sim.wait_until(asks)
                yield from self.customer_says(
                    self.pick(self.phrases["chase"]), chase=True, by_phone=sim.chance(0.5)
                )
                who = self.present_holder()
                yield sim.wait_until(sim.when_free(who, hours=2))
                if not self.ended and self.row.state == "open":
                    after = self.pick(self.phrases["status"])
                    self.write(who, self.pick(self.phrases["sorry"], next=after, **self.placeholders(who)))
                return self.present_holder()
        yield sim.wait_until(when)
        present = self.present_holder()
        if present != who and sim.chance(0.5) and not self.ended:
            self.act(present, touches.write_note, words=self.pick(self.staff_phrases["away"]))
        return present

    def wait_for_customer(self, hours: float) -> Process:
        """Wait until the customer answers."""
        self.waiting_since = None
        yield from self.let_time_pass(
            self.sim.when_customer_answers(hours * self.scenario.tempo), self.phrases["nudge"]
        )

    def let_time_pass(self, until: datetime, phrases: list[str]) -> Process:
        """Let a longer time pass. A careful colleague writes before the silence gets too long."""
        sim = self.sim
        while True:
            row = self.row
            limit = row.silent_at
            if limit is None or limit >= until or row.state != "open":
                break
            when = working_hours.next_moment(limit - timedelta(hours=sim.rng.uniform(3, 20)))
            who = sim.staff.present(self.holder, when)
            if when <= sim.now or sim.rng.random() > BY_KEY[who].care:
                when = working_hours.add_hours(limit, sim.rng.uniform(1, 8))  # after the warning
            if when >= until:
                break
            yield sim.wait_until(when)
            if self.ended or self.row.state != "open":
                return
            who = self.present_holder()
            fresh = [phrase for phrase in phrases if phrase not in sim.used_phrases]
            if not fresh or sim.now >= until:
                break
            self.write(who, self.pick(fresh, **self.placeholders(who)))
        yield sim.wait_until(until)

    def customer_says(
        self,
        words: str,
        *,
        by_phone: bool = False,
        chase: bool = False,
        explained: bool = False,
        needs_answer: bool | None = None,
    ) -> Process:
        """Let the customer write, or call a colleague."""
        sim, rng = self.sim, self.sim.rng
        if self.ended:
            return
        if by_phone or not self.parties.contact.email:
            yield sim.wait_until(working_hours.next_moment(sim.now))
            team = self.row.team.stage or "sales"
            another = rng.random() < 0.5 and not self.scenario.confidential
            taker = rng.choice(sim.staff.members(team, sim.now)) if another else self.present_holder()
            answer = needs_answer if needs_answer is not None else chase or explained or None
            self.act(
                taker,
                touches.log_touch,
                touch=IncomingTouch(
                    "call",
                    words,
                    effort=Effort(
                        chase=chase,
                        explained_again=explained,
                        seconds_waited=rng.choice((0, 6, 12, 25, 40, 95, 260)),
                    ),
                    needs_answer=answer,
                ),
                then=PlannedStep("" if answer or len(self.open_steps()) else "Continue"),
            )
        else:
            self.act_as_customer(
                touches.log_touch,
                touch=IncomingTouch(
                    "mail",
                    words,
                    effort=Effort(chase=chase, explained_again=explained),
                    needs_answer=needs_answer,
                ),
            )
        if needs_answer is not False:
            self.waiting_since = self.waiting_since or sim.now

    def write(self, who: str, words: str, *, asks: bool = False) -> None:
        """Write to the customer, or call one who has no mail. With `asks` the journey then waits for them."""
        if self.ended:
            return
        if self.parties.contact.email:
            self.act(who, touches.write_to_customer, words=words)
        else:
            self.act(who, touches.log_touch, touch=OutgoingTouch("call", words))
        self.waiting_since = None
        self._read_notices_by_phone(who)
        if asks:
            self.leave_with_customer(who)

    def leave_with_customer(self, who: str) -> None:
        """Finish our own steps, and plan to ask again in a few days."""
        ours = [step for step in self.open_steps() if step.awaits == "us"]
        if not ours or any(not step.rule.is_work or step.handler_id for step in ours):
            return
        for step in ours[:-1]:
            self.act(who, steps.finish_step, step=step.pk)
        then = NO_STEP
        if len(self.open_steps()) == 1:
            due = working_hours.add_days(self.sim.now, 3, 10)
            then = PlannedStep("Ask again", due, waits_for="")
        self.act(who, steps.finish_step, step=ours[-1].pk, then=then)

    def _read_notices_by_phone(self, who: str) -> None:
        """Read out notices to a customer without mail."""
        untold = Notice.objects.filter(subject_id=self.key, told_at=None).exclude(channel="mail")
        for notice in untold:
            self.sim.do(
                told_by_hand, notice=notice.pk, words="Read out to them on the phone.", by=self.sim.actor(who)
            )

    def maybe_note(self, who: str, share: float) -> None:
        if self.sim.chance(share):
            self.act(who, touches.write_note, words=self.pick(self.staff_phrases["notes"]))
