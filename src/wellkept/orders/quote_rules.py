"""Checks of quotes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wellkept.journeys.rules import open_to_customer, open_to_workers
from wellkept.kernel.money import digits, plain
from wellkept.kernel.refusal import Refusal
from wellkept.orders.quote_lines import digest_text
from wellkept.orders.rules import cannot_put_agreement, digest_of

if TYPE_CHECKING:
    from wellkept.journeys.state import JourneyState
    from wellkept.orders.models import Quote, QuoteQuestion
    from wellkept.orders.quote_lines import QuotedLine


def suffix_of(number: int) -> str:
    """The part behind the journey's number: `/Q1`."""
    return f"/Q{number}"


def digest_of_quote(quote: Quote, lines: Iterable[QuotedLine], *, number: str) -> bytes:
    """SHA-256 over all that a quote says. A draft has one, too: it changes with each word."""
    head = {
        "number": number,
        "suffix": suffix_of(quote.number),
        "words": quote.words,
        "terms": quote.terms,
        "delivery_by": quote.delivery_by.isoformat() if quote.delivery_by else "",
        "valid_until": quote.valid_until.isoformat() if quote.valid_until else "",
        "bill_on": quote.bill_on,
        "due_days": str(quote.due_days),
        "deposit": f"{digits(quote.deposit_share)} % {plain(quote.deposit)}",
    }
    return digest_of(digest_text(head=head, lines=lines, currency=quote.currency))


def cannot_quote(state: JourneyState, quote: Quote | None = None) -> Refusal | None:
    """Refuse a quote where no agreement could be put, and a change of one that was sent."""
    if (refusal := cannot_put_agreement(state) or _is_agreed(state)) is not None:
        return refusal
    if quote is None or quote.state == "draft":
        return None
    return Refusal(
        "quote_was_sent",
        _("A quote that was sent never changes."),
        law=10,
        instead=_("Begin another one."),
    )


def _is_agreed(state: JourneyState) -> Refusal | None:
    """Refuse a quote where something is agreed: its lines would not go on with those that were delivered and billed."""
    if not state.is_agreed:
        return None
    return Refusal(
        "agreed_already",
        _("Something is agreed here already."),
        law=10,
        instead=_("Change what was agreed: they see what changes, in price and in date, and agree to it."),
    )


def cannot_answer_quote(state: JourneyState, quote: Quote | None) -> Refusal | None:
    """Refuse an answer to a quote that does not lie before the customer any more."""
    if (refusal := open_to_customer(state)) is not None:
        return refusal
    if quote is None or quote.state != "sent":
        return Refusal("no_quote", _("There is no quote to answer: it was answered or replaced already."))
    return None


def cannot_choose(state: JourneyState, quote: Quote | None) -> Refusal | None:
    """Refuse a choice from a quote that has expired, or whose date has passed."""
    if (refusal := cannot_answer_quote(state, quote)) is not None:
        return refusal
    assert quote is not None
    if (refusal := _is_agreed(state)) is not None:
        return refusal
    if state.stage.trigger != "agreement":
        return Refusal(
            "not_in_orders", _("Something has to be settled first; the quote waits until then."), law=5
        )
    if quote.valid_until is not None and quote.valid_until < state.now:
        return Refusal(
            "offer_expired",
            _("This offer has expired."),
            instead=_("Ask for it to be renewed; that is quick."),
        )
    if quote.delivery_by is not None and quote.delivery_by <= state.now:
        return Refusal(
            "date_passed",
            _("A date on this page has passed."),
            law=7,
            instead=_("Ask for a new one; nobody can promise a date that is over."),
        )
    return None


def cannot_answer_question(state: JourneyState, question: QuoteQuestion) -> Refusal | None:
    """Refuse to answer a question twice."""
    if (refusal := open_to_workers(state)) is not None:
        return refusal
    if question.answered_at is not None:
        return Refusal("answered_already", _("This question was answered already."))
    return None
