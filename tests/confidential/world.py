"""A company with a confidential journey in every state. Each text of one carries a planted word.

A planted word is `qzq`, the name of its journey, `x`, the name of its field, `zqz`: whoever finds one on a page knows
at once where it came from. Everything is made by the commands of the product.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from django.db import transaction
from django.test import override_settings

from tests import cast as stations
from tests.cast import DAY, HOUR, Cast, Party
from tests.imports.carrier import Carrier
from wellkept.billing.billable import billable_lines
from wellkept.billing.commands import invoices
from wellkept.billing.rules import Share
from wellkept.customers import commands as customers
from wellkept.delivery import commands as delivery
from wellkept.delivery.defect import Defect
from wellkept.delivery.new_item import NewItem
from wellkept.endings import commands as endings
from wellkept.entities.commands import change_entity
from wellkept.files.commands import keep
from wellkept.find import commands as find
from wellkept.imports.models import OldKey
from wellkept.intake.calls_and_forms import Call, File, Words
from wellkept.intake.commands import items
from wellkept.intake.commands.first_contact import Speaker
from wellkept.intake.commands.store_other import take_call, take_form
from wellkept.intake.commands.web_forms import Question, WantedForm, set_form
from wellkept.intake.models import Item
from wellkept.intake.receive import receive
from wellkept.journeys.commands import (
    details,
    handoffs,
    holds,
    open,
    process,
    rest,
    steps,
    touches,
    triggers,
)
from wellkept.journeys.commands.goals import Goals
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Journey
from wellkept.journeys.need import Need, Start
from wellkept.journeys.touch import Effort, IncomingTouch, OutgoingTouch
from wellkept.kernel import clock
from wellkept.kernel.number import show
from wellkept.messages import commands as messages
from wellkept.notices import commands as notices
from wellkept.notices.models import Notice
from wellkept.orders import commands as orders
from wellkept.orders.agreement_lines import LineTerms, PricedLines
from wellkept.orders.commands.quote_drafts import Review
from wellkept.orders.quote_lines import QuoteLineTerms
from wellkept.people import commands as staff
from wellkept.people.actor import SYSTEM
from wellkept.promises import commands as promises
from wellkept.promises.models import Promise
from wellkept.sales import commands as sales
from wellkept.support import commands as support
from wellkept.visits import commands as visits
from wellkept.visits.new_record import NewRecord, Picture
from wellkept.visits.window import VisitPlan, Window
from wellkept.voice.commands import fit, interviews, read_backs
from wellkept.voice.commands.statements import end_statement, note_statement
from wellkept.voice.models import Answer
from wellkept.voice.source import Source

# Three letters on each side: with two, the random letters of a digest or a picture made such a word now and then.
PLANTED = re.compile(r"qzq([a-z]+?)x([a-z]+?)zqz")
SOON = 2 * HOUR
PICTURE = (
    "From: {sender}\r\nTo: office@lindenau.example\r\nSubject: {subject}\r\nMessage-ID: <{id}@customer.example>\r\n"
    'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="cut"\r\n\r\n'
    "--cut\r\nContent-Type: text/plain\r\n\r\n{body}\r\n"
    '--cut\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="{file}.txt"\r\n\r\n{content}\r\n'
    "--cut--\r\n"
)


def word(journey: str, of: str) -> str:
    """The word that is planted in this field of this journey."""
    return f"qzq{journey}x{of}zqz"


@dataclass
class Secret:
    """A confidential journey and its words."""

    name: str
    row: Journey
    readers: frozenset[str]

    def __call__(self, of: str) -> str:
        return word(self.name, of)


@dataclass
class World:
    """The company, its confidential journeys by name, and what the walk needs to know."""

    cast: Cast
    secrets: dict[str, Secret] = field(default_factory=dict)
    open: dict[str, Journey] = field(default_factory=dict)
    otto: Party | None = None
    walked: tuple[str, ...] = ("talk",)
    """Journeys whose every act is looked at. Of the others only the page, and what only they have."""

    def readers(self, journey: str) -> frozenset[str]:
        """The first names of those who may read this journey."""
        return self.secrets[journey].readers


def build(cast: Cast) -> World:
    """The company on a Monday morning, and two days later."""
    return _Builder(cast).build()


class _Builder:
    """Makes the world, part by part."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.world = cast, World(cast)
        self.ana, self.tom, self.olga = cast.by("ana"), cast.by("tom"), cast.by("olga")
        self.jonas, self.mira = cast.by("jonas"), cast.by("mira")
        self.petra = cast.bakery.actor

    def build(self) -> World:
        self.others()
        self.talk()
        self.offer()
        self.order()
        self.work()
        self.care()
        self.rest()
        self.ended()
        self.came_in()
        self.searched()
        self.of_ana()
        self.carried()
        return self.world

    # Beginnings

    def secret(self, name: str, *readers: str, by: str = "tom", wished: datetime | None = None) -> Secret:
        """Open a confidential journey of the bakery. Its need says a planted word."""
        row = open.open_journey(
            customer=self.cast.bakery.customer.pk,
            contact=self.cast.bakery.contact.pk,
            need=Need(f"The {word(name, 'need')} trips the breaker", requested_for=wished),
            by=self.cast.by(by),
            start=Start(blueprint="service", confidential=True),
        )
        self.world.secrets[name] = Secret(name, row, frozenset({by, *readers}))
        return self.world.secrets[name]

    def decided(self, name: str, *readers: str) -> Secret:
        secret = self.secret(name, *readers)
        sales.decide(
            journey=secret.row.pk,
            what=secret("what"),
            why=secret("why"),
            evidence=Evidence("click"),
            by=self.petra,
        )
        return secret

    def in_orders(self, name: str, *readers: str, loose: bool = True) -> Secret:
        """Bring the journey to orders. With `loose`, an open point of the handoff is still to be done."""
        secret = self.decided(name, *readers)
        ticks = {"need-confirmed": secret("tick"), "budget-known": ""}
        handoffs.offer_handoff(journey=secret.row.pk, by=self.tom, ticks=ticks)
        points = [(secret("point"), clock.now() + DAY)] if loose else []
        handoffs.accept_handoff(journey=secret.row.pk, by=self.olga, rating=4, open_points=points)
        return secret

    def put(self, secret: Secret, words: str = "agreement") -> None:
        orders.put_agreement(
            journey=secret.row.pk,
            words=secret(words),
            total=PricedLines("EUR", [self.line(secret, words)]),
            delivery_by=clock.now() + 10 * DAY,
            dates=[(secret("date"), clock.now() + 5 * DAY)],
            by=self.olga,
        )

    def line(self, secret: Secret, words: str) -> LineTerms:
        return LineTerms(
            words=secret(f"{words}line"),
            section=secret(f"{words}section"),
            unit_price=Decimal("1840.00"),
            tax_category="E",
            exemption_reason=secret(f"{words}exemption"),
        )

    def quote(self, secret: Secret) -> None:
        """Send a quote with a question that was answered, which is declined, and begin another."""
        key = secret.row.pk
        line = QuoteLineTerms(
            words=secret("quotedline"),
            section=secret("quotedsection"),
            unit_price=Decimal(9),
            tax_category="E",
            exemption_reason=secret("quotedexemption"),
            choice=secret("choice"),
            alternative=secret("alternative"),
        )
        row = orders.begin_quote(
            journey=key, words=secret("quoted"), currency="EUR", lines=[line], by=self.olga
        )
        ahead = clock.now() + 5 * DAY
        orders.change_quote(
            quote=row.pk, words=secret("quoted"), terms=secret("terms"), delivery_by=ahead, valid_until=ahead,
            by=self.olga,
        )  # fmt: skip
        review = Review(
            requirements=secret("requirements"),
            differences=secret("differences"),
            worth_to_them=secret("worththem"),
            worth_to_us=secret("worthus"),
        )
        orders.send_quote(quote=row.pk, review=review, by=self.olga)
        asked = orders.ask_about_line(line=row.lines.get().pk, words=secret("linequestion"), by=self.petra)
        orders.answer_question(question=asked.pk, words=secret("lineanswer"), by=self.olga)
        orders.decline_quote(journey=key, words=secret("noquote"), by=self.petra)
        draft = orders.begin_quote(journey=key, words=secret("quoted"), currency="EUR", by=self.olga)
        less = replace(line, discount=Decimal(20))
        orders.change_quote_line(line=draft.lines.get().pk, terms=less, by=self.olga)
        staff.set_sales_rights(
            person=self.cast.olga.pk, discount_limit=Decimal(5), sees_costs=False, by=self.ana
        )
        asked_for = orders.ask_for_approval(
            quote=draft.pk, approver=self.cast.tom.pk, words=secret("discountwhy"), by=self.olga
        )
        orders.answer_discount(
            approval=asked_for.pk, approved=False, words=secret("discountanswer"), by=self.tom
        )

    def in_delivery(self, name: str, *readers: str, loose: bool = True) -> Secret:
        secret = self.in_orders(name, *readers, loose=loose)
        self.put(secret)
        orders.agree(
            journey=secret.row.pk,
            by=self.petra,
            evidence=Evidence(signed_name=secret("signed")),
            customer_reference=secret("reference"),
        )
        handoffs.offer_handoff(journey=secret.row.pk, by=self.olga, ticks=["site-known", "date-possible"])
        handoffs.accept_handoff(journey=secret.row.pk, by=self.jonas, rating=5)
        return secret

    def in_support(self, name: str, *readers: str, loose: bool = False) -> Secret:
        secret = self.in_delivery(name, *readers, loose=loose)
        delivery.deliver(journey=secret.row.pk, words=secret("delivered"), by=self.jonas)
        delivery.accept(
            journey=secret.row.pk,
            by=self.petra,
            evidence=Evidence(words=secret("acceptance"), signed_name=secret("accepted")),
            defects=[Defect(secret("defect"), clock.now() + 2 * DAY)] if loose else (),
        )
        handoffs.offer_handoff(journey=secret.row.pk, by=self.jonas, ticks=["papers-handed-over"])
        handoffs.accept_handoff(journey=secret.row.pk, by=self.mira, rating=5)
        return secret

    # The journeys

    def others(self) -> None:
        """Journeys that everybody reads: one of another contact of the bakery, one of another customer."""
        row = customers.add_contact(
            customer=self.cast.bakery.customer.pk,
            name="Otto Lindner",
            email="otto@customer.example",
            by=self.tom,
        )
        self.world.otto = Party(self.cast.bakery.customer, row, self.cast.bakery.site)
        self.world.open = {
            "otto": stations.opened(self.cast, of=self.world.otto),
            "school": stations.opened(self.cast, of=self.cast.school),
        }
        customers.add_customer(name="Bäckerei Lindner GmbH", by=self.tom)
        form = WantedForm(
            key="kitchen",
            team=self.cast.teams["sales"].pk,
            words={"en": {"title": "Your kitchen", "thanks": "We call you."}},
            asks={"name": "required", "email": "optional"},
            questions=[Question(words={"en": "Which colour?"})],
        )
        self.form = set_form(wanted=form, by=self.ana)

    def talk(self) -> None:
        """Fill the journey in sales with touches, promises, steps and statements."""
        secret = self.secret("talk", "lea", wished=clock.now() + 9 * DAY)
        key = secret.row.pk
        details.name_reader(journey=key, person=self.cast.lea.pk, by=self.tom)
        for of, channel, direction in (
            ("mailed", "mail", IncomingTouch),
            ("called", "call", IncomingTouch),
            ("met", "visit", OutgoingTouch),
        ):
            touches.log_touch(
                journey=key,
                touch=direction(channel, secret(of), title=secret(f"{of}title")),
                by=self.tom,
                report=touches.Report(stranger=secret(f"{of}stranger") if direction is IncomingTouch else ""),
            )
        touches.write_note(journey=key, words=secret("note"), by=self.tom)
        touches.write_to_customer(journey=key, words=secret("letter"), by=self.tom)
        steps.plan_step(journey=key, what=secret("step"), due=clock.now() + SOON, by=self.tom)
        step = steps.plan_step(journey=key, what=secret("done"), due=clock.now() + SOON, by=self.tom)
        steps.move_step(
            journey=key, step=step.pk, due=clock.now() + DAY, by=self.tom, reason=secret("stepmoved")
        )
        steps.finish_step(journey=key, step=step.pk, by=self.tom, how=secret("how"))
        steps.wait_for(
            journey=key,
            third_party=secret("whom"),
            what=secret("awaited"),
            ask_again=clock.now() + DAY,
            by=self.tom,
        )
        sales.read_back(journey=key, text=secret("readback"), by=self.tom)
        sales.correct_read_back(journey=key, correction=secret("correction"), by=self.petra)
        details.correct_need(journey=key, need=Need(f"The {secret('need')} {secret('again')}"), by=self.tom)
        details.note_reference(journey=key, kind="other", reference=secret("known"), by=self.tom)
        sales.read_back(journey=key, text=secret("second"), by=self.tom)
        hold = holds.place_hold(journey=key, stops="billing", why=secret("hold"), by=self.tom)
        holds.place_hold(journey=key, stops="delivery", why=secret("stopped"), by=self.tom)
        holds.lift_hold(journey=key, hold=hold.pk, by=self.tom)
        process.do_step(journey=key, step="understand-need", by=self.tom, evidence=secret("evidence"))
        process.deviate(journey=key, step="propose", by=self.tom, reason=secret("deviation"))
        self.promised(secret)
        self.told_us(secret)

    def promised(self, secret: Secret) -> None:
        """Promises that are kept, moved, released, struck, and one that will be broken."""
        key = secret.row.pk

        def make(of: str, due: timedelta = 3 * HOUR, **known: bool) -> Promise:
            return promises.make_promise(
                journey=key, text=secret(of), due=clock.now() + due, by=self.tom, **known
            )

        kept, moved, refused = make("kept"), make("moved", DAY), make("refused", DAY)
        released, struck = make("released"), make("struck", is_told=False)
        make("broken")
        promises.keep_promise(journey=key, promise=kept.pk, by=self.tom)
        for row, of in ((moved, "reason"), (refused, "otherreason")):
            promises.move_promise(
                journey=key, promise=row.pk, due=clock.now() + 3 * DAY, reason=secret(of), by=self.tom
            )
        promises.release_promise(journey=key, promise=released.pk, words=secret("letgo"), by=self.tom)
        promises.strike_promise(journey=key, promise=struck.pk, reason=secret("strikeout"), by=self.tom)

    def told_us(self, secret: Secret) -> None:
        """Statements, a fit, and interviews on this journey."""
        key, customer = secret.row.pk, self.cast.bakery.customer.pk
        statement = note_statement(
            customer=customer,
            kind="goal",
            words=secret("statement"),
            journey=key,
            by=self.tom,
            source=Source(contact=self.cast.bakery.contact.pk),
        )
        end_statement(statement=statement.pk, why=secret("statementended"), by=self.tom)
        note_statement(customer=customer, kind="pressure", words=secret("pressure"), journey=key, by=self.tom)
        fit.judge_fit(
            journey=key, asks=secret("asks"), verdict="partly", why=secret("fitwhy"), by=self.tom,
            who_can_help=secret("helper"), how_to_reach=secret("helperphone"),
        )  # fmt: skip
        plan = {
            "customer": customer, "contact": self.cast.bakery.contact.pk, "planned_for": clock.now() + HOUR,
            "interviewers": interviews.Interviewers(asks=self.cast.tom.pk, writes=self.cast.lea.pk),
            "journey": key, "by": self.tom,
        }  # fmt: skip
        row = interviews.plan_interview(about=secret("about"), **plan)  # type: ignore[arg-type]
        answers = {"success": secret("success"), "pressure": secret("answer")}
        interviews.hold_interview(interview=row.pk, answers=answers, by=self.tom)
        first = read_backs.read_interview_back(interview=row.pk, text=secret("heard"), by=self.tom)
        read_backs.correct_interview(read_back=first.pk, correction=secret("misheard"), by=self.petra)
        again = read_backs.read_interview_back(interview=row.pk, text=secret("heardagain"), by=self.tom)
        read_backs.confirm_interview(
            read_back=again.pk, by=self.petra, shown_digest=bytes(again.digest).hex()
        )
        kinds = dict.fromkeys(Answer.objects.filter(interview=row).values_list("pk", flat=True), "goal")
        interviews.take_up_answers(interview=row.pk, kinds=kinds, by=self.tom)
        off = interviews.plan_interview(about=secret("nextabout"), **plan)  # type: ignore[arg-type]
        interviews.call_off_interview(interview=off.pk, why=secret("calledoff"), by=self.tom)
        interviews.plan_interview(about=secret("planned"), **plan)  # type: ignore[arg-type]

    def offer(self) -> None:
        """Offered to orders: one waits, one was declined, one withdrawn."""
        secret = self.decided("offer", "olga")
        key = secret.row.pk
        ticks = {"need-confirmed": secret("tick"), "budget-known": secret("budget")}
        handoffs.offer_handoff(journey=key, by=self.tom, ticks=ticks, reason=secret("offerreason"))
        handoffs.decline_handoff(journey=key, by=self.olga, reason=secret("declined"))
        handoffs.offer_handoff(journey=key, by=self.tom, reason=secret("offeragain"))
        handoffs.withdraw_handoff(journey=key, by=self.tom, reason=secret("withdrawn"))
        goals = Goals(True, True, secret("goals"))
        handoffs.offer_handoff(journey=key, by=self.tom, reason=secret("offerlast"), goals=goals)

    def order(self) -> None:
        """Fill the journey in orders: an agreement was declined, another is put, and a trigger was objected to."""
        secret = self.in_orders("order", "olga")
        self.quote(secret)
        self.put(secret, "firstagreement")
        orders.decline_agreement(journey=secret.row.pk, words=secret("nope"), by=self.petra)
        self.put(secret)
        agreed = self.in_orders("agreed", "olga")
        self.put(agreed)
        spoken = Evidence("spoken", agreed("spoken"), signed_name=agreed("signed"))
        orders.agree(journey=agreed.row.pk, by=self.olga, evidence=spoken)
        trigger = agreed.row.triggers.filter(kind="agreement").get()
        triggers.object_to(
            journey=agreed.row.pk, trigger_id=trigger.pk, words=agreed("objection"), by=self.petra
        )

    def work(self) -> None:
        """Fill the journey in delivery: refused once and delivered again, with a moved date."""
        secret = self.in_delivery("work", "jonas")
        key = secret.row.pk
        promise = Promise.objects.get(journey=key, purpose="delivery")
        assert promise.due is not None
        promises.move_promise(
            journey=key, promise=promise.pk, due=promise.due + DAY, reason=secret("late"), by=self.jonas
        )
        delivery.deliver(journey=key, words=secret("delivered"), by=self.jonas)
        for name in ("pump", "boiler"):
            item = NewItem(product=secret(name), serial=secret(f"{name}serial"), place=secret(f"{name}place"))
            row = delivery.install_item(journey=key, item=item, by=self.jonas)
        delivery.take_out_item(
            journey=key, item=row.pk, because="returned", words=secret("taken out"), by=self.jonas
        )
        delivery.reject(journey=key, words=secret("rejected"), by=self.petra)
        delivery.deliver(journey=key, words=secret("redelivered"), by=self.jonas)
        starts = clock.now() + 3 * DAY
        plan = VisitPlan(person=self.jonas.as_staff(), place=secret("visitplace"), words=secret("visitwords"))
        visits.offer_visit(journey=key, plan=plan, windows=[Window(starts, starts + HOUR)], by=self.jonas)
        starts += DAY
        visit = visits.fix_visit(journey=key, plan=plan, window=Window(starts, starts + HOUR), by=self.jonas)
        self.record_at(visit.pk, secret)

    def record_at(self, visit: int, secret: Secret) -> None:
        """Record an item and a photograph at a visit, and drop the one with the picture."""
        item = {"words": secret("siteitem"), "serial": secret("siteserial")}
        visits.keep_record(
            visit=visit, new=NewRecord(key=uuid4(), kind="item", seen=0, **item), by=self.jonas
        )
        wall = Picture(name=f"{secret('wall')}.png", media_type="image/png", content=secret("photo").encode())
        photo = NewRecord(key=uuid4(), kind="photo", seen=0, words=secret("photowords"), picture=wall)
        kept = visits.keep_record(visit=visit, new=photo, by=self.jonas)
        visits.judge_record(record=kept.pk, counts=False, words=secret("dropped"), by=self.jonas)

    def care(self) -> None:
        """Fill the journey in support, with files."""
        secret = self.in_support("care", "mira", loose=True)
        self.bill(secret)
        with transaction.atomic():
            keep(
                subject=secret.row.pk, name=f"{secret('file')}.txt", media_type="text/plain",
                content=secret("content").encode(),
            )  # fmt: skip
        touches.log_touch(
            journey=secret.row.pk,
            touch=IncomingTouch("call", secret("complaint"), effort=Effort(chase=True)),
            by=self.mira,
        )

    def bill(self, secret: Secret) -> None:
        """Issue an invoice in the words of the agreement, and credit it."""
        address = {
            "street": "Hauptstraße 1",
            "postcode": "01067",
            "city": "Dresden",
            "tax_number": "201/123/12340",
        }
        change_entity(entity=stations.usual_entity().pk, by=self.ana, **address)
        shares = [Share(item.line.pk) for item in billable_lines(secret.row.pk, first_day=clock.now().date())]
        draft = invoices.draft_invoice(journey=secret.row.pk, shares=shares, by=self.mira)
        invoices.issue_invoice(invoice=draft.pk, by=self.mira)
        invoices.credit_invoice(invoice=draft.pk, why=secret("creditwhy"), by=self.mira)

    def rest(self) -> None:
        """Make journeys at rest, woken, and continued as a next need."""
        secret = self.in_support("rest")
        support.confirm_success(journey=secret.row.pk, by=self.petra, words=secret("works"))
        woken = self.in_support("woken", "mira")
        support.confirm_success(journey=woken.row.pk, by=self.petra, words=woken("works"))
        rest.wake_journey(journey=woken.row.pk, why=woken("woke"), by=self.tom, next_what=woken("wokestep"))
        before = self.in_support("before")
        support.confirm_success(journey=before.row.pk, by=self.petra, words=before("works"))
        row = support.next_need(journey=before.row.pk, need=Need(word("later", "need")), by=self.petra)
        self.world.secrets["later"] = Secret("later", row, frozenset({"tom"}))

    def ended(self) -> None:
        """Ended in each way."""
        for name, by_them in (("theirs", True), ("ours", False)):
            secret = self.secret(name)
            endings.cancel(journey=secret.row.pk, why=secret("cancelled"), by=self.tom, by_them=by_them)
        secret = self.secret("declined")
        endings.decline(journey=secret.row.pk, why=secret("decline"), by=self.tom)
        secret = self.secret("error")
        endings.opened_in_error(journey=secret.row.pk, why=secret("mistake"), by=self.tom)
        secret = self.secret("notours")
        endings.not_ours(
            journey=secret.row.pk, why=secret("notourswhy"), by=self.tom, who_can_help=secret("helper"),
            how_to_reach=secret("helperphone"), asks=secret("asks"),
        )  # fmt: skip
        secret, into = self.secret("joined"), self.secret("into")
        endings.join(journey=secret.row.pk, into=into.row.pk, why=secret("join"), by=self.tom)
        row = endings.split_off(journey=into.row.pk, need=word("part", "need"), by=self.tom)
        self.world.secrets["part"] = Secret("part", row, frozenset({"tom"}))
        secret = self.secret("silent")
        endings.ask_again(journey=secret.row.pk, by=self.tom, words=secret("ask"))

    def came_in(self) -> None:
        """Mails, a form, a call and an imported order of a confidential journey."""
        secret = self.secret("mail")
        self.mail(
            secret,
            "first",
            f"[{show(secret.row.number)}] {secret('subject')}",
            self.cast.bakery.contact.email,
        )
        self.mail(
            secret,
            "stray",
            secret("straysubject"),
            f'"{secret("sendername")}" <{secret("sender")}@elsewhere.example>',
        )
        item = Item.objects.get(state="waiting")
        items.hand_item(item=item.pk, to=self.cast.tom.pk, by=self.ana, why=secret("handed"))
        items.set_aside(item=item.pk, reason=secret("aside"), by=self.tom)
        items.take_back(item=item.pk, reason=secret("back"), by=self.tom)
        items.attach_to(item=item.pk, journey=secret.row.pk, by=self.tom)
        self.filled_in()
        self.telephoned()
        self.imported()

    def mail(self, secret: Secret, id: str, subject: str, sender: str) -> None:
        text = PICTURE.format(
            sender=sender, subject=subject, id=secret(f"{id}id"), body=secret(f"{id}body"), file=secret(f"{id}file"),
            content=secret(f"{id}content"),
        )  # fmt: skip
        receive(text.encode(), "office@lindenau.example")

    def filled_in(self) -> None:
        """A form opened a journey that was made confidential later."""
        words = Words(
            said=word("form", "said"), name="Nora Nord", email="nora@elsewhere.example",
            answers=(("Which colour?", word("form", "answer")),),
            files=(File(name=f"{word('form', 'file')}.txt", media_type="text/plain", content=b"x"),),
        )  # fmt: skip
        take_form(form=self.form.pk, words=words)
        item = Item.objects.get(state="waiting", channel="form")
        row = items.open_journey_from(
            item=item.pk,
            by=self.tom,
            need=word("form", "need"),
            speaker=Speaker(name="Nora & Co"),
            start=Start(owner=self.cast.tom.pk),
        )
        self.world.secrets["form"] = Secret("form", row, frozenset({"tom"}))
        details.make_confidential(journey=row.pk, confidential=True, by=self.tom)

    def telephoned(self) -> None:
        """A call by a contact of two journeys was put on the one that is confidential."""
        secret = self.secret("call")
        call = Call(
            id="one", caller=self.cast.bakery.contact.phone, answered=True, at=clock.now() - timedelta(minutes=1),
            by=self.cast.tom.email, words=secret("words"),
        )  # fmt: skip
        take_call(call)

    def imported(self) -> None:
        """An order of another system, brought in by a colleague and made confidential afterwards."""
        carrier = Carrier(self.cast)
        line = f"A-1;K1;{word('old', 'need')};12.01.2026;9,00"
        orders_file = f"Order No;Customer No;Description;Order Date;Amount\n{line}\n"
        customers_file = "Customer No;Company;Contact;Email\nK1;Optik Nord;Ida Nord;ida@nord.example\n"
        carrier.choose(("customers.csv", customers_file.encode()), ("orders.csv", orders_file.encode()))
        carrier.check("The old book")
        carrier.stages(stage="sales")
        carrier.answer("owners", owner=self.cast.tom.pk)
        carrier.answer("next-step", next_what=word("old", "step"), next_hours=72)
        carrier.bring_in()
        row = Journey.objects.get(pk=OldKey.objects.get(noun="order", key="A-1").subject_id)
        self.world.secrets["old"] = Secret("old", row, frozenset({"tom"}))
        details.make_confidential(journey=row.pk, confidential=True, by=self.tom)

    def searched(self) -> None:
        """Searches for a confidential journey: one became its reference, one is answered by another's words."""
        secret = self.world.secrets["talk"]
        known = find.note_miss(asked=secret("missed"), by=self.tom, explanation=secret("explained"))
        find.end_as_reference(miss=known.pk, journey=secret.row.pk, by=self.tom)
        find.note_miss(asked="the blue door", by=self.tom)
        find.note_successful_search(asked=secret("found"), to=secret.row.pk, by=self.tom)

    def of_ana(self) -> None:
        """A journey of the process owner: nobody else reads it."""
        secret = self.secret("anas", by="ana")
        touches.write_note(journey=secret.row.pk, words=secret("note"), by=self.ana)

    def carried(self) -> None:
        """Letters that reached the demo's mailbox, that came back, and that were given up."""
        secret = self.world.secrets["order"]
        lost = Notice.objects.filter(told_at=None, subject_id=secret.row.pk).order_by("made_at").first()
        assert lost is not None
        notices.give_up(notice=lost.pk, trouble=secret("trouble"), by=SYSTEM)
        with override_settings(MAILBOX=True):
            messages.carry_due()
        secret = self.world.secrets["talk"]
        letter = (
            Notice.objects.filter(told_at__isnull=False, subject_id=secret.row.pk).order_by("made_at").first()
        )
        assert letter is not None
        messages.came_back(notice=letter.pk, why=secret("cameback"))
