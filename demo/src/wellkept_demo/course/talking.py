"""Who says what when: our pace and their patience."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime, timedelta
from typing import Any

import simpy

from wellkept.journeys.commands import steps, touches
from wellkept.messages.commands import told_by_hand
from wellkept.notices.models import Notice
from wellkept_demo import worktime
from wellkept_demo.course.ground import Ground
from wellkept_demo.life import Process
from wellkept_demo.staff import BY_KEY

Acting = Generator[simpy.events.Event, Any, str]


class Talking(Ground):
    """Words to and fro, each at its time."""

    def ours(self, *, hours: float | None = None, patient: bool = False) -> Acting:
        """Wait until one of us gets to it; a customer who waits too long for that asks before."""
        life = self.life
        who = self.acting()
        pace = BY_KEY[who].pace if hours is None else hours * (0.4 + BY_KEY[who].pace / 6)
        when = life.gets_to_it(who, hours=pace)
        since = self.waiting_since
        patience = timedelta(days=self.plot.patience * life.rng.lognormvariate(0, 0.4))
        if since is not None and not patient and when - since > patience and not self.over:
            asks = worktime.awake(max(since + patience, life.now))
            if asks < when:
                yield life.until(asks)
                yield from self.they_say(self.say(self.words["chase"]), chase=True, by_phone=life.chance(0.5))
                who = self.acting()
                yield life.until(life.gets_to_it(who, hours=2))
                if not self.over and self.row.state == "open":
                    after = self.say(self.words["standing"])
                    self.write(who, self.say(self.words["sorry"], next=after, **self.names(who)))
                return self.acting()
        yield life.until(when)
        now_there = self.acting()
        if now_there != who and life.chance(0.5) and not self.over:
            self.by(now_there, touches.write_note, said=self.say(self.house["away"]))
        return now_there

    def theirs(self, hours: float) -> Process:
        """Wait until the customer gets to it."""
        self.waiting_since = None
        yield from self.time_passes(self.life.customer_time(hours * self.plot.tempo), self.words["nudge"])

    def time_passes(self, until: datetime, words: list[str]) -> Process:
        """A longer time, in which a careful colleague lets them hear something before it gets too silent."""
        life = self.life
        while True:
            row = self.row
            limit = row.silent_at
            if limit is None or limit >= until or row.state != "open":
                break
            when = worktime.next_working(limit - timedelta(hours=life.rng.uniform(3, 20)))
            who = life.staff.there(self.holder, when)
            if when <= life.now or life.rng.random() > BY_KEY[who].care:
                when = worktime.after(limit, life.rng.uniform(1, 8))  # after the warning
            if when >= until:
                break
            yield life.until(when)
            if self.over or self.row.state != "open":
                return
            who = self.acting()
            fresh = [said for said in words if said not in life.said]
            if not fresh or life.now >= until:
                break
            self.write(who, self.say(fresh, **self.names(who)))
        yield life.until(until)

    def they_say(
        self,
        said: str,
        *,
        by_phone: bool = False,
        chase: bool = False,
        explained: bool = False,
        needs_answer: bool | None = None,
    ) -> Process:
        """A word from the customer, by mail, or by a call that somebody takes."""
        life, rng = self.life, self.life.rng
        if self.over:
            return
        if by_phone or not self.whose.contact.email:
            yield life.until(worktime.next_working(life.now))
            team = self.row.team.stage or "sales"
            another = rng.random() < 0.5 and not self.plot.confidential
            taker = rng.choice(life.staff.members(team, life.now)) if another else self.acting()
            answer = needs_answer if needs_answer is not None else chase or explained or None
            self.by(
                taker,
                touches.log_touch,
                incoming=True,
                channel="call",
                said=said,
                chase=chase,
                explained_again=explained,
                needs_answer=answer,
                seconds_waited=rng.choice((0, 6, 12, 25, 40, 95, 260)),
                next_what="" if answer or len(self.open_steps()) else "Go on with it",
            )
        else:
            self.as_customer(
                touches.log_touch,
                incoming=True,
                channel="mail",
                said=said,
                chase=chase,
                explained_again=explained,
                needs_answer=needs_answer,
            )
        if needs_answer is not False:
            self.waiting_since = self.waiting_since or life.now

    def write(self, who: str, said: str, *, asks: bool = False) -> None:
        """A word from us: a mail, or a call to those who have no mail. One that `asks` leaves it with them."""
        if self.over:
            return
        if self.whose.contact.email:
            self.by(who, touches.write_to_customer, said=said)
        else:
            self.by(who, touches.log_touch, incoming=False, channel="call", said=said)
        self.waiting_since = None
        self._tell_by_phone(who)
        if asks:
            self.wait_for_them(who)

    def wait_for_them(self, who: str) -> None:
        """Our own steps are done for now; we ask again in a few days."""
        ours = [step for step in self.open_steps() if step.awaits == "us"]
        if not ours or any(step.kind != "act" or step.handler_id for step in ours):
            return
        for step in ours[:-1]:
            self.by(who, steps.finish_step, step=step.pk)
        more: dict[str, Any] = {}
        if len(self.open_steps()) == 1:
            more = {
                "next_what": "Ask again",
                "next_due": worktime.days_after(self.life.now, 3, 10),
                "wait_whom": "",
            }
        self.by(who, steps.finish_step, step=ours[-1].pk, **more)

    def _tell_by_phone(self, who: str) -> None:
        """Notices for somebody without mail are told by whoever talks to them."""
        untold = Notice.objects.filter(subject_id=self.key, told_at=None).exclude(channel="mail")
        for notice in untold:
            self.life.do(
                told_by_hand, notice=notice.pk, said="Read to them on the phone.", by=self.life.by(who)
            )

    def note(self, who: str, share: float) -> None:
        if self.life.chance(share):
            self.by(who, touches.write_note, said=self.say(self.house["notes"]))
