from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from wellkept.events import sweeps
from wellkept.journeys.commands.end import end
from wellkept.journeys.commands.open import open_journey
from wellkept.journeys.commands.rest import rest, wake
from wellkept.journeys.commands.triggers import trigger
from wellkept.journeys.commands.turn import turn
from wellkept.journeys.evidence import CLICK, Evidence
from wellkept.journeys.models import Journey, Move, NextStep
from wellkept.journeys.need import Need, Origin, Start
from wellkept.journeys.rules import alive_to_all
from wellkept.journeys.state import JourneyState
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, invalid
from wellkept.people.actor import SYSTEM, Actor
from wellkept.promises.queries import open_promises
from wellkept.support import rules


def confirm_success(*, journey: int, by: Actor, words: str = "") -> None:
    """Record that it works for the customer, and put the journey to rest."""
    with turn(journey=journey, by=by, check=_cannot_rest) as t:
        rest(t, evidence="click" if by.kind == "customer" else "spoken", words=words.strip())


def rest_after_care(*, by: Actor = SYSTEM, journeys: Collection[int] | None = None) -> int:
    """Put journeys to rest whose after-care has ended. Called by the clock.

    Journeys that the check refuses are not due yet.
    """
    ripe = Journey.objects.filter(state="open", stage="support", accepted_at__isnull=False).select_related(
        "version"
    )
    if journeys is not None:
        ripe = ripe.filter(pk__in=journeys)
    # After-care runs from when support has had it: since it was handed over, or since it last woke.
    entered = Move.objects.filter(journey_id=OuterRef("pk"), seq=OuterRef("move")).values("at")
    over = [
        row.pk
        for row in ripe.annotate(entered=Subquery(entered))
        if row.entered + timedelta(days=row.version.after_care_days) <= clock.now()
    ]

    def rest_one(journey: int) -> bool:
        with turn(journey=journey, by=by, check=_not_due_to_rest) as t:
            rest(t, evidence="after-care has run", words="")
            return True

    return sweeps.each("rest_after_care", over, rest_one)


def check_in(*, by: Actor = SYSTEM) -> int:
    """Wake journeys at rest whose check-in is due, with support. Called by the clock. Returns how many."""
    due = NextStep.objects.filter(kind="check_in", done_at__isnull=True, due_at__lte=clock.now())

    def wake_one(journey: int) -> bool:
        with turn(journey=journey, by=by, check=alive_to_all) as t:
            if t.row.state != "at_rest":
                raise sweeps.NotDue
            wake(t, why="check_in")
            t.plan_step("ask_after_rest", hours=t.stage.first_step_hours)
            return True

    return sweeps.each("check_in", list(due.values_list("journey_id", flat=True)), wake_one)


@transaction.atomic
def next_need(
    *,
    journey: int,
    need: Need,
    by: Actor,
    evidence: Evidence = CLICK,
    blueprint: str | None = None,
) -> Journey:
    """End this journey happy and open the customer's next one, with everything we know."""
    if not need.words.strip():
        raise invalid("need", _("What is the next thing in the way?"))
    with turn(journey=journey, by=by, check=_cannot_begin_next) as t:
        row = t.row
        after = open_journey(
            customer=row.customer_id,
            need=need,
            by=by,
            contact=row.contact_id,
            site=row.site_id,
            start=Start(
                owner=row.owner_id,
                blueprint=blueprint or row.blueprint.key,
                confidential=row.confidential,
            ),
            origin=Origin(came_from=row.pk, came_by="next_need"),
        )
        end(t, "happy", why=need.words.strip(), next_journey=after)
        trigger(t, "next_need", evidence=replace(evidence, words=need.words.strip()))
        return after


def _cannot_rest(state: JourneyState) -> Refusal | None:
    return rules.cannot_rest(state, list(open_promises(state.row.pk)))


def _not_due_to_rest(state: JourneyState) -> Refusal | None:
    """Raise NotDue where the check would refuse: the clock leaves the journey without a trace."""
    if rules.cannot_rest_after_care(state, list(open_promises(state.row.pk))) is not None:
        raise sweeps.NotDue
    return None


def _cannot_begin_next(state: JourneyState) -> Refusal | None:
    return rules.cannot_begin_next(state, list(open_promises(state.row.pk)))
