"""Checks of the agreement, and its page as one text with one hash."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wellkept.journeys.rules import cannot_be_recorded_again, open_to_customer, open_to_workers
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import Refusal, invalid
from wellkept.kernel.text import fill
from wellkept.orders.agreement_lines import PricedLines, not_in_minor_units
from wellkept.people.stages import stage_name

if TYPE_CHECKING:
    from wellkept.journeys.state import JourneyState
    from wellkept.orders.models import Agreement


def text_of(
    *,
    number: str,
    words: str,
    total: Money,
    delivery_by: datetime,
    dates: Sequence[dict[str, str]],
    deemed_days: int | None = None,
    priced: Sequence[str] = (),
    terms: Sequence[str] = (),
) -> str:
    """The frozen page: words, lines with their sums, total and every date, in a format that never changes."""
    lines = [
        f"Number: {number}",
        "",
        words.strip(),
        "",
        *([*priced, ""] if priced else []),
        f"Total: {total.plain()}",
        f"Delivery by: {delivery_by.isoformat()}",
    ]
    lines += [f"{date['text']}: {date['due']}" for date in dates]
    lines += terms
    if deemed_days is not None:
        lines.append(f"Accepted when nothing is said against it for {deemed_days} days after delivery")
    return "\n".join(lines) + "\n"


def cannot_be_its_price(total: Money | PricedLines) -> Refusal | None:
    """Refuse a price that is negative or that nobody can pay, and lines that cannot be put."""
    if isinstance(total, PricedLines):
        return total.refusal()
    if total.amount < 0:
        return invalid("total", _("A total is not negative."))
    return not_in_minor_units(total)


def digest_of(text: str) -> bytes:
    """SHA-256 of the frozen page."""
    return hashlib.sha256(text.encode()).digest()


def dates_of(row: Agreement) -> dict[str, datetime]:
    """The further promised dates of an agreement, by their text."""
    return {date["text"]: datetime.fromisoformat(date["due"]) for date in row.dates}


def date_has_passed(field: str, due: datetime | None, *, now: datetime) -> Refusal | None:
    """Refuse to promise a date that is over."""
    if due is None or due > now:
        return None
    if field == "delivery_by":
        return invalid(field, _("The delivery date has passed already."))
    return invalid(field, _("One of the dates has passed already."))


def is_amendment(state: JourneyState) -> bool:
    """Whether an agreement that is put now changes one in force, and the stage that settles the details is over."""
    if not state.is_agreed or state.stage.trigger not in ("agreement", "acceptance"):
        return False
    return state.stage.trigger == "acceptance" or state.unused_trigger("agreement") is not None


def cannot_put_agreement(state: JourneyState) -> Refusal | None:
    """Refuse an agreement outside its stage. Once one is agreed, another changes it until the customer has accepted."""
    if (refusal := open_to_workers(state)) is not None:
        return refusal
    if is_amendment(state):
        return _cannot_change_any_more(state)
    if state.stage.trigger != "agreement":
        return Refusal(
            "not_in_orders",
            fill(
                _("An agreement is put forward in orders; this is in %(stage)s."),
                stage=stage_name(state.row.stage),
            ),
            law=5,
            instead=_("Record the decision and hand it over first."),
        )
    return cannot_be_recorded_again(state, "agreement")


def _cannot_change_any_more(state: JourneyState) -> Refusal | None:
    if state.row.accepted_at is None:
        return None
    return Refusal(
        "accepted_already",
        _("They have accepted it, so what was agreed stays as it is."),
        law=10,
        instead=_("What they need beyond it is a need of its own."),
    )


def cannot_agree(state: JourneyState, put: Agreement | None) -> Refusal | None:
    """Refuse to agree if no agreement waits, or if it or its dates have expired."""
    if (refusal := cannot_decline_agreement(state, put)) is not None:
        return refusal
    assert put is not None
    if is_amendment(state):
        if (refusal := _cannot_change_any_more(state)) is not None:
            return refusal
    elif state.stage.trigger != "agreement":
        return Refusal(
            "not_in_orders",
            fill(
                _("This is in %(stage)s again; the agreement waits until the details are settled."),
                stage=stage_name(state.row.stage),
            ),
            law=5,
        )
    if put.valid_until is not None and put.valid_until < state.now:
        return Refusal(
            "offer_expired",
            _("This offer has expired."),
            instead=_("Ask for it to be renewed; that is quick."),
        )
    if min([put.delivery_by, *dates_of(put).values()]) <= state.now:
        return Refusal(
            "date_passed",
            _("A date on this page has passed."),
            law=7,
            instead=_("Ask for a new one; nobody can promise a date that is over."),
        )
    return None


def cannot_decline_agreement(state: JourneyState, put: Agreement | None) -> Refusal | None:
    """Refuse to decline if no agreement waits for the customer."""
    if (refusal := open_to_customer(state)) is not None or put is not None:
        return refusal
    return Refusal(
        "nothing_to_agree", _("There is nothing to agree to: it was answered or withdrawn already.")
    )


def cannot_send_code(state: JourneyState, put: Agreement | None) -> Refusal | None:
    """Refuse to send a code if there is no mail address on record."""
    if (refusal := cannot_decline_agreement(state, put)) is not None:
        return refusal
    contact = state.row.contact
    if contact is None or not contact.email:
        return Refusal("no_address", _("There is no address on record to send a code to. Please call us."))
    return None
