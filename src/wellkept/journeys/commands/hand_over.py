"""Hand over the journeys of a colleague who leaves."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellkept.journeys import facts, handoff_facts
from wellkept.journeys.commands.hands import change_owner
from wellkept.journeys.commands.turn import Turn, turns
from wellkept.journeys.models import Handoff, Journey, NextStep
from wellkept.journeys.state import JourneyState
from wellkept.kernel.refusal import Refusal
from wellkept.people.actor import Actor
from wellkept.people.rights import admin_only
from wellkept.people.successors import Successors

AT_ONCE = 200  # journeys whose turns are taken together


def hand_over(*, person: int, to: Successors, by: Actor) -> None:
    """Give a leaver's journeys, steps and offers to their successors. Part of `leaving.leave`."""
    keys = set(
        Journey.objects.filter(Q(owner_id=person) | Q(holder_id=person))
        .exclude(state="ended")
        .values_list("pk", flat=True)
    )
    keys |= set(
        NextStep.objects.filter(handler_id=person, done_at__isnull=True).values_list("journey_id", flat=True)
    )
    keys |= set(
        Handoff.objects.filter(receiver_id=person, state="offered").values_list("journey_id", flat=True)
    )
    ordered = sorted(keys)
    for start in range(0, len(ordered), AT_ONCE):
        with turns(journeys=ordered[start : start + AT_ONCE], by=by, check=_check) as taken:
            for t in taken:
                _hand_over(t, person, to)


def _hand_over(t: Turn, person: int, to: Successors) -> None:
    row = t.row
    if row.holder_id == person:
        holder = to.by_team.get(row.team_id)
        if holder is None:
            raise Refusal(
                "a_needed_team_keeps_a_member",
                _("A team that open journeys need would be left empty."),
                law=1,
            )
        row.holder_id = holder
        t.audience_people |= {holder}
        t.say(facts.HolderChanged(holder_before=person, holder=holder, reason=_LEFT))
    if row.owner_id == person:
        change_owner(t, to.everything, reason=_LEFT)
    for step in t.steps():
        if step.handler_id == person:
            handler = to.in_team(row.team_id)
            NextStep.objects.filter(pk=step.pk).update(handler_id=handler)
            step.handler_id = handler
            t.audience_people |= {handler}
            t.say(facts.StepHanded(step=step.pk, handler_before=person, handler=handler))
    # Open points that the receiver names are the giver's to do: who has left gives nothing any more.
    Handoff.objects.filter(journey=row, state="offered", giver_id=person).update(giver_id=row.holder_id)
    offer = Handoff.objects.filter(journey=row, state="offered", receiver_id=person).first()
    if offer is not None:
        receiver = to.in_team(offer.team_id)
        Handoff.objects.filter(pk=offer.pk).update(receiver_id=receiver)
        t.audience_people |= {receiver}
        t.say(handoff_facts.OfferHanded(handoff=offer.pk, receiver_before=person, receiver=receiver))


_LEFT = "A colleague left"


def _check(state: JourneyState) -> None:
    """Let an administrator put a leaver's work into other hands without reading it."""
    admin_only(state.by)
