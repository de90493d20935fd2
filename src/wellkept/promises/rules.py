"""Checks of the ledger, and the promises that are owed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wellkept.journeys.rules import alive_to_workers, open_to_customer, open_to_workers
from wellkept.kernel.refusal import Refusal, forbidden, invalid, missing
from wellkept.kernel.text import fill

if TYPE_CHECKING:
    from wellkept.journeys.state import JourneyState
    from wellkept.promises.models import Promise, PromiseMove


def is_open(promise: Promise) -> bool:
    """Whether a promise is neither kept, released nor struck."""
    return promise.kept_at is None and promise.released_at is None and promise.struck_at is None


def owed(promises: Iterable[Promise]) -> list[Promise]:
    """Filter the open promises, in the order given."""
    return [promise for promise in promises if is_open(promise)]


def something_owed(owed: Sequence[Promise]) -> Refusal | None:
    """Refuse an act that needs all promises to be settled, while one is open."""
    if not owed:
        return None
    return Refusal(
        "promises_open",
        fill(_("Something is still promised: %(promise)s."), promise=owed[0].text),
        law=7,
        instead=_("Keep it, or let the customer release it."),
    )


def cannot_promise(state: JourneyState) -> Refusal | None:
    """Refuse a promise by anybody who may not work on the journey."""
    return open_to_workers(state)


def cannot_keep(state: JourneyState, promise: Promise | None) -> Refusal | None:
    """Refuse to keep a promise that is not open."""
    return alive_to_workers(state) or not_over(promise)


def cannot_release(state: JourneyState, promise: Promise | None) -> Refusal | None:
    """Refuse to release a promise that is not open, or without the customer's word."""
    return open_to_workers(state) or not_over(promise)


def cannot_move(state: JourneyState, promise: Promise | None, moves: Sequence[PromiseMove]) -> Refusal | None:
    """Refuse to move a promise that has no date or is not open, or while another notice is on its way."""
    if (refusal := cannot_release(state, promise)) is not None:
        return refusal
    assert promise is not None
    if promise.due is None:
        return invalid("promise", _("Only a date can be moved. A price or a scope changes by an amendment."))
    return a_move_is_untold(moves)


def a_move_is_untold(moves: Sequence[PromiseMove]) -> Refusal | None:
    """Refuse another new date while one is on its way to the customer."""
    if any(move.told_at is None and not move.answer for move in moves):
        return Refusal("move_untold", _("A new date is on its way to the customer already."), law=8)
    return None


def cannot_strike(state: JourneyState, promise: Promise | None) -> Refusal | None:
    """Refuse to strike a promise that was told, or that somebody else entered."""
    if (refusal := cannot_keep(state, promise)) is not None:
        return refusal
    assert promise is not None
    if promise.told:
        return Refusal(
            "told_already",
            _("The customer relies on it: a promise that was told cannot be struck."),
            law=7,
            instead=_("Move it with a notice, or release it with the customer's word."),
        )
    if promise.made_by_id != state.by.person:
        return forbidden(_("Only the person who entered it can strike it."))
    return None


def cannot_answer_new_date(state: JourneyState, move: PromiseMove | None) -> Refusal | None:
    """Refuse a second answer to a new date."""
    if (refusal := open_to_customer(state)) is not None:
        return refusal
    if move is None:
        return missing("move", _("There is no such new date."))
    if move.answer:
        accepted = _("This new date was accepted already.")
        return Refusal(
            "answered", accepted if move.answer == "accepted" else _("This new date was refused already.")
        )
    return None


def not_over(promise: Promise | None) -> Refusal | None:
    """Refuse a promise that is kept, released or struck."""
    if promise is None:
        return missing("promise", _("There is no such promise on this journey."))
    over = (
        (promise.kept_at, _("This promise was kept already.")),
        (promise.released_at, _("This promise was released already.")),
        (promise.struck_at, _("This promise was struck already.")),
    )
    for at, sentence in over:
        if at is not None:
            return Refusal("promise_over", sentence, law=7)
    return None
