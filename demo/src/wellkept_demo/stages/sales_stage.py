"""The sales stage: from the first contact to the customer's decision."""

from __future__ import annotations

from wellkept.endings import commands as endings
from wellkept.journeys.commands import process, touches, triggers
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Trigger
from wellkept.journeys.touch import OutgoingTouch
from wellkept.promises import commands as promises
from wellkept.sales import commands as sales
from wellkept_demo import working_hours
from wellkept_demo.simulation import Process
from wellkept_demo.staff import BY_KEY
from wellkept_demo.stages.conversation import Conversation


class SalesStage(Conversation):
    """The sales stage of a simulated journey."""

    def sell(self) -> Process:
        scenario, rng = self.scenario, self.sim.rng
        who = yield from self.wait_for_us()
        if scenario.ends == "not_ours":
            why, other = rng.choice(self.phrases["not_ours"])
            name, _comma, reach = other.partition(", ")
            self.act(who, endings.not_ours, why=why, who_can_help=name, how_to_reach=reach)
            return
        ask, tell = self.exchanges.pop()
        if self.parties.contact.channel == "phone" and rng.random() < 0.35:
            words = self.pick(self.phrases["missed"])
            self.act(who, touches.log_touch, touch=OutgoingTouch("call", words, unanswered=True))
            who = yield from self.wait_for_us(hours=3)
        self.write(who, self.pick(self.phrases["first"], ask=ask, **self.placeholders(who)), asks=True)
        self.maybe_note(who, 0.2)
        yield from self.wait_for_customer(18)
        if scenario.explains_again:
            again = self.pick(self.phrases["explained"])
            yield from self.customer_says(f"{again} {tell}", by_phone=True, explained=True)
        else:
            yield from self.customer_says(
                self.pick(self.phrases["answer"], tell=tell, **self.placeholders(who))
            )
        who = yield from self.wait_for_us()
        self.maybe_record_step(who, "understand-need", self.pick(self.staff_phrases["evidence"]))
        if rng.random() < 0.15:
            self.write(who, self.pick(self.phrases["thanks"], **self.placeholders(who)))
            who = yield from self.wait_for_us(hours=2)
        yield from self.read_back_need(who)
        yield from self.propose()
        if scenario.ends in ("customer_declined", "no_answer") and not self.ended:
            yield from self.lose_customer()
            return
        yield from self.decide()

    def read_back_need(self, who: str) -> Process:
        if self.scenario.deviates and self.topic.blueprint != "repeat" and self.sim.chance(0.3):
            key, reason = self.staff_phrases["deviation"][0]
            self.act(who, process.deviate, step=key, reason=reason)
            return
        self.act(who, sales.read_back, text=self.pick(self.topic.understood))
        yield from self.wait_for_customer(14)
        if self.scenario.corrects and self.topic.correction:
            self.act_as_customer(sales.correct_read_back, correction=self.topic.correction)
            self.waiting_since = self.sim.now
            who = yield from self.wait_for_us(hours=4)
            text = f"{self.pick(self.topic.understood)} {self.topic.correction}"
            self.act(who, sales.read_back, text=text)
            self.waiting_since = None
            yield from self.wait_for_customer(8)
        self.confirm_need(who)
        self.maybe_record_step(who, "read-back", "")

    def confirm_need(self, who: str) -> None:
        if self.parties.contact.email:
            self.act_as_customer(sales.confirm_need)
        else:
            self.act(who, sales.confirm_need)
        self.waiting_since = self.sim.now

    def propose(self) -> Process:
        rng = self.sim.rng
        promise = None
        if rng.random() < 0.45:
            due = working_hours.add_days(self.sim.now, rng.randrange(2, 5), 16)
            who = yield from self.wait_for_us(hours=1)
            text = "Unser Vorschlag" if self.topic.language == "de" else "Our proposal"
            promise = self.act(who, promises.make_promise, text=text, due=due)
            self.waiting_since = None
            who = yield from self.wait_for_us(hours=11)
        else:
            who = yield from self.wait_for_us(hours=BY_KEY[self.holder].pace * 2.2)
        self.write(who, self.pick(self.topic.proposal, **self.placeholders(who)), asks=True)
        if promise is not None:
            self.act(who, promises.keep_promise, promise=promise.pk)
        self.maybe_record_step(who, "propose", "")
        if rng.random() < 0.5:
            yield from self.wait_for_customer(26)
            yield from self.customer_says(self.pick(self.phrases["think"]), needs_answer=False)
        if rng.random() < 0.4:
            yield from self.wait_for_customer(20)
            yield from self.ask_and_answer()

    def ask_and_answer(self) -> Process:
        if all(question in self.sim.used_phrases for question, _ in self.phrases["question"]):
            return
        question, answer = self.pick_exchange(self.phrases["question"])
        yield from self.customer_says(question)
        who = yield from self.wait_for_us()
        self.write(who, answer, asks=True)

    def lose_customer(self) -> Process:
        if self.scenario.ends == "customer_declined":
            yield from self.wait_for_customer(30)
            why = self.pick(self.phrases["decline"])
            if self.parties.contact.email:
                self.act_as_customer(endings.decline, why=why)
            else:
                self.act(self.present_holder(), endings.decline, why=why)
            return
        for _ in range(3):
            yield self.sim.wait_until(
                working_hours.add_days(self.sim.now, self.sim.rng.randrange(4, 8), 10.5)
            )
            who = yield from self.wait_for_us(hours=1)
            self.act(who, endings.ask_again, words=self.pick(self.phrases["ask_again"]))
        yield self.sim.wait_until(working_hours.add_days(self.sim.now, 7, 11))
        who = yield from self.wait_for_us(hours=2)
        self.act(who, endings.no_answer)

    def decide(self) -> Process:
        yield from self.wait_for_customer(20)
        option = self.option
        evidence = self.sim.rng.choices(("click", "mail", "spoken"), (5, 2, 3))[0]
        if self.scenario.objects or not self.parties.contact.email:
            evidence = "spoken"
        if evidence == "click":
            self.act_as_customer(sales.decide, what=option.what, why=option.why, evidence=Evidence("click"))
            return
        who = yield from self.wait_for_us(hours=1, patient=True)
        trigger: Trigger = self.act(
            who, sales.decide, what=option.what, why=option.why, evidence=Evidence(evidence)
        )
        if self.scenario.objects and self.parties.contact.email:
            yield from self.wait_for_customer(9)
            words = self.pick(self.phrases["objection"])
            self.act_as_customer(triggers.object_to, trigger_id=trigger.pk, words=words)
            self.waiting_since = self.sim.now
            who = yield from self.wait_for_us(hours=2)
            self.write(who, self.pick(self.phrases["clarified"]))
            self.finish_steps("complaint", how="Clarified with the customer")
