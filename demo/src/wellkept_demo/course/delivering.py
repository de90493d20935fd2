"""Delivery: planned, waited for, late or in time, put right, accepted."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime, timedelta
from typing import Any

import simpy

from wellkept.delivery import commands as delivery
from wellkept.endings import commands as endings
from wellkept.journeys.commands import details, holds, steps
from wellkept.journeys.models import Hold, Journey, NextStep
from wellkept.promises import commands as promises
from wellkept.promises.models import Promise, PromiseMove
from wellkept_demo import library, worktime
from wellkept_demo.course.talking import Talking
from wellkept_demo.life import Process
from wellkept_demo.plot import Plot
from wellkept_demo.staff import BY_KEY
from wellkept_demo.wording import day_of

INSTALL = "Install and commission"


class Delivering(Talking):
    """Delivery: planned, waited for, late or in time, put right, accepted."""

    def deliver(self) -> Process:
        life, plot, rng = self.life, self.plot, self.life.rng
        if not self.agreed:
            return
        if plot.ends in ("cancelled_by_them", "cancelled_by_us"):
            yield from self.cancel()
            return
        who = yield from self.ours(hours=BY_KEY[self.holder].pace)
        due = self.due
        self.by(
            who,
            steps.plan_step,
            what=INSTALL,
            due=self._day_before(due, rng.randrange(4, 30)),
        )
        self.finish_first_step(who)
        named = day_of(due, self.topic.language)
        self.write(who, self.say(self.words["planned"], day=named, **self.names(who)))
        self.step(who, "plan", "")
        self.note(who, 0.25)
        if rng.random() < 0.5:
            yield from self.theirs(16)
            yield from self.they_say(self.say(self.words["fine"]), needs_answer=False)
        if plot.held:
            yield from self.hold()
        if plot.postpones:
            yield from self.postpone()
        waits = self.topic.waits and rng.random() < (0.9 if plot.late else 0.45)
        late_why = self.say(["a colleague is ill and nobody else knows this machine"])
        if waits:
            late_why = yield from self.wait_for_others()
        if plot.late:
            yield from self.be_late(late_why)
        else:
            early = timedelta(hours=rng.uniform(0.5, 40))
            day = max(worktime.next_working(self.due - early), life.now)
            yield from self.time_passes(day, self.words["progress"])
        if plot.splits:
            self.split()
        yield from self.install()

    def _day_before(self, due: datetime, hours: float) -> datetime:
        """When we mean to do it: some hours before it is due, while people work."""
        meant = worktime.next_working(due - timedelta(hours=hours))
        return min(
            max(meant, self.life.now + timedelta(hours=3)), max(due, self.life.now + timedelta(hours=4))
        )

    def wait_for_others(self) -> Generator[simpy.events.Event, Any, str]:
        """For a third party, with a word to the customer if the holder is one who thinks of it."""
        life, rng = self.life, self.life.rng
        whom, what, late = self.pair(self.topic.waits)
        who = yield from self.ours(hours=2)
        again = worktime.days_after(life.now, rng.randrange(3, 7), 10)
        wait = self.by(who, steps.wait_for, whom=whom, what=what, ask_again=again)
        for step in self.open_steps("act"):
            if step.handler_id is None:
                self.by(who, steps.finish_step, step=step.pk, how="Waits for that")
        if rng.random() < BY_KEY[who].care:
            named = day_of(again, self.topic.language)
            self.write(who, self.say(self.words["waiting"], whom=whom, day=named))
        until = min(again, max(self.due - timedelta(days=1), life.now + timedelta(hours=5)))
        yield from self.time_passes(until, self.words["progress"])
        who = yield from self.ours(hours=2)
        if NextStep.objects.filter(pk=wait.pk, done_at=None).exists():
            go_on = {
                "next_what": INSTALL,
                "next_due": max(self.due - timedelta(hours=6), life.now + timedelta(hours=4)),
            }
            self.by(who, steps.finish_step, step=wait.pk, how="It came", **go_on)
        return str(late)

    def be_late(self, why: str) -> Process:
        """Told before, and then accepted, refused or silently taken; or not told, and the date breaks."""
        life, rng, plot = self.life, self.life.rng, self.plot
        promise = self.delivered_by
        if promise is None or promise.due is None:
            return
        new = worktime.days_after(max(promise.due, life.now), rng.randrange(2, 8), 16)
        told = rng.random() < BY_KEY[self.holder].care and promise.due > life.now + timedelta(hours=3)
        if told:
            day = worktime.next_working(promise.due - timedelta(hours=rng.uniform(5, 70)))
            yield from self.time_passes(day, self.words["progress"])
            if life.now >= promise.due:
                return
            who = self.acting()
            move = self.by(who, promises.move_promise, promise=promise.pk, due=new, reason=_as_reason(why))
            yield from self.answer_the_new_date(move)
            if plot.late_twice and life.now < new - timedelta(hours=10):
                yield life.until(worktime.next_working(new - timedelta(hours=9)))
                newer = worktime.days_after(new, rng.randrange(2, 5), 12)
                promise.refresh_from_db()
                if promise.due is not None and promise.due < newer and not self._move_waits():
                    reason = self.say(self.words["second_delay"])
                    move = self.by(
                        self.acting(), promises.move_promise, promise=promise.pk, due=newer, reason=reason
                    )
                    yield from self.theirs(5)
                    self._answer(move, accept=True, said=self.say(self.words["late_accept"]))
                    new = newer
        else:
            yield life.until(worktime.awake(promise.due + timedelta(hours=rng.uniform(2, 20)), early=8))
            yield from self.they_say(
                self.say(self.words["late_untold"]), by_phone=rng.random() < 0.6, chase=True
            )
            who = yield from self.ours(hours=2, patient=True)
            self.write(who, self.say(self.words["recover"], late=why, **self.names(who)))
            who = yield from self.ours(hours=4)
            reason = _as_reason(why)
            move = self.by(who, promises.move_promise, promise=promise.pk, due=new, reason=reason)
            yield from self.theirs(7)
            self._answer(move, accept=rng.random() < 0.8, said=self.say(self.words["late_accept"]))
        yield life.until(max(life.now, worktime.next_working(new - timedelta(hours=rng.uniform(0.5, 9)))))

    def answer_the_new_date(self, move: PromiseMove) -> Process:
        rng = self.life.rng
        yield from self.theirs(6)
        if self.plot.refuses_new_date:
            self._answer(move, accept=False, said=self.say(self.words["late_refuse"]))
            self.waiting_since = self.life.now
            who = yield from self.ours(hours=2)
            self.write(
                who, self.say(self.words["sorry"], next=self.say(self.words["standing"]), **self.names(who))
            )
        elif rng.random() < 0.7:
            self._answer(move, accept=True, said=self.say(self.words["late_accept"]))

    def _answer(self, move: PromiseMove, *, accept: bool, said: str) -> None:
        if PromiseMove.objects.get(pk=move.pk).answer:
            return
        self.customer_or(self.acting(), promises.answer_new_date, move=move.pk, accept=accept, said=said)

    def _move_waits(self) -> bool:
        return PromiseMove.objects.filter(journey_id=self.key, told_at=None, answer="").exists()

    def hold(self) -> Process:
        stops, why = self.life.rng.choice(self.house["hold"])
        who = "greta" if stops == "billing" else self.acting()
        if stops == "billing":
            who = self.acting()
        placed: Hold = self.by(who, holds.place_hold, stops=stops, why=why)
        yield self.life.until(worktime.days_after(self.life.now, self.life.rng.randrange(1, 4), 9.5))
        who = yield from self.ours(hours=2, patient=True)
        self.by(who, holds.lift_hold, hold=placed.pk)

    def postpone(self) -> Process:
        promise = self.delivered_by
        if promise is None or promise.due is None or promise.due < self.life.now + timedelta(days=1):
            return
        new = worktime.days_after(promise.due, self.life.rng.randrange(8, 30), 12)
        yield from self.theirs(30)
        if self.life.now > promise.due - timedelta(hours=12):
            return
        said = self.say(self.words["postpone"], day=day_of(new, self.topic.language))
        yield from self.they_say(said, by_phone=self.life.chance(0.5))
        who = yield from self.ours(hours=2)
        if self.life.now < promise.due:
            self.by(who, promises.release_promise, promise=promise.pk, said=said, new_due=new)
            self.write(who, self.say(self.words["thanks"]))

    def cancel(self) -> Process:
        yield self.life.until(worktime.days_after(self.life.now, self.life.rng.randrange(2, 9), 11))
        if self.plot.ends == "cancelled_by_us":
            self.by_owner(endings.cancel, why=self.say(self.words["cancel_us"]), by_them=False)
            return
        why = self.say(self.words["cancel_them"])
        yield from self.they_say(why, by_phone=True)
        who = yield from self.ours(hours=2)
        self.by(who, endings.cancel, why=why, by_them=True)

    def split(self) -> None:
        others = [t for t in library.topics_for(self.kind, self.topic.language) if t.key != self.topic.key]
        if not others:
            return
        topic = self.life.rng.choice(others)
        who = self.acting()
        new: Journey = self.by(who, endings.split_off, need=self.say(topic.needs), blueprint=topic.blueprint)
        self.life.env.process(self.another(topic, Plot(kind=self.plot.kind), new.pk))

    def install(self) -> Process:
        life, rng = self.life, self.life.rng
        who = self.acting()
        for held in Hold.objects.filter(journey_id=self.key, stops="delivery", lifted_at=None):
            self.by(who, holds.lift_hold, hold=held.pk)
        for key in ("build", "reserve", "install", "deliver"):
            if key == "build" and self.plot.deviates:
                self.deviate(who, key)
            else:
                self.step(
                    who, key, self.say(self.topic.steps) if key != "deliver" else "Delivery note signed"
                )
        self.by(who, delivery.deliver, said=self.say(self.topic.done, **self.names(who)))
        if self.topic.blueprint != "repeat":
            serial = f"{self.topic.serial}{rng.randrange(1000, 9999)}"
            self.by(who, details.note_reference, kind="serial", said=serial)
        yield from self.theirs(20)
        if self.plot.rejects:
            defect = self.say(self.topic.defects)
            self.customer_or(who, delivery.reject, said=self.say(self.words["reject"], defect=defect))
            self.waiting_since = life.now
            who = yield from self.ours(hours=5)
            self.write(who, self.say(self.words["mended"], defect=defect))
            self.finish_kind("complaint", how="Put right", go_on="Ask for acceptance again")
            yield from self.theirs(12)
        yield from self.accept()

    def accept(self) -> Process:
        rng = self.life.rng
        defects: list[tuple[str, datetime | None]] = []
        if self.plot.defects:
            due = worktime.days_after(self.life.now, rng.randrange(3, 8), 15)
            defects = [(self.say(self.topic.defects), due)]
        said = self.say(self.topic.accepted, **self.names(self.acting()))
        name = self.whose.contact.name
        if self.whose.contact.email and rng.random() < 0.7:
            self.as_customer(delivery.accept, signed_name=name, said=said, defects=defects)
        else:
            who = yield from self.ours(hours=1, patient=True)
            how = rng.choice(("paper", "spoken"))
            self.by(who, delivery.accept, evidence=how, signed_name=name, said=said, defects=defects)
        self.waiting_since = None
        if defects:
            self.life.env.process(self.mend_defects())

    def mend_defects(self) -> Process:
        yield self.life.later(days=self.life.rng.uniform(1.2, 4.5))
        yield self.life.until(worktime.next_working(self.life.now))
        if self.over:
            return
        for promise in Promise.objects.filter(
            journey_id=self.key, kind="date", kept_at=None, released_at=None, struck_at=None
        ):
            who = self.acting()
            self.by(who, promises.keep_promise, promise=promise.pk)
            for step in self.open_steps("open_point"):
                if step.what == promise.text:
                    more = {"next_what": "Ask how it runs"} if len(self.open_steps()) == 1 else {}
                    self.by(who, steps.finish_step, step=step.pk, how="Put right on site", **more)


def _as_reason(why: str) -> str:
    return f"{why[0].upper()}{why[1:]}."
