"""The support stage: a question a week later, the customer's questions, rest, and the next need."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from wellkept.journeys.evidence import Evidence
from wellkept.journeys.need import Need
from wellkept.promises.models import Promise
from wellkept.support import commands as support
from wellkept_demo import texts, working_hours
from wellkept_demo.scenario import Scenario
from wellkept_demo.simulation import Process
from wellkept_demo.staff import BY_KEY
from wellkept_demo.stages.conversation import Conversation


class SupportStage(Conversation):
    """The support stage of a simulated journey."""

    def look_after(self) -> Process:
        sim, rng, scenario = self.sim, self.sim.rng, self.scenario
        if self.row.stage != "support":
            return
        if scenario.forgets_after_care:
            # Nobody asks until the silence is noticed. Then somebody does, or the journey comes to rest.
            yield from self.let_time_pass(sim.now + timedelta(days=17), self.phrases["aftercare"])
            yield from self.wait_for_customer(30)
            if self.row.state == "open":
                yield from self.all_is_well()
        else:
            yield sim.wait_until(working_hours.add_days(sim.now, rng.randrange(5, 8), 10.4))
            if self.row.state != "open":
                return
            who = yield from self.wait_for_us(hours=2, patient=True)
            if self.topic.blueprint != "repeat" and scenario.deviates and rng.random() < 0.4:
                self.record_deviation(who, "after-care")
            else:
                self.maybe_record_step(who, "after-care", "")
            self.write(who, self.pick(self.phrases["aftercare"], **self.placeholders(who)), asks=True)
            if scenario.asks_in_care:
                yield from self.wait_for_customer(20)
                yield from self.support_question()
            yield from self.wait_for_customer(22)
            if self.row.state == "open":
                yield from self.all_is_well()
        for _ in range(scenario.questions):
            yield sim.wait(days=rng.uniform(12, 75))
            yield sim.wait_until(working_hours.next_waking_moment(sim.now))
            if self.row.state == "ended":
                return
            yield from self.support_question()
            yield from self.wait_for_customer(30)
            if self.row.state == "open":
                yield from self.all_is_well()
        if scenario.comes_back:
            yield sim.wait(days=rng.uniform(10, 70))
            yield from self.come_back()

    def support_question(self) -> Process:
        if all(question in self.sim.used_phrases for question, _ in self.topic.questions):
            return
        question, answer = self.pick_exchange(self.topic.questions)
        yield from self.customer_says(question)
        who = yield from self.wait_for_us(hours=BY_KEY[self.holder].pace)
        self.write(who, answer.format(**self.placeholders(who)) if "{" in answer else answer)

    def all_is_well(self) -> Process:
        owed = Promise.objects.filter(journey_id=self.key, kept_at=None, released_at=None, struck_at=None)
        if owed.exists() or any(step.rule.customer_waits for step in self.open_steps()):
            yield self.sim.wait(days=3)
            if owed.exists() or any(step.rule.customer_waits for step in self.open_steps()):
                return
        if self.row.state != "open" or self.row.stage != "support":
            return
        words = self.pick(self.topic.works)
        self.act_as_customer_or(self.present_holder(), support.confirm_success, words=words)
        self.waiting_since = None

    def come_back(self) -> Process:
        """Open the same customer's next journey."""
        sim = self.sim
        if self.row.accepted_at is None or self.row.state == "ended":
            return
        yield sim.wait_until(working_hours.next_waking_moment(sim.now, early=7.5, late=19))
        repeat = sim.chance(0.45)
        fitting = texts.topics_for(self.customer_kind, self.topic.language, repeat=repeat)
        topics = [topic for topic in fitting if topic.key != self.topic.key]
        if (
            not topics
            or Promise.objects.filter(
                journey_id=self.key, kept_at=None, released_at=None, struck_at=None
            ).exists()
        ):
            return
        topic = sim.rng.choice(topics)
        need = self.pick(topic.needs)
        budget = Decimal(sim.rng.choice(topic.budget)) if topic.budget and sim.chance(0.4) else None
        if self.parties.contact.email:
            new = self.act_as_customer(
                support.next_need, need=Need(need, budget=budget), blueprint=topic.blueprint
            )
        else:
            new = self.act(
                self.present_holder(),
                support.next_need,
                need=Need(need, budget=budget),
                blueprint=topic.blueprint,
                evidence=Evidence("spoken"),
            )
        scenario = Scenario.draw(
            sim.rng, kind=self.customer_kind, again=True, repeat=topic.blueprint == "repeat"
        )
        if scenario.ends == "no_answer" and not self.parties.contact.email:
            scenario = Scenario(kind=self.customer_kind)
        yield from self.start_journey(topic, scenario, new.pk)
