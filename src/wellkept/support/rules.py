"""Checks of support: resting, and the next need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wellkept.journeys import rules as journeys
from wellkept.kernel.refusal import Refusal
from wellkept.kernel.text import fill
from wellkept.promises.rules import something_owed

if TYPE_CHECKING:
    from wellkept.journeys.state import JourneyState
    from wellkept.promises.models import Promise


def cannot_rest(state: JourneyState, owed: Sequence[Promise]) -> Refusal | None:
    """Refuse to rest before the acceptance, outside support, while the customer waits, or while something is
    promised.
    """
    return journeys.open_to_customer(state) or something_owed(owed) or journeys.cannot_rest(state)


def cannot_rest_after_care(state: JourneyState, owed: Sequence[Promise]) -> Refusal | None:
    """Refuse automatic rest while we have anything to do but the planned act."""
    if (refusal := cannot_rest(state, owed)) is not None:
        return refusal
    step = next((step for step in state.steps if step.awaits == "us" and not step.rule.is_work), None)
    if step is None:
        return None
    return Refusal(
        "step_open", fill(_("There is something to do first: %(step)s."), step=step.sentence), law=2
    )


def cannot_begin_next(state: JourneyState, owed: Sequence[Promise]) -> Refusal | None:
    """Refuse the next need before the acceptance, or while something is promised."""
    if (refusal := journeys.alive_to_customer(state)) is not None:
        return refusal
    if state.row.accepted_at is None:
        return Refusal(
            "not_accepted",
            _("This one is not finished yet."),
            law=5,
            instead=_("Split the second problem off; it gets a number of its own."),
        )
    return something_owed(owed)
