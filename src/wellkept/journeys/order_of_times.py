"""Constraints of this room that put times, and what follows from what, in their order."""

from __future__ import annotations

from django.db.models import CheckConstraint, F, Q

from wellkept.kernel.visible import says

JOURNEY = [
    CheckConstraint(
        condition=Q(state="ended", ended_at__isnull=False) | (~Q(state="ended") & Q(ended_at__isnull=True)),
        name="an_ended_journey_has_its_end",
    ),
    CheckConstraint(
        condition=~Q(state="at_rest")
        | Q(rested_at__isnull=False, accepted_at__isnull=False, stage="support"),
        name="rest_comes_after_acceptance",
    ),
    CheckConstraint(
        condition=(Q(accepted_at__isnull=True) | Q(accepted_at__gte=F("opened_at")))
        & (Q(ended_at__isnull=True) | Q(ended_at__gte=F("opened_at")))
        & (~Q(state="at_rest") | Q(rested_at__gte=F("accepted_at"))),
        name="a_journeys_times_are_in_order",
    ),
    CheckConstraint(
        condition=Q(came_from__isnull=True) | Q(came_from__lt=F("subject")),
        name="a_journey_comes_from_an_earlier_one",
    ),
]

STEP = [
    CheckConstraint(
        condition=Q(done_at__isnull=True) | Q(done_at__gte=F("asked_at")),
        name="a_step_is_done_after_it_is_asked_for",
    ),
]

TRIGGER = [
    CheckConstraint(
        condition=Q(given_at__lte=F("recorded_at"))
        & (Q(objected_at__isnull=True) | Q(objected_at__gte=F("recorded_at"))),
        name="a_trigger_is_given_before_it_is_recorded",
    ),
    CheckConstraint(
        condition=Q(evidence="deemed")
        | Q(evidence="click", contact__isnull=False)
        | ~Q(evidence="click") & Q(written_by__isnull=False),
        name="a_trigger_is_somebodys",
    ),
]

HANDOFF = [
    CheckConstraint(
        condition=Q(answer_by__gte=F("offered_at"))
        & (Q(answered_at__isnull=True) | Q(answered_at__gte=F("offered_at"))),
        name="an_offer_is_answered_later",
    ),
]

HOLD = [
    CheckConstraint(
        condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
        | Q(lifted_at__gte=F("placed_at"), lifted_by__isnull=False),
        name="a_hold_is_lifted_later_by_somebody",
    ),
]

ENDING = [
    CheckConstraint(
        condition=Q(next_journey__isnull=True) | Q(next_journey__gt=F("journey")),
        name="a_next_need_comes_later",
    ),
    CheckConstraint(
        condition=says("why")
        | Q(how__in=("no_answer", "elsewhere"))
        | Q(how="opened_in_error", taken_back_with__isnull=False),
        name="an_ending_says_why",
    ),
]
