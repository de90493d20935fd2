from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from wellkept.files import commands as files
from wellkept.files.models import StoredFile
from wellkept.journeys.commands.touches import wait_for_customer
from wellkept.journeys.commands.triggers import call_for_handoff, trigger
from wellkept.journeys.commands.turn import Turn, turn
from wellkept.journeys.evidence import CLICK, Evidence
from wellkept.kernel.instants import must_be_ahead
from wellkept.kernel.money import Money, plain
from wellkept.kernel.refusal import Refusal, changed_meanwhile, invalid, refuse
from wellkept.orders import facts, rules
from wellkept.orders.agreement_lines import (
    PricedLines,
    digest_of_lines,
)
from wellkept.orders.commands.agreement_code import assert_code, check_put, put_before_them
from wellkept.orders.commands.agreement_rows import write_page
from wellkept.orders.models import Agreement, AgreementLine, Quote
from wellkept.orders.payment_terms import USUAL, Terms
from wellkept.orders.queries import agreement_in_force, frozen_text, lines_of
from wellkept.people.actor import Actor
from wellkept.promises.commands.ledger import make, open_promises, release
from wellkept.promises.purposes import CUSTOM, DELIVERY, PRICE
from wellkept.references.commands import note

LARGEST_PAPER = 20 * 1024 * 1024  # bytes
LINES_IN_A_LETTER = 30
LONGEST_SHOWN = 60_000  # characters of the page in the event


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """A paper with the customer's yes, as somebody uploads it."""

    name: str
    media_type: str | None
    content: bytes | Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Yes:
    """A yes to a page: its evidence, the code, the digest of the page seen, their order's number, and the paper."""

    evidence: Evidence
    code: str = ""
    shown_digest: str | None = None
    customer_reference: str = ""
    paper: SignedPaper | None = None


def put_agreement(
    *,
    journey: int,
    words: str,
    total: Money | PricedLines,
    delivery_by: datetime,
    by: Actor,
    dates: Sequence[tuple[str, datetime]] = (),
    valid_until: datetime | None = None,
    terms: Terms = USUAL,
) -> Agreement:
    """Put an agreement to the customer: what, for how much, by when.

    It is frozen with its hash at this moment. The total is computed from its lines. A total without lines is all that
    the customer pays, and makes one line of the words.
    """
    if not words.strip():
        raise invalid("words", _("What is to be agreed?"))
    refuse(rules.cannot_be_its_price(total))
    refuse(terms.refusal())
    with turn(journey=journey, by=by, check=rules.cannot_put_agreement) as t:
        refuse(rules.date_has_passed("delivery_by", delivery_by, now=t.now))
        must_be_ahead("valid_until", valid_until, now=t.now)
        for _unused, due in dates:
            refuse(rules.date_has_passed("dates", due, now=t.now))
        row = put_page(
            t,
            Agreement(
                journey=t.row,
                words=words.strip(),
                delivery_by=delivery_by,
                dates=[{"text": text, "due": due.isoformat()} for text, due in dates],
                put_at=t.now,
                put_by_id=by.as_staff(),
                valid_until=valid_until,
            ),
            total,
            terms,
        )
        t.tell(
            "please_agree",
            words=row.words,
            delivery_by=delivery_by.isoformat(),
            **_in_a_letter(row, lines_of(row) if row.itemised else (), before=agreement_in_force(journey)),
        )
        if rules.is_amendment(t.state):
            _ask_about_the_change(t)
            return row
        t.finish(
            [s for s in t.steps() if s.handler_id is None and (s.rule.is_work or s.rule.is_answer)],
            how="put_to_them",
        )
        wait_for_customer(t)
        return row


def _ask_about_the_change(t: Turn) -> None:
    """Wait for their answer beside the work, which goes on by what is agreed now."""
    t.finish([s for s in t.steps() if s.kind in ("offer_other_terms", "ask_about_change")], how="put_to_them")
    t.plan_step("ask_about_change", hours=t.stage.silence_hours, awaits="customer")


