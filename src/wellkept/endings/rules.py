"""Checks of the ways in which a journey ends, joins another, or is split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wellkept.journeys.rules import (
    alive_to_customer,
    alive_to_owner,
    alive_to_workers,
    no_mail_address,
    not_agreed,
    open_to_customer,
    open_to_owner,
    open_to_workers,
)
from wellkept.kernel.refusal import Refusal
from wellkept.kernel.text import fill

if TYPE_CHECKING:
    from wellkept.journeys.state import JourneyState
    from wellkept.notices.models import Notice
    from wellkept.promises.models import Promise


@dataclass(frozen=True)
class Asks:
    """Number of asks since the customer was last heard from, and the told notice that was the last ask."""

    count: int
    last: Notice | None


def cannot_cancel(state: JourneyState, *, by_them: bool) -> Refusal | None:
    """Refuse a cancellation by anybody but the customer, or the owner for us."""
    return alive_to_customer(state) if by_them else alive_to_owner(state)


def cannot_decline(state: JourneyState) -> Refusal | None:
    """Refuse to record that the customer decided against it once anything is agreed."""
    return open_to_customer(state) or not_agreed(state)


def cannot_be_not_ours(state: JourneyState) -> Refusal | None:
    """Refuse the ending "not ours" once anything is agreed."""
    return open_to_workers(state) or not_agreed(state)


def cannot_ask_again(state: JourneyState) -> Refusal | None:
    """Refuse to ask where the customer has no mail address or nothing is waited for."""
    return open_to_workers(state) or no_mail_address(state)


def cannot_end_unanswered(state: JourneyState, asks: Asks) -> Refusal | None:
    """Refuse the ending "no answer" before the blueprint's number of asks.

    The last ask must have said that it was the last, and the customer must have got it.
    """
    if (refusal := open_to_workers(state)) is not None:
        return refusal
    needed = state.plan.version.asks_before_no_answer
    if asks.count >= needed and asks.last is not None:
        return None
    return Refusal(
        "not_asked_enough",
        fill(
            _("They were asked %(asked)s of %(needed)s times. The last ask must say that it is the last."),
            asked=asks.count,
            needed=needed,
        ),
        law=8,
        instead=_("Ask again; then wait for an answer."),
    )


def cannot_be_opened_in_error(state: JourneyState, owed: Sequence[Promise]) -> Refusal | None:
    """Refuse the ending "opened in error" once anything is agreed or promised."""
    if (refusal := open_to_owner(state) or not_agreed(state)) is not None:
        return refusal
    if owed:
        return Refusal(
            "promised",
            _("Something was promised on it, so it was not opened in error."),
            law=7,
            instead=_("Cancel it, and tell the customer."),
        )
    return None


def cannot_join(state: JourneyState) -> Refusal | None:
    """Refuse to join into another journey once anything is agreed or accepted."""
    if (refusal := open_to_workers(state)) is not None:
        return refusal
    if state.row.accepted_at is not None or state.is_agreed:
        return Refusal(
            "agreed_already",
            _("What was agreed cannot be joined into another journey."),
            law=10,
            instead=_("Join the other one into this one."),
        )
    return None


def cannot_take_in(state: JourneyState) -> Refusal | None:
    """Refuse to continue another journey in this one."""
    return open_to_workers(state)


def cannot_split_off(state: JourneyState) -> Refusal | None:
    """Refuse to split off a second problem."""
    return alive_to_workers(state)


def cannot_record_untold(state: JourneyState) -> Refusal | None:
    """Refuse anybody but the owner, who records that the customer cannot be told."""
    return alive_to_owner(state)
