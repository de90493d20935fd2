"""The one act that a row of a desk offers: what whoever looks at it most likely wants to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from wellkept.blueprints.queries import plan
from wellkept.journey_page.stage_state import Standing
from wellkept.journeys.models import Handoff, Journey, NextStep


@dataclass(frozen=True)
class Likely:
    """The word on the button, and the noun below the journey's address under which the act stands; none: just look."""

    words: str
    noun: str = ""


def of(
    row: Journey, now: Standing, *, step: NextStep | None, offer: Handoff | None, to_act: bool, at: datetime
) -> Likely:
    """What is offered to me, then what I have to do, as the step and the stage say; else to look."""
    if offer is not None:
        return Likely(_("Accept"), f"handoffs/{offer.pk}/acceptance")
    if step is None or not (to_act or (step.rule.is_ask_again and step.due_at <= at)):
        return Likely(_("Open"))
    match step.rule.group:
        case "answer":
            return Likely(_("Answer"), "letters")
        case "call_back":
            return Likely(_("Call back"), "calls")
        case "ask_again" if step.awaits == "customer":
            return Likely(_("Ask again"), "asks")
        case "handoff" if now.trigger:
            return Likely(_("Offer"), "handoffs")
        case "act":
            return of_stage(_trigger(row), now) or Likely(_("Done"), f"steps/{step.pk}/end")
    return Likely(_("Done"), f"steps/{step.pk}/end")


def of_stage(trigger: str, now: Standing) -> Likely | None:
    """What brings a stage nearer to the customer's trigger that ends it."""
    if now.trigger == trigger:
        return Likely(_("Offer"), "handoffs")
    if trigger == "decision":
        if now.read_back in ("", "corrected"):
            return Likely(_("Read it back"), "read-backs")
        return Likely(_("They decided"), "decision") if now.read_back == "confirmed" else None
    if trigger == "agreement":
        if now.agreement in ("", "declined"):
            return Likely(_("Agreement"), "agreements")
        return Likely(_("They agreed"), "agreement") if now.agreement == "put" else None
    if trigger == "acceptance":
        return Likely(_("They accepted"), "acceptance") if now.delivered else None
    return None


def _trigger(row: Journey) -> str:
    return plan(row.version_id).stage(row.stage).trigger