def put_page(t: Turn, row: Agreement, total: Money | PricedLines, terms: Terms) -> Agreement:
    """Put this agreement before the customer as the act of the turn. The one before it is withdrawn."""
    withdraw_page(t)
    lines = write_page(t, row, total, terms.of(t.row.entity))
    t.say(
        facts.AgreementPut(
            agreement=row.pk,
            total=row.total,
            net_total=row.net_total,
            tax_total=row.tax_total,
            currency=row.currency,
            lines=row.line_count,
            lines_digest=digest_of_lines(lines),
            itemised=row.itemised,
            quote=row.quote_id,
            delivery_by=row.delivery_by,
            digest=bytes(row.digest).hex(),
            words_digest=rules.digest_of(row.words).hex(),
            deemed_days=row.deemed_days,
            bill_on=row.bill_on,
            due_days=row.due_days,
            deposit=row.deposit_net,
            dates=row.dates,
        ),
        first=True,
    )
    return row


def withdraw_page(t: Turn, *, because: str = "replaced") -> None:
    """Withdraw the agreement that lies before the customer: another page takes its place, or all is delivered."""
    for old in Agreement.objects.filter(journey=t.row, state="put"):
        _end(old, "withdrawn")
        t.say(facts.AgreementWithdrawn(agreement=old.pk, because=because))


def _in_a_letter(
    row: Agreement, lines: Sequence[AgreementLine], *, before: Agreement | None = None
) -> dict[str, Any]:
    """The price in a letter: the total, of typed lines the first ones, and what a change had `before` it."""
    price: dict[str, Any] = {"total": plain(row.total), "currency": row.currency}
    if before is not None:
        price |= {"total_before": plain(before.total), "delivery_before": before.delivery_by.isoformat()}
    if row.itemised:
        price["tax"] = plain(row.tax_total)
        price["lines"] = [[line.words, plain(line.net_amount)] for line in lines[:LINES_IN_A_LETTER]]
        price["more"] = max(0, len(lines) - LINES_IN_A_LETTER)
    return price


def agree(
    *,
    journey: int,
    by: Actor,
    evidence: Evidence = CLICK,
    code: str = "",
    shown_digest: str | None = None,
    customer_reference: str = "",
    paper: SignedPaper | None = None,
) -> Agreement:
    """Record the customer's agreement to the page that they saw. Its dates and its price become promises.

    `shown_digest` names the page that was seen, by the customer or by who writes their yes down. Another is refused.

    On their page they give their name, and above the blueprint's amount the code that was sent to the contact
    on record. Staff write down a signed paper, a purchase order, a mail or the spoken word; a paper can be kept with
    it. In a blueprint without sales it is decision and agreement in one act.
    """
    yes = Yes(
        evidence, code=code, shown_digest=shown_digest, customer_reference=customer_reference, paper=paper
    )
    happened = evidence.happened
    with turn(journey=journey, by=by, check=check_put(rules.cannot_agree), happened=happened) as t:
        return say_yes(t, put_before_them(t), yes)


def say_yes(t: Turn, row: Agreement, yes: Yes) -> Agreement:
    """Agree to this page in a turn of its journey. It lies before the customer, and nobody else has answered it."""
    evidence = yes.evidence
    happened = evidence.happened
    if happened is not None and happened < row.put_at:
        raise Refusal(
            "before_it_was_put",
            _("They cannot have agreed before this page was put to them."),
            field="happened",
            law=10,
            status=422,
        )
    _assert_agreeable(t, row, yes)
    changes = rules.is_amendment(t.state)
    before = agreement_in_force(t.row.pk)
    if before is not None:
        _end(before, "replaced")
    contact = t.row.contact
    name = evidence.signed_name.strip() or (contact.name if contact else "")
    row.state, row.agreed_at, row.agreed_by_id = "agreed", happened or t.now, t.by.contact
    row.signed_name, row.address = name, t.by.address
    row.customer_reference = yes.customer_reference.strip()
    row.paper = _keep(t, yes.paper)
    row.save(
        update_fields=[
            "state",
            "agreed_at",
            "agreed_by",
            "signed_name",
            "address",
            "customer_reference",
            "paper",
        ]
    )
    _answer_quote(row)
    lines = lines_of(row)
    page = frozen_text(row, lines, number=t.row.number)
    t.say(
        facts.Agreed(
            agreement=row.pk,
            total=row.total,
            currency=row.currency,
            digest=bytes(row.digest).hex(),
            signed_name=name,
            address=t.by.address or None,
            shown=page if len(page) <= LONGEST_SHOWN else None,  # a longer one is in the rows, by its digest
            by_code=bool(yes.code),
            paper=row.paper_id,
            paper_digest=row.paper.sha256 if row.paper is not None else None,
        ),
        happened=happened,
    )
    worded = replace(evidence, words=evidence.words.strip() or f"{name} agreed to {row.price.plain()}.")
    if not any(stage.trigger == "decision" for stage in t.plan.stages):
        trigger(t, "decision", evidence=worded)
    agreement = trigger(t, "agreement", evidence=worded, shown_digest=bytes(row.digest).hex())
    _promise_what_was_agreed(t, row, instead_of=before)
    if row.customer_reference:
        note(
            subject=t.row.pk,
            texts=[("purchase_order", row.customer_reference)],
            country=t.row.customer.country,
            customer=t.row.customer_id,
        )
    t.tell(
        "agreed",
        contact=contact,
        words=row.words,
        delivery_by=row.delivery_by.isoformat(),
        signed_name=name,
        digest=bytes(row.digest).hex(),
        **_in_a_letter(row, lines),
    )
    if changes:
        t.finish([s for s in t.steps() if s.kind == "ask_about_change"], how="agreed")
        return row
    t.finish(
        [s for s in t.steps() if s.handler_id is None and s.rule.ends_with_stage],
        how="agreed",
    )
    call_for_handoff(t, agreement)
    return row


