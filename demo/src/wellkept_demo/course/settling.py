"""Orders: the one page, put to them, changed, agreed."""

from __future__ import annotations

from datetime import timedelta

from wellkept.endings import commands as endings
from wellkept.notices.models import Notice
from wellkept.orders import commands as orders
from wellkept.orders.models import Agreement
from wellkept_demo import worktime
from wellkept_demo.course.talking import Talking
from wellkept_demo.life import Process
from wellkept_demo.staff import BY_KEY
from wellkept_demo.wording import agreement_words


class Settling(Talking):
    """Orders: the one page, put to them, changed, agreed."""

    def settle(self) -> Process:
        plot, rng = self.plot, self.life.rng
        who = yield from self.ours(hours=BY_KEY[self.holder].pace)
        if self.talk and (rng.random() < (0.6 if self.topic.blueprint == "repeat" else 0.35)):
            ask, tell = self.talk.pop()
            self.write(who, ask)
            yield from self.theirs(15)
            yield from self.they_say(tell, by_phone=rng.random() < 0.4)
            who = yield from self.ours(hours=3)
        self.step(who, "review-requirements", "Reviewed, nothing in the way")
        if plot.deviates:
            self.deviate(who, "check-dates")
        else:
            self.step(who, "check-dates", "")
        self.note(who, 0.2)
        who = yield from self.ours(hours=2)
        yield from self.put(who)
        if plot.ends == "customer_declined_late":
            yield from self.theirs(28)
            self.customer_or(who, endings.decline, why=self.say(self.words["decline"]))
            return
        if plot.changes:
            yield from self.theirs(20)
            said = self.say(self.words["change"])
            self.customer_or(who, orders.decline_agreement, said=said)
            self.waiting_since = self.life.now
            who = yield from self.ours(hours=4)
            yield from self.put(who)
        yield from self.theirs(16)
        yield from self.agree()

    def put(self, who: str) -> Process:
        rng = self.life.rng
        span = {"product": (11, 22), "service": (6, 14), "repeat": (4, 9)}[self.topic.blueprint]
        by = worktime.days_after(self.life.now, rng.randrange(*span), rng.choice((10, 12, 16)))
        words, total = agreement_words(self.option, self.topic.language, rng)
        self.by(who, orders.put_agreement, words=words, total=total, delivery_by=by)
        self.step(who, "put-agreement", "")
        self.waiting_since = None
        return
        yield

    def agree(self) -> Process:
        page = Agreement.objects.filter(journey_id=self.key, state="put").first()
        if page is None or page.delivery_by <= self.life.now + timedelta(hours=2):
            return
        rng, contact = self.life.rng, self.whose.contact
        reference = ""
        if self.whose.customer.kind == "organisation" and rng.random() < 0.55:
            reference = (
                f"{rng.choice(('PO', 'B', 'BE', '45'))}-{self.life.now.year}-{rng.randrange(100, 999)}"
            )
        needs_code = orders.needs_code(page, self.row.version.code_above)
        how = rng.choices(("click", "purchase_order", "paper", "spoken"), (5, 6 if reference else 0, 2, 1))[0]
        if not contact.email:
            how = rng.choice(("paper", "spoken"))
        if how == "click" and needs_code:
            self.as_customer(orders.send_code)
            yield self.life.later(minutes=rng.randrange(2, 9))
            code = Notice.objects.filter(subject_id=self.key, kind="code").latest("made_at").facts["code"]
            self.as_customer(orders.agree, signed_name=contact.name, code=code, customer_reference=reference)
        elif how == "click":
            self.as_customer(orders.agree, signed_name=contact.name, customer_reference=reference)
        else:
            said = self.say(self.words["spoken" if how == "spoken" else "agree_said"])
            who = yield from self.ours(hours=1, patient=True)
            self.by(
                who,
                orders.agree,
                evidence=how,
                said=said,
                signed_name=contact.name,
                customer_reference=reference if how == "purchase_order" else "",
            )
