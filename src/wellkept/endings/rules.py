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
    """How often the customer was asked since we last heard from them, and the told notice that was the last ask."""

    count: int
    last: Notice | None


def cannot_cancel(state: JourneyState, *, by_them: bool) -> Refusal | None:
    """The customer cancels, or its owner does for us."""
    return alive_to_customer(state) if by_them else alive_to_owner(state)


def cannot_decline(state: JourneyState) -> Refusal | None:
    """The customer decides against it, before anything is agreed."""
    return open_to_customer(state) or not_agreed(state)


def cannot_be_not_ours(state: JourneyState) -> Refusal | None:
    """End as not ours to solve, before anything is agreed."""
    return open_to_workers(state) or not_agreed(state)


def cannot_ask_again(state: JourneyState) -> Refusal | None:
    """A customer who has not answered is asked by mail."""
    return open_to_workers(state) or no_mail_address(state)


def cannot_end_unanswered(state: JourneyState, asks: Asks) -> Refusal | None:
    """After the blueprint's number of asks, the last of which said so and was told."""
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
    """A slip of ours: nothing was agreed and nothing promised."""
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
    """Join into another journey, before anything is agreed or accepted."""
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
    """Another journey goes on in this one."""
    return open_to_workers(state)


def cannot_split_off(state: JourneyState) -> Refusal | None:
    """A second problem gets a number of its own."""
    return alive_to_workers(state)


def cannot_record_untold(state: JourneyState) -> Refusal | None:
    """The owner records that the customer cannot be told."""
    return alive_to_owner(state)
