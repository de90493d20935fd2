"""The delivery stage: planned, delivered late or on time, repaired, and accepted."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime, timedelta
from typing import Any

import simpy

from wellkept.delivery import commands as delivery
from wellkept.delivery.defect import Defect
from wellkept.endings import commands as endings
from wellkept.journeys.commands import details, holds, steps
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Hold, Journey, NextStep
from wellkept.journeys.planned_step import PlannedStep
from wellkept.promises import commands as promises
from wellkept.promises.models import Promise, PromiseMove
from wellkept.quality.commands import close_nonconformity
from wellkept.quality.models import Nonconformity
from wellkept_demo import texts, working_hours
from wellkept_demo.local_formats import format_day
from wellkept_demo.scenario import Scenario
from wellkept_demo.simulation import Process
from wellkept_demo.staff import BY_KEY
from wellkept_demo.stages.conversation import Conversation

INSTALL = "Install and commission"


class DeliveryStage(Conversation):
    """The delivery stage of a simulated journey."""

    def deliver(self) -> Process:
        sim, scenario, rng = self.sim, self.scenario, self.sim.rng
        if not self.agreed:
            return
        if scenario.ends in ("cancelled_by_them", "cancelled_by_us"):
            yield from self.cancel()
            return
        who = yield from self.wait_for_us(hours=BY_KEY[self.holder].pace)
        due = self.delivery_due
        self.act(
            who,
            steps.plan_step,
            what=INSTALL,
            due=self._planned_day(due, rng.randrange(4, 30)),
        )
        self.finish_first_step(who)
        named = format_day(due, self.topic.language)
        self.write(who, self.pick(self.phrases["planned"], day=named, **self.placeholders(who)))
        self.maybe_record_step(who, "plan", "")
        self.maybe_note(who, 0.25)
        if rng.random() < 0.5:
            yield from self.wait_for_customer(16)
            yield from self.customer_says(self.pick(self.phrases["fine"]), needs_answer=False)
        if scenario.held:
            yield from self.pause()
        if scenario.postpones:
            yield from self.postpone()
        waits = self.topic.waits and rng.random() < (0.9 if scenario.late else 0.45)
        late_why = self.pick(["a colleague is ill and nobody else knows this machine"])
        if waits:
            late_why = yield from self.wait_for_others()
        if scenario.late:
            yield from self.be_late(late_why)
        else:
            early = timedelta(hours=rng.uniform(0.5, 40))
            day = max(working_hours.next_moment(self.delivery_due - early), sim.now)
            yield from self.let_time_pass(day, self.phrases["progress"])
        if scenario.splits:
            self.split()
        yield from self.install()

    def _planned_day(self, due: datetime, hours: float) -> datetime:
        """Return when we plan to do it: some hours before it is due, within working hours."""
        meant = working_hours.next_moment(due - timedelta(hours=hours))
        return min(max(meant, self.sim.now + timedelta(hours=3)), max(due, self.sim.now + timedelta(hours=4)))

    def wait_for_others(self) -> Generator[simpy.events.Event, Any, str]:
        """Wait for a third party, and return the reason if it is late. A careful holder tells the customer."""
        sim, rng = self.sim, self.sim.rng
        third_party, what, late = self.pick_exchange(self.topic.waits)
        who = yield from self.wait_for_us(hours=2)
        again = working_hours.add_days(sim.now, rng.randrange(3, 7), 10)
        wait = self.act(who, steps.wait_for, third_party=third_party, what=what, ask_again=again)
        for step in self.open_steps("act"):
            if step.handler_id is None:
                self.act(who, steps.finish_step, step=step.pk, how="Waiting for it")
        if rng.random() < BY_KEY[who].care:
            named = format_day(again, self.topic.language)
            self.write(who, self.pick(self.phrases["waiting"], whom=third_party, day=named))
        until = min(again, max(self.delivery_due - timedelta(days=1), sim.now + timedelta(hours=5)))
        yield from self.let_time_pass(until, self.phrases["progress"])
        who = yield from self.wait_for_us(hours=2)
        if NextStep.objects.filter(pk=wait.pk, done_at=None).exists():
            due = max(self.delivery_due - timedelta(hours=6), sim.now + timedelta(hours=4))
            then = PlannedStep(INSTALL, due)
            self.act(who, steps.finish_step, step=wait.pk, how="It arrived", then=then)
        return str(late)

    def be_late(self, why: str) -> Process:
        """Be late. Either the customer is told in time and answers the new date, or the promise breaks."""
        sim, rng, scenario = self.sim, self.sim.rng, self.scenario
        promise = self.delivery_promise
        if promise is None or promise.due is None:
            return
        new = working_hours.add_days(max(promise.due, sim.now), rng.randrange(2, 8), 16)
        in_time = rng.random() < BY_KEY[self.holder].care and promise.due > sim.now + timedelta(hours=3)
        if in_time:
            day = working_hours.next_moment(promise.due - timedelta(hours=rng.uniform(5, 70)))
            yield from self.let_time_pass(day, self.phrases["progress"])
            if sim.now >= promise.due:
                return
            who = self.present_holder()
            move = self.act(who, promises.move_promise, promise=promise.pk, due=new, reason=_as_reason(why))
            yield from self.answer_new_date(move)
            if scenario.late_twice and sim.now < new - timedelta(hours=10):
                yield sim.wait_until(working_hours.next_moment(new - timedelta(hours=9)))
                newer = working_hours.add_days(new, rng.randrange(2, 5), 12)
                promise.refresh_from_db()
                if promise.due is not None and promise.due < newer and not self._move_waits():
                    reason = self.pick(self.phrases["second_delay"])
                    move = self.act(
                        self.present_holder(),
                        promises.move_promise,
                        promise=promise.pk,
                        due=newer,
                        reason=reason,
                    )
                    yield from self.wait_for_customer(5)
                    self._answer(move, accept=True, words=self.pick(self.phrases["late_accept"]))
                    new = newer
        else:
            yield sim.wait_until(
                working_hours.next_waking_moment(promise.due + timedelta(hours=rng.uniform(2, 20)), early=8)
            )
            yield from self.customer_says(
                self.pick(self.phrases["late_untold"]), by_phone=rng.random() < 0.6, chase=True
            )
            who = yield from self.wait_for_us(hours=2, patient=True)
            self.write(who, self.pick(self.phrases["recover"], late=why, **self.placeholders(who)))
            who = yield from self.wait_for_us(hours=4)
            reason = _as_reason(why)
            move = self.act(who, promises.move_promise, promise=promise.pk, due=new, reason=reason)
            yield from self.wait_for_customer(7)
            self._answer(move, accept=rng.random() < 0.8, words=self.pick(self.phrases["late_accept"]))
        yield sim.wait_until(
            max(sim.now, working_hours.next_moment(new - timedelta(hours=rng.uniform(0.5, 9))))
        )

    def answer_new_date(self, move: PromiseMove) -> Process:
        rng = self.sim.rng
        yield from self.wait_for_customer(6)
        if self.scenario.refuses_new_date:
            self._answer(move, accept=False, words=self.pick(self.phrases["late_refuse"]))
            self.waiting_since = self.sim.now
            who = yield from self.wait_for_us(hours=2)
            self.write(
                who,
                self.pick(
                    self.phrases["sorry"], next=self.pick(self.phrases["status"]), **self.placeholders(who)
                ),
            )
        elif rng.random() < 0.7:
            self._answer(move, accept=True, words=self.pick(self.phrases["late_accept"]))

    def _answer(self, move: PromiseMove, *, accept: bool, words: str) -> None:
        if PromiseMove.objects.get(pk=move.pk).answer:
            return
        self.act_as_customer_or(
            self.present_holder(), promises.answer_new_date, move=move.pk, accept=accept, words=words
        )

    def _move_waits(self) -> bool:
        return PromiseMove.objects.filter(journey_id=self.key, told_at=None, answer="").exists()

    def pause(self) -> Process:
        stops, why = self.sim.rng.choice(self.staff_phrases["hold"])
        who = "greta" if stops == "billing" else self.present_holder()
        if stops == "billing":
            who = self.present_holder()
        placed: Hold = self.act(who, holds.place_hold, stops=stops, why=why)
        yield self.sim.wait_until(working_hours.add_days(self.sim.now, self.sim.rng.randrange(1, 4), 9.5))
        who = yield from self.wait_for_us(hours=2, patient=True)
        self.act(who, holds.lift_hold, hold=placed.pk)

    def postpone(self) -> Process:
        promise = self.delivery_promise
        if promise is None or promise.due is None or promise.due < self.sim.now + timedelta(days=1):
            return
        new = working_hours.add_days(promise.due, self.sim.rng.randrange(8, 30), 12)
        yield from self.wait_for_customer(30)
        if self.sim.now > promise.due - timedelta(hours=12):
            return
        words = self.pick(self.phrases["postpone"], day=format_day(new, self.topic.language))
        yield from self.customer_says(words, by_phone=self.sim.chance(0.5))
        who = yield from self.wait_for_us(hours=2)
        if self.sim.now < promise.due:
            self.act(who, promises.release_promise, promise=promise.pk, words=words, new_due=new)
            self.write(who, self.pick(self.phrases["thanks"]))

    def cancel(self) -> Process:
        yield self.sim.wait_until(working_hours.add_days(self.sim.now, self.sim.rng.randrange(2, 9), 11))
        if self.scenario.ends == "cancelled_by_us":
            self.act_as_owner(endings.cancel, why=self.pick(self.phrases["cancel_us"]), by_them=False)
            return
        why = self.pick(self.phrases["cancel_them"])
        yield from self.customer_says(why, by_phone=True)
        who = yield from self.wait_for_us(hours=2)
        self.act(who, endings.cancel, why=why, by_them=True)

    def split(self) -> None:
        others = [
            t for t in texts.topics_for(self.customer_kind, self.topic.language) if t.key != self.topic.key
        ]
        if not others:
            return
        topic = self.sim.rng.choice(others)
        who = self.present_holder()
        new: Journey = self.act(
            who, endings.split_off, need=self.pick(topic.needs), blueprint=topic.blueprint
        )
        self.sim.env.process(self.start_journey(topic, Scenario(kind=self.scenario.kind), new.pk))

    def install(self) -> Process:
        sim, rng = self.sim, self.sim.rng
        who = self.present_holder()
        for row in Hold.objects.filter(journey_id=self.key, stops="delivery", lifted_at=None):
            self.act(who, holds.lift_hold, hold=row.pk)
        for key in ("build", "reserve", "install", "deliver"):
            if key == "build" and self.scenario.deviates:
                self.record_deviation(who, key)
            else:
                self.maybe_record_step(
                    who, key, self.pick(self.topic.steps) if key != "deliver" else "Delivery note signed"
                )
        self.act(who, delivery.deliver, words=self.pick(self.topic.done, **self.placeholders(who)))
        if self.topic.blueprint != "repeat":
            serial = f"{self.topic.serial}{rng.randrange(1000, 9999)}"
            self.act(who, details.note_reference, kind="serial", reference=serial)
        yield from self.wait_for_customer(20)
        if self.scenario.rejects:
            defect = self.pick(self.topic.defects)
            self.act_as_customer_or(
                who, delivery.reject, words=self.pick(self.phrases["reject"], defect=defect)
            )
            self.waiting_since = sim.now
            who = yield from self.wait_for_us(hours=5)
            self.write(who, self.pick(self.phrases["repaired"], defect=defect))
            self.finish_steps("complaint", how="Repaired", go_on="Ask for acceptance again")
            self.act(who, delivery.deliver, words=self.pick(self.topic.done, **self.placeholders(who)))
            yield from self.wait_for_customer(12)
        yield from self.accept()

    def accept(self) -> Process:
        rng = self.sim.rng
        defects: list[Defect] = []
        if self.scenario.defects:
            due = working_hours.add_days(self.sim.now, rng.randrange(3, 8), 15)
            defects = [Defect(self.pick(self.topic.defects), due)]
        words = self.pick(self.topic.accepted, **self.placeholders(self.present_holder()))
        name = self.parties.contact.name
        if self.parties.contact.email and rng.random() < 0.7:
            self.act_as_customer(
                delivery.accept, evidence=Evidence(words=words, signed_name=name), defects=defects
            )
        else:
            who = yield from self.wait_for_us(hours=1, patient=True)
            how = rng.choice(("paper", "spoken"))
            self.act(who, delivery.accept, evidence=Evidence(how, words, signed_name=name), defects=defects)
        self.waiting_since = None
        if defects:
            self.sim.env.process(self.repair_defects())

    def repair_defects(self) -> Process:
        yield self.sim.wait(days=self.sim.rng.uniform(1.2, 4.5))
        yield self.sim.wait_until(working_hours.next_moment(self.sim.now))
        if self.ended:
            return
        for promise in Promise.objects.filter(
            journey_id=self.key, kind="date", kept_at=None, released_at=None, struck_at=None
        ):
            who = self.present_holder()
            self.act(who, promises.keep_promise, promise=promise.pk)
            for step in self.open_steps("open_point"):
                if step.text == promise.text:
                    then = self.next_if_last("Ask whether it works")
                    self.act(who, steps.finish_step, step=step.pk, how="Repaired on site", then=then)
        for row in Nonconformity.objects.filter(about_id=self.key, closed_at=None):
            by = self.sim.actor(self.present_holder())
            self.sim.do(
                close_nonconformity,
                nonconformity=row.pk,
                correction="Repaired on site",
                cause="Not seen before the handover",
                by=by,
            )


def _as_reason(why: str) -> str:
    return f"{why[0].upper()}{why[1:]}."
