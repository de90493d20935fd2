"""Triggers: the customer's act that ends a stage, and the handoff that it calls for (law 5)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.blueprints.queries import team_for
from wellkept.customers.models import Contact
from wellkept.journeys import facts, handoff_facts
from wellkept.journeys.commands import handoffs
from wellkept.journeys.commands.rest import wake
from wellkept.journeys.commands.turn import Turn, turn
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Trigger
from wellkept.journeys.rules import cannot_object
from wellkept.kernel.refusal import Refusal, invalid, refuse
from wellkept.kernel.rows import insert
from wellkept.notices.models import Notice
from wellkept.people.actor import Actor
from wellkept.people.queries import standing_member


def trigger(
    t: Turn,
    kind: str,
    *,
    evidence: Evidence,
    contact: Contact | None = None,
    shown_digest: str | None = None,
    deemed_by: Notice | None = None,
) -> Trigger:
    """Record the customer's trigger with its evidence. Part of the stage's own command.

    Spoken words are written down by a named person. The customer is told what was recorded and may object.
    """
    words = evidence.words.strip()
    refuse(evidence.refusal(by=t.by))
    if not words:
        raise invalid("words", _("What did the customer say?"))
    notice = deemed_by
    if evidence.kind == "deemed" and (deemed_by is None or deemed_by.told_at is None):
        raise Refusal(
            "not_told", _("Silence counts only after a notice that said so has reached the customer."), law=5
        )
    who = contact.pk if contact else t.by.contact or t.row.contact_id
    here = t.place
    if evidence.kind == "spoken":
        notice = t.tell(
            "recorded",
            contact=contact or t.row.contact,
            person=t.by.as_staff(),
            words=words,
            trigger=kind,
        )
    row = Trigger(
        journey=t.row,
        kind=kind,
        evidence=evidence.kind,
        given_at=evidence.happened or t.now,
        recorded_at=t.now,
        contact_id=who,
        written_by_id=t.by.person,
        notice=notice,
    )
    insert(row)
    t.say(
        facts.Triggered(
            trigger=row.pk,
            kind=kind,
            evidence=evidence.kind,
            contact=row.contact_id,
            written_by=row.written_by_id,
            said=words,
            shown_digest=shown_digest,
            address=t.by.address or None,
        ),
        happened=evidence.happened,
        at=here,
    )
    return row


def call_for_handoff(t: Turn, row: Trigger) -> None:
    """Start the handoff that a trigger calls for: offer at once if nothing is missing, else plan the step."""
    onward = t.plan.after(t.row.stage)
    if onward is None:
        return
    route = t.plan.route(t.row.stage, onward.stage)
    if route is None or route.trigger != row.kind:
        return
    if t.state.offer is not None:
        return
    team = team_for(t.row.blueprint_id, onward.stage)
    receiver = standing_member(team)
    if receiver == t.row.holder_id:
        handoffs.pass_to_oneself(t, onward.stage, team=team, trigger=row)
        return
    lacking = t.state.lacking(onward.stage)
    if not lacking:
        handoffs.offer(t, onward.stage, team=team, receiver=receiver)
        return
    t.say(handoff_facts.HandoffCalled(to_stage=onward.stage, team=team.pk))
    t.plan_step(
        "complete_handoff",
        hours=t.stage.handoff_hours,
        handler=t.row.holder_id,
        parameters={"team": team.name},
    )


def object_to(*, journey: int, trigger_id: int, words: str, by: Actor) -> None:
    """Record the customer's objection to words written down as theirs. Somebody has to answer it."""
    if not words.strip():
        raise invalid("words", _("What is not right about it?"))
    with turn(journey=journey, by=by, check=lambda state: cannot_object(state, trigger_id)) as t:
        Trigger.objects.filter(pk=trigger_id).update(objected_at=t.now)
        t.say(facts.TriggerObjected(trigger=trigger_id, said=words.strip()))
        wake(t, why="objection")
        t.plan_step("answer_objection", hours=t.stage.answer_hours)
