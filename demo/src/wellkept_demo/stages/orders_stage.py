"""The orders stage: the agreement is put to the customer, changed, and agreed."""

from __future__ import annotations

from datetime import timedelta

from wellkept.endings import commands as endings
from wellkept.journeys.evidence import Evidence
from wellkept.kernel.money import Money
from wellkept.notices.models import Notice
from wellkept.orders import commands as orders
from wellkept.orders.models import Agreement
from wellkept_demo import working_hours
from wellkept_demo.local_formats import agreement_text
from wellkept_demo.simulation import Process
from wellkept_demo.staff import BY_KEY
from wellkept_demo.stages.conversation import Conversation


class OrdersStage(Conversation):
    """The orders stage of a simulated journey."""

    def agree_terms(self) -> Process:
        scenario, rng = self.scenario, self.sim.rng
        who = yield from self.wait_for_us(hours=BY_KEY[self.holder].pace)
        if self.exchanges and (rng.random() < (0.6 if self.topic.blueprint == "repeat" else 0.35)):
            ask, tell = self.exchanges.pop()
            self.write(who, ask)
            yield from self.wait_for_customer(15)
            yield from self.customer_says(tell, by_phone=rng.random() < 0.4)
            who = yield from self.wait_for_us(hours=3)
        self.maybe_record_step(who, "review-requirements", "Reviewed, nothing in the way")
        if scenario.deviates:
            self.record_deviation(who, "check-dates")
        else:
            self.maybe_record_step(who, "check-dates", "")
        self.maybe_note(who, 0.2)
        who = yield from self.wait_for_us(hours=2)
        yield from self.put_agreement(who)
        if scenario.ends == "customer_declined_late":
            yield from self.wait_for_customer(28)
            self.act_as_customer_or(who, endings.decline, why=self.pick(self.phrases["decline"]))
            return
        if scenario.changes:
            yield from self.wait_for_customer(20)
            words = self.pick(self.phrases["change"])
            self.act_as_customer_or(who, orders.decline_agreement, words=words)
            self.waiting_since = self.sim.now
            who = yield from self.wait_for_us(hours=4)
            yield from self.put_agreement(who)
        yield from self.wait_for_customer(16)
        yield from self.agree()

    def put_agreement(self, who: str) -> Process:
        rng = self.sim.rng
        span = {"product": (11, 22), "service": (6, 14), "repeat": (4, 9)}[self.topic.blueprint]
        by = working_hours.add_days(self.sim.now, rng.randrange(*span), rng.choice((10, 12, 16)))
        words, total = agreement_text(self.option, self.topic.language, rng)
        self.act(who, orders.put_agreement, words=words, total=Money(total, "EUR"), delivery_by=by)
        self.maybe_record_step(who, "put-agreement", "")
        self.waiting_since = None
        return
        yield

    def agree(self) -> Process:
        agreement = Agreement.objects.filter(journey_id=self.key, state="put").first()
        if agreement is None or agreement.delivery_by <= self.sim.now + timedelta(hours=2):
            return
        rng, contact = self.sim.rng, self.parties.contact
        reference = ""
        if self.parties.customer.kind == "organisation" and rng.random() < 0.55:
            reference = f"{rng.choice(('PO', 'B', 'BE', '45'))}-{self.sim.now.year}-{rng.randrange(100, 999)}"
        needs_code = orders.needs_code(agreement, self.row.version.code_above)
        how = rng.choices(("click", "purchase_order", "paper", "spoken"), (5, 6 if reference else 0, 2, 1))[0]
        if not contact.email:
            how = rng.choice(("paper", "spoken"))
        if how == "click" and needs_code:
            self.act_as_customer(orders.send_code)
            yield self.sim.wait(minutes=rng.randrange(2, 9))
            code = Notice.objects.filter(subject_id=self.key, kind="code").latest("made_at").facts["code"]
            self.act_as_customer(
                orders.agree,
                evidence=Evidence(signed_name=contact.name),
                code=code,
                customer_reference=reference,
            )
        elif how == "click":
            self.act_as_customer(
                orders.agree, evidence=Evidence(signed_name=contact.name), customer_reference=reference
            )
        else:
            words = self.pick(self.phrases["spoken" if how == "spoken" else "agree_said"])
            who = yield from self.wait_for_us(hours=1, patient=True)
            self.act(
                who,
                orders.agree,
                evidence=Evidence(how, words, signed_name=contact.name),
                customer_reference=reference if how == "purchase_order" else "",
            )
