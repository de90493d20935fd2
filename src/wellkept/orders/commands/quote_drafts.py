"""Begin a quote, write its lines, and send it after its review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from wellkept.journeys.commands.touches import wait_for_customer
from wellkept.journeys.commands.turn import Turn, turn
from wellkept.kernel.instants import must_be_ahead
from wellkept.kernel.money import plain
from wellkept.kernel.refusal import invalid, missing, refuse
from wellkept.orders import facts, quote_rules, rules
from wellkept.orders.agreement_lines import MOST_LINES, totals_of, unknown_currency
from wellkept.orders.approvals import cannot_give_discount
from wellkept.orders.commands.put_and_agree import withdraw_page
from wellkept.orders.models import Quote, QuoteLine
from wellkept.orders.payment_terms import USUAL, Terms
from wellkept.orders.quote_lines import Choice, QuoteLineTerms, chosen_lines, values_of
from wellkept.people.actor import Actor


@dataclass(frozen=True, kw_only=True)
class Review:
    """The review before a quote is sent (ISO 9001, 8.2.3).

    It says what is required, stated or not, how differences were resolved, and what the deal is worth to both.
    """

    requirements: str
    differences: str = ""
    worth_to_them: str = ""
    worth_to_us: str = ""


def begin_quote(
    *, journey: int, words: str, currency: str, by: Actor, lines: Sequence[QuoteLineTerms] = ()
) -> Quote:
    """Begin a draft, with these lines or else with those of the quote before it."""
    if not words.strip():
        raise invalid("words", _("What is it about?"))
    refuse(unknown_currency(currency))
    with turn(journey=journey, by=by, check=quote_rules.cannot_quote) as t:
        before = Quote.objects.filter(journey=t.row).order_by("-number").first()
        if before is not None and before.state == "draft":
            raise invalid("words", _("There is a draft already: go on with it."))
        number = before.number + 1 if before is not None else 1
        usual = before if before is not None else t.row.entity
        row = Quote.objects.create(
            journey=t.row,
            number=number,
            words=words.strip(),
            terms=before.terms if before is not None else "",
            currency=currency,
            begun_at=t.now,
            bill_on=usual.bill_on,
            due_days=usual.due_days,
            deposit_share=usual.deposit_share,
            deposit=before.deposit if before is not None else Decimal(0),
            delivery_by=_still_ahead(before.delivery_by if before is not None else None, t.now),
            valid_until=_still_ahead(before.valid_until if before is not None else None, t.now),
            begun_by_id=by.as_staff(),
        )
        append_lines(row, lines)
        if not lines and before is not None:
            _copy_lines(before, row)
        t.say(facts.QuoteBegun(quote=row.pk, suffix=quote_rules.suffix_of(number)))
        return row


def _still_ahead(date: datetime | None, now: datetime) -> datetime | None:
    """A date of the quote before, unless it has passed."""
    return date if date is not None and date > now else None


def change_quote(
    *,
    quote: int,
    words: str,
    terms: str,
    delivery_by: datetime | None,
    valid_until: datetime | None,
    by: Actor,
    payment: Terms = USUAL,
) -> None:
    """Change what a draft says about itself. Its terms of payment stay as they are, as far as none are given."""
    if not words.strip():
        raise invalid("words", _("What is it about?"))
    refuse(payment.refusal())
    row = quote_of(quote)
    with turn(
        journey=row.journey_id, by=by, check=lambda state: quote_rules.cannot_quote(state, quote_of(quote))
    ):
        Quote.objects.filter(pk=quote).update(
            words=words.strip(),
            terms=terms.strip(),
            delivery_by=delivery_by,
            valid_until=valid_until,
            **_deposit_in(payment),
            **{
                name: value
                for name in ("bill_on", "due_days")
                if (value := getattr(payment, name)) is not None
            },
        )


def add_quote_line(*, quote: int, line: QuoteLineTerms, by: Actor) -> QuoteLine:
    """Add a line at the end of a draft."""
    row = quote_of(quote)
    with turn(
        journey=row.journey_id, by=by, check=lambda state: quote_rules.cannot_quote(state, quote_of(quote))
    ):
        return append_lines(row, [line])[0]


def append_lines(row: Quote, lines: Sequence[QuoteLineTerms]) -> list[QuoteLine]:
    """Write these lines at the end of a draft, in a turn of its journey."""
    for line in lines:
        refuse(line.refusal())
    last = QuoteLine.objects.filter(quote=row).aggregate(last=Max("position"))["last"] or 0
    if last + len(lines) > MOST_LINES:
        raise invalid("lines", _("These are too many lines."))
    return QuoteLine.objects.bulk_create(
        [
            QuoteLine(quote=row, position=place, **values_of(line))
            for place, line in enumerate(lines, start=last + 1)
        ],
        batch_size=500,
    )


def change_quote_line(*, line: int, terms: QuoteLineTerms, by: Actor) -> QuoteLine:
    """Change a line of a draft."""
    refuse(terms.refusal())
    row = quoted_line(line)
    with turn(
        journey=row.quote.journey_id,
        by=by,
        check=lambda state: quote_rules.cannot_quote(state, quote_of(row.quote_id)),
    ):
        for name, value in values_of(terms).items():
            setattr(row, name, value)
        row.save()
        return row


def remove_quote_line(*, line: int, by: Actor) -> None:
    """Remove a line from a draft."""
    row = quoted_line(line)
    with turn(
        journey=row.quote.journey_id,
        by=by,
        check=lambda state: quote_rules.cannot_quote(state, quote_of(row.quote_id)),
    ):
        row.delete()


def send_quote(*, quote: int, review: Review, by: Actor) -> Quote:
    """Send a draft to the customer, reviewed. From now on it never changes; the quote before it is replaced."""
    if not review.requirements.strip():
        raise invalid("requirements", _("What is required?"))
    journey = quote_of(quote).journey_id
    with turn(
        journey=journey, by=by, check=lambda state: quote_rules.cannot_quote(state, quote_of(quote))
    ) as t:
        row = quote_of(quote)
        lines = list(row.lines.order_by("position", "pk"))
        if not lines:
            raise invalid("lines", _("A quote has at least one line."))
        if row.delivery_by is None or row.valid_until is None:
            raise invalid("valid_until", _("Say until when it is valid, and by when you deliver."))
        refuse(rules.date_has_passed("delivery_by", row.delivery_by, now=t.now))
        must_be_ahead("valid_until", row.valid_until, now=t.now)
        refuse(cannot_give_discount(row, lines, number=t.row.number, by=by))
        withdraw_page(t)
        for old in Quote.objects.filter(journey=t.row, state="sent"):
            old.state = "replaced"
            old.save(update_fields=["state"])
            t.say(facts.QuoteReplaced(quote=old.pk, suffix=quote_rules.suffix_of(old.number)))
        words = {name: value.strip() for name, value in asdict(review).items()}
        for name, value in words.items():
            setattr(row, name, value)
        row.state, row.sent_at, row.sent_by_id = "sent", t.now, by.as_staff()
        row.digest = quote_rules.digest_of_quote(row, lines, number=t.row.number)
        row.save()
        total = totals_of(chosen_lines(lines, Choice()), row.currency).once.gross
        _say_sent(t, row, words, total=plain(total))
        return row


def _say_sent(t: Turn, row: Quote, review: dict[str, str], *, total: str) -> None:
    """Record that it was sent, tell the customer, and wait for their answer."""
    assert row.delivery_by is not None
    assert row.valid_until is not None
    assert row.digest is not None
    t.say(
        facts.QuoteSent(
            quote=row.pk,
            suffix=quote_rules.suffix_of(row.number),
            total=Decimal(total),
            currency=row.currency,
            delivery_by=row.delivery_by,
            valid_until=row.valid_until,
            digest=bytes(row.digest).hex(),
            review=review,
        ),
        first=True,
    )
    t.tell(
        "quote",
        words=row.words,
        total=total,
        currency=row.currency,
        delivery_by=row.delivery_by.isoformat(),
        valid_until=row.valid_until.isoformat(),
    )
    t.finish(
        [s for s in t.steps() if s.handler_id is None and (s.rule.is_work or s.rule.is_answer)],
        how="put_to_them",
    )
    wait_for_customer(t)


def terms_of_payment(row: Quote) -> Terms:
    """The terms of payment that a quote says."""
    return Terms(
        bill_on=row.bill_on, due_days=row.due_days, deposit_share=row.deposit_share, deposit=row.deposit
    )


def _deposit_in(payment: Terms) -> dict[str, Decimal]:
    """The columns of the deposit that these terms name; none where they say nothing about one."""
    if not payment.names_a_deposit:
        return {}
    return {"deposit_share": payment.deposit_share or Decimal(0), "deposit": payment.deposit or Decimal(0)}


def quote_of(quote: int) -> Quote:
    """The quote of this key."""
    row = Quote.objects.filter(pk=quote).first()
    if row is None:
        raise missing("quote", _("There is no such quote."))
    return row


def quoted_line(line: int) -> QuoteLine:
    """The line of this key, with its quote."""
    row = QuoteLine.objects.select_related("quote").filter(pk=line).first()
    if row is None:
        raise missing("line", _("There is no such line."))
    return row


def _copy_lines(before: Quote, row: Quote) -> None:
    lines = list(before.lines.order_by("position", "pk"))
    for line in lines:
        line.pk, line.quote = None, row
    QuoteLine.objects.bulk_create(lines, batch_size=500)
