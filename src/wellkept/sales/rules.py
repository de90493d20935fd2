"""Checks of sales: the read-back, its answer, and the customer's decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wellkept.journeys.rules import cannot_be_recorded_again, open_to_customer, open_to_workers
from wellkept.kernel.refusal import Refusal
from wellkept.kernel.text import fill
from wellkept.people.stages import stage_name

if TYPE_CHECKING:
    from wellkept.journeys.state import JourneyState
    from wellkept.sales.models import ReadBack


def cannot_read_back(state: JourneyState) -> Refusal | None:
    """Refuse a read-back outside the sales stage."""
    return open_to_workers(state)


def cannot_answer_read_back(state: JourneyState, put: ReadBack | None) -> Refusal | None:
    """Refuse an answer if no read-back waits for one."""
    if (refusal := open_to_customer(state)) is not None or put is not None:
        return refusal
    return Refusal("nothing_to_confirm", _("There is nothing to confirm; it was answered already."))


def cannot_decide(state: JourneyState) -> Refusal | None:
    """Refuse a decision outside its stage, or a second one."""
    if (refusal := open_to_customer(state)) is not None:
        return refusal
    if state.stage.trigger != "decision":
        return Refusal(
            "decided_already",
            fill(
                _("This journey is in %(stage)s; the decision is behind it."),
                stage=stage_name(state.row.stage),
            ),
            law=5,
        )
    return cannot_be_recorded_again(state, "decision")
