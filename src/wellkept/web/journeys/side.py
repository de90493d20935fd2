"""Ledger of promises and the open steps, as the side of the journey page prints them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wellkept.journey_page.acts import Act, ending_of
from wellkept.journey_page.record import JourneyRecord
from wellkept.kernel import wording
from wellkept.promises.queries import state_of, unanswered_move
from wellkept.web import labels

if TYPE_CHECKING:
    from wellkept.journeys.models import NextStep
    from wellkept.promises.models import Promise, PromiseMove


@dataclass(frozen=True)
class LedgerLine:
    """A promise with the words of its chip and the move that the customer has not answered."""

    promise: Promise
    state: str
    chip: labels.State
    move: PromiseMove | None


def lines_of(promises: Iterable[Promise]) -> list[LedgerLine]:
    """List the promises in the order given."""
    lines = ((promise, state_of(promise)) for promise in promises)
    return [
        LedgerLine(promise, state, _chip(promise, state), unanswered_move(promise))
        for promise, state in lines
    ]


def _chip(promise: Promise, state: str) -> labels.State:
    if state == "kept" and promise.kept_at:
        return labels.State(_("kept %(day)s") % {"day": wording.day(promise.kept_at)}, "kept")
    if state == "released":
        return labels.State(_("released"), "released")
    if state == "struck":
        return labels.State(_("struck"), "released")
    if promise.kind == "price" and promise.amount:
        return labels.State(wording.money(promise.amount, promise.currency), "open")
    if promise.due is None:
        return labels.State(_("open"), "open")
    day = wording.day(promise.due)
    if state == "broken":
        return labels.State(_("broken %(day)s") % {"day": day}, "broken")
    return labels.State(day, "moved" if state == "moved" else "open")


@dataclass(frozen=True)
class StepLine:
    """An open step with who does it and by when, and the act that ends it."""

    step: NextStep
    phrases: list[str]
    act: Act | None
    may_be_done: bool  # beside the act: to say that it is done, in whatever way


def open_steps(record: JourneyRecord) -> list[StepLine]:
    """List the open steps."""
    return [_step_line(step, record) for step in record.steps]


def _step_line(step: NextStep, record: JourneyRecord) -> StepLine:
    act = ending_of(record, step)
    by_another = act is not None and act.noun != f"steps/{step.pk}/end"
    return StepLine(
        step,
        [*_doer(step, record), wording.due(step.due_at)],
        act,
        may_be_done=by_another and step.pk in record.finishable and not step.rule.is_asked,
    )


def _doer(step: NextStep, record: JourneyRecord) -> list[str]:
    if step.awaits == "third":
        return [step.whom]
    if step.awaits == "customer":
        return [_("the customer")]
    person = step.handler or record.row.holder
    return [person.name] if person else []