def decline_agreement(*, journey: int, words: str, by: Actor) -> None:
    """Record that the customer does not agree to the page, and what should be different."""
    if not words.strip():
        raise invalid("words", _("What should be different?"))
    with turn(journey=journey, by=by, check=check_put(rules.cannot_decline_agreement)) as t:
        row = put_before_them(t)
        _end(row, "declined")
        t.say(facts.AgreementDeclined(agreement=row.pk, said=words.strip()))
        t.finish([s for s in t.steps() if s.rule.is_ask_again and s.awaits == "customer"], how="answered")
        t.plan_step("offer_other_terms", hours=t.stage.answer_hours)


def _keep(t: Turn, paper: SignedPaper | None) -> StoredFile | None:
    """Keep the paper among the files of the journey."""
    if paper is None:
        return None
    return files.keep(
        subject=t.row.pk,
        name=paper.name,
        media_type=paper.media_type,
        content=paper.content,
        limit=LARGEST_PAPER,
    )


def _assert_agreeable(t: Turn, row: Agreement, yes: Yes) -> None:
    """Check the customer's click: their name, the page they saw, and the code where it is needed."""
    if yes.shown_digest is not None and yes.shown_digest != bytes(row.digest).hex():
        raise changed_meanwhile(f"{row.words} · {row.price.plain()}")
    if t.by.kind != "customer":
        return
    if len(yes.evidence.signed_name.strip()) < 3:
        raise invalid("signed_name", _("Please write your name."))
    assert_code(t, row, yes.code)


def _promise_what_was_agreed(t: Turn, row: Agreement, *, instead_of: Agreement | None) -> None:
    """Its dates and its price. What the agreement before it promised stands where it is the same, else their yes to
    the new page releases it."""
    dates = {(DELIVERY, ""): row.delivery_by, **_custom(row)}
    before = {(DELIVERY, ""), (PRICE, ""), *_custom(instead_of)} if instead_of else set()
    stands: set[tuple[str, str]] = set()
    for promise in open_promises(t):
        about = promise.purpose, promise.text
        if about not in before:
            continue
        same_price = promise.price == row.price
        if same_price if promise.kind == "price" else promise.due == dates.get(about):
            stands.add(about)
        else:
            release(t, promise, because="agreed_anew")
    for (purpose, text), due in dates.items():
        if (purpose, text) not in stands:
            wished = t.row.requested_for if purpose == DELIVERY else None
            make(t, text, due=due, requested_for=wished, purpose=purpose)
    if (PRICE, "") not in stands:
        make(t, "", kind="price", price=row.price, purpose=PRICE)


def _custom(row: Agreement) -> dict[tuple[str, str], datetime]:
    return {(CUSTOM, text): due for text, due in rules.dates_of(row).items()}


def _answer_quote(row: Agreement) -> None:
    """End the quote that lies before the customer: agreed if they chose from it, else this agreement replaces it."""
    for quote in Quote.objects.filter(journey=row.journey_id, state="sent"):
        quote.state = "agreed" if quote.pk == row.quote_id else "replaced"
        quote.save(update_fields=["state"])


def _end(row: Agreement, state: str) -> None:
    row.state = state
    row.save(update_fields=["state"])
