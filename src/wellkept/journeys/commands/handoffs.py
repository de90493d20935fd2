"""Handoffs: pass a journey on in two steps, so that it cannot be lost between two teams (laws 1, 5 and 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from wellkept.blueprints.queries import current, team_for
from wellkept.events import sweeps
from wellkept.journeys import handoff_facts
from wellkept.journeys.commands.goals import Goals, goals_so_far, record_goals
from wellkept.journeys.commands.plan_next import plan_next
from wellkept.journeys.commands.turn import Turn, turn
from wellkept.journeys.models import Check, Goal, Handoff, Move, Trigger
from wellkept.journeys.planned_step import NO_STEP, PlannedStep
from wellkept.journeys.rules import (
    cannot_answer_offer,
    cannot_offer,
    cannot_withdraw_offer,
    open_to_all,
    open_to_workers,
)
from wellkept.kernel import clock
from wellkept.kernel.instants import must_be_ahead
from wellkept.kernel.refusal import changed_meanwhile, invalid, missing
from wellkept.kernel.rows import insert
from wellkept.kernel.text import fill
from wellkept.people.actor import SYSTEM, Actor
from wellkept.people.models import AcceptanceRule, Member, Team
from wellkept.people.queries import company, stand_in, standing_member
from wellkept.people.stages import stage_name


def tick(*, journey: int, item: str, by: Actor, note: str = "") -> None:
    """Tick an item of the next team's checklist."""
    with turn(journey=journey, by=by, check=open_to_workers) as t:
        tick_items(t, {item: note})


def untick(*, journey: int, item: str, by: Actor) -> None:
    """Uncheck an item of a checklist."""
    with turn(journey=journey, by=by, check=open_to_workers) as t:
        if Check.objects.filter(journey=t.row, item=item).delete()[0]:
            t.say(handoff_facts.ItemUnticked(item=item))


def offer_handoff(
    *,
    journey: int,
    by: Actor,
    to_stage: str | None = None,
    team: int | None = None,
    receiver: int | None = None,
    ticks: Mapping[str, str] | Iterable[str] = (),
    reason: str = "",
    goals: Goals | None = None,
) -> Handoff:
    """Offer the journey to the next team, or, with a reason, back to an earlier one that the blueprint allows.

    Forward it needs the customer's trigger. Incomplete is allowed: the receiver sees what is missing and may decline.
    """
    with turn(journey=journey, by=by, check=lambda state: cannot_offer(state, to_stage)) as t:
        onward = t.plan.after(t.row.stage)
        stage = to_stage or (onward.stage if onward else t.row.stage)
        used = _trigger_of(t, stage)
        if used is None and not reason.strip():
            raise invalid("reason", _("Going back to an earlier stage needs a reason."))
        tick_items(t, dict.fromkeys(ticks, "") if not isinstance(ticks, Mapping) else ticks)
        to = _team(t, stage, team)
        who = receiver or standing_member(to)
        if not Member.objects.filter(person_id=who, team=to).exists():
            raise invalid("receiver", fill(_("Only a member of %(to)s can receive it."), to=to.name))
        t.finish([step for step in t.steps() if step.rule.is_handoff], say=False)
        if who == t.row.holder_id:
            return pass_to_oneself(t, stage, team=to, trigger=used, reason=reason, goals=goals, act=True)
        return offer(t, stage, team=to, receiver=who, reason=reason, goals=goals, act=True)


def offer(
    t: Turn,
    stage: str,
    *,
    team: Team,
    receiver: int,
    reason: str = "",
    goals: Goals | None = None,
    act: bool = False,
) -> Handoff:
    """Write the offer, with the time by which it must be answered. Accept it by rule if the team has one.

    The offer is the `act` that is recorded first, or a consequence of another act.
    """
    row = t.row
    lacks = t.state.lacking(stage)
    hours = t.plan.stage(stage).handoff_hours
    step = t.plan_step("answer_offer", hours=hours, handler=receiver, parameters={"team": row.team.name})
    handoff = Handoff(
        journey=row,
        version_id=row.version_id,
        from_stage=row.stage,
        to_stage=stage,
        team=team,
        giver_id=row.holder_id,
        receiver_id=receiver,
        reason=reason.strip(),
        offered_at=t.now,
        answer_by=t.due_in(hours),
        complete=not lacks,
        step=step,
    )
    insert(handoff)
    if goals is not None and not Goal.objects.filter(journey=row, move=row.move).exists():
        record_goals(t, goals)
    t.audience_teams.add(team.pk)
    t.say(
        handoff_facts.HandoffOffered(
            handoff=handoff.pk,
            from_stage=row.stage,
            to_stage=stage,
            team=team.pk,
            giver=handoff.giver_id,
            receiver=receiver,
            complete=not lacks,
            missing=[item.key for item in lacks],
            answer_by=handoff.answer_by,
            is_return=_trigger_of(t, stage) is None,
            reason=reason.strip(),
        ),
        first=act,
    )
    rule = AcceptanceRule.objects.filter(team=team, giving_team_id=row.team_id).first() if not lacks else None
    if rule is not None:
        _accept(t, handoff, _Acceptance(holder=receiver, answered_by=rule.answerable_id, rule=rule))
    return handoff


def pass_to_oneself(
    t: Turn,
    stage: str,
    *,
    team: Team,
    trigger: Trigger | None,
    reason: str = "",
    goals: Goals | None = None,
    act: bool = False,
) -> Handoff:
    """Offer and accept in one act, because giver and receiver are the same person. Both are recorded."""
    row = t.row
    assert row.holder_id is not None
    lacks = t.state.lacking(stage)
    handoff = Handoff(
        journey=row,
        version_id=row.version_id,
        from_stage=row.stage,
        to_stage=stage,
        team=team,
        giver_id=row.holder_id,
        receiver_id=row.holder_id,
        reason=reason.strip(),
        offered_at=t.now,
        answer_by=t.now,
        complete=not lacks,
    )
    insert(handoff)
    if goals is not None and not Goal.objects.filter(journey=row, move=row.move).exists():
        record_goals(t, goals)
    t.say(
        handoff_facts.HandoffOffered(
            handoff=handoff.pk,
            from_stage=row.stage,
            to_stage=stage,
            team=team.pk,
            giver=row.holder_id,
            receiver=row.holder_id,
            complete=not lacks,
            missing=[item.key for item in lacks],
            answer_by=t.now,
            is_return=trigger is None,
            reason=reason.strip(),
        ),
        first=act,
    )
    yes = _Acceptance(holder=row.holder_id, answered_by=row.holder_id, to_oneself=True)
    _accept(t, handoff, yes, trigger=trigger)
    return handoff


def accept_handoff(
    *,
    journey: int,
    by: Actor,
    rating: int | None = None,
    open_points: Sequence[tuple[str, datetime]] = (),
    then: PlannedStep = NO_STEP,
    offer: int | None = None,
) -> Handoff:
    """Accept the offer: the stage moves and the holder changes at this moment. `offer` is the one that was seen.

    Missing items become dated open points of the giver's: those named here, and each further required item
    that is not ticked. The latter are due when the team's own first step is.
    """
    with turn(journey=journey, by=by, check=cannot_answer_offer) as t:
        handoff = _offered(t, offer)
        if rating is not None and not 1 <= rating <= 5:
            raise invalid("rating", _("A rating is a number from 1 to 5."))
        for _what, due in open_points:
            must_be_ahead("open_points", due, now=t.now)
        me = by.as_staff()
        # Who answers from further up the ladder leaves it with the team: the holder is one of its members.
        asked = me if handoff.team_id in t.by.teams else handoff.receiver_id
        holder = asked if handoff.team_id in t.by.teams else standing_member(handoff.team, prefer=asked)
        yes = _Acceptance(
            holder=holder,
            answered_by=me,
            rating=rating,
            open_points=open_points,
            then=then,
        )
        _accept(t, handoff, yes)
        return handoff


def decline_handoff(*, journey: int, by: Actor, reason: str, offer: int | None = None) -> Handoff:
    """Decline the offer with a reason. The journey stays with the giver, with a step to mend it."""
    if not reason.strip():
        raise invalid("reason", _("What is missing? The giver needs to know."))
    with turn(journey=journey, by=by, check=cannot_answer_offer) as t:
        handoff = _offered(t, offer)
        close_offer(t, handoff, "declined", by.as_staff(), reason.strip())
        t.say(
            handoff_facts.HandoffDeclined(
                handoff=handoff.pk, to_stage=handoff.to_stage, reason=reason.strip()
            ),
            first=True,
        )
        t.plan_step(
            "mend_handoff",
            reason,
            hours=t.stage.handoff_hours,
            handler=t.row.holder_id,
        )
        t.audience_people.add(handoff.receiver_id)
        return handoff


def withdraw_handoff(*, journey: int, by: Actor, reason: str) -> Handoff:
    """Take an offer back before it is answered."""
    if not reason.strip():
        raise invalid("reason", _("Say why it is taken back."))
    with turn(journey=journey, by=by, check=cannot_withdraw_offer) as t:
        handoff = _offered(t)
        close_offer(t, handoff, "withdrawn", by.as_staff(), reason.strip())
        t.say(handoff_facts.HandoffWithdrawn(handoff=handoff.pk, reason=reason.strip()), first=True)
        t.plan_step("offer_again", hours=t.stage.handoff_hours, handler=t.row.holder_id)
        t.audience_people.add(handoff.receiver_id)
        return handoff


def escalate_overdue_offers(*, by: Actor = SYSTEM) -> int:
    """Pass unanswered offers up the ladder: a stand-in, the team's lead, the process owner. No offer lapses."""
    late = Handoff.objects.filter(state="offered", answer_by__lt=clock.now()).values_list(
        "journey_id", flat=True
    )

    def escalate(journey: int) -> bool:
        with turn(journey=journey, by=by, check=open_to_all) as t:
            handoff = t.state.offer
            if handoff is None or handoff.answer_by >= t.now:
                raise sweeps.NotDue
            _escalate(t, handoff)
            return True

    return sweeps.each("escalate_offers", list(late), escalate)


def _escalate(t: Turn, handoff: Handoff) -> None:
    rung = handoff.escalations + 1
    receiver = _rung(handoff, rung)
    hours = t.plan.stage(handoff.to_stage).handoff_hours
    t.audience_people |= {handoff.receiver_id, receiver}
    handoff.receiver_id, handoff.escalations, handoff.escalated_at = receiver, rung, t.now
    handoff.answer_by = t.due_in(hours)
    t.say(handoff_facts.HandoffEscalated(handoff=handoff.pk, receiver=receiver, rung=rung))
    t.finish([step for step in t.steps() if step.pk == handoff.step_id], how="escalated", say=False)
    handoff.step = t.plan_step(
        "answer_late_offer",
        due=handoff.answer_by,
        handler=receiver,
        parameters={"since": handoff.offered_at.date().isoformat()},
    )
    handoff.save(update_fields=["receiver", "escalations", "escalated_at", "answer_by", "step"])


@dataclass(frozen=True, kw_only=True)
class _Acceptance:
    """The yes to an offer: by a person, by their rule, or by the giver to themselves."""

    holder: int
    answered_by: int
    rating: int | None = None
    open_points: Sequence[tuple[str, datetime]] = ()
    then: PlannedStep = NO_STEP
    rule: AcceptanceRule | None = None
    to_oneself: bool = False


def _accept(t: Turn, handoff: Handoff, yes: _Acceptance, *, trigger: Trigger | None = None) -> None:
    row = t.row
    giver = handoff.giver_id
    lacks = t.state.lacking(handoff.to_stage) if not yes.to_oneself else []
    used = trigger or _trigger_of(t, handoff.to_stage)
    process = current(blueprint=row.blueprint_id)
    if handoff.to_stage not in [stage.stage for stage in process.stages]:
        process = t.plan  # the version now approved no longer has this stage: the journey stays on its own
    handoff.state, handoff.answered_at, handoff.answered_by_id = "accepted", t.now, yes.answered_by
    handoff.rating, handoff.by_rule = yes.rating, yes.rule
    handoff.save(update_fields=["state", "answered_at", "answered_by", "rating", "by_rule"])
    looks = goals_so_far(t, forward=used is not None)
    if looks is not None:
        record_goals(t, looks)
    left, left_stage = row.version_id, row.stage
    row.move += 1
    Move(
        journey=row,
        seq=row.move,
        from_stage=left_stage,
        to_stage=handoff.to_stage,
        left_version_id=left,
        version=process.version,
        handoff=handoff,
        trigger=used,
        trigger_kind=used.kind if used else None,
        reason=handoff.reason,
        at=t.now,
    ).save(force_insert=True)
    t.audience_people |= {giver, yes.holder, row.holder_id}
    t.audience_teams |= {row.team_id, handoff.team_id}
    row.stage, row.team, row.holder_id = handoff.to_stage, handoff.team, yes.holder
    row.version = process.version
    t.say(
        handoff_facts.HandoffAccepted(
            handoff=handoff.pk,
            from_stage=left_stage,
            to_stage=handoff.to_stage,
            team=handoff.team_id,
            giver=giver,
            holder=yes.holder,
            version=process.version.pk,
            rating=yes.rating,
            open_points=len(lacks) + len(yes.open_points),
            by_rule=yes.rule.pk if yes.rule else None,
            to_oneself=yes.to_oneself,
        ),
        first=not yes.to_oneself and yes.rule is None,
    )
    t.finish([s for s in t.steps() if not s.rule.survives_move], how="handed_over", say=False)
    for what, due in yes.open_points:
        t.plan_step("open_point", what, due=due, handler=giver)
    named = " ".join(what for what, _unused in yes.open_points)
    for item in lacks:
        if item.text not in named:
            t.plan_step("open_point", item.text, hours=t.stage.first_step_hours, handler=giver)
    first = replace(yes.then, text=yes.then.text or t.stage.first_step)
    plan_next(t, first, hours=t.stage.first_step_hours)


def close_offer(t: Turn, handoff: Handoff, state: str, by: int, answer: str) -> None:
    """Close an answered or withdrawn offer, and the step that asked for an answer."""
    handoff.state, handoff.answered_at, handoff.answered_by_id, handoff.answer = state, t.now, by, answer
    handoff.save(update_fields=["state", "answered_at", "answered_by", "answer"])
    t.finish([step for step in t.steps() if step.pk == handoff.step_id], how=state, say=False)


def _offered(t: Turn, seen: int | None = None) -> Handoff:
    """The open offer, which the check has seen. It is the one that the answer is to, if that is named."""
    handoff = t.checked.offer
    assert handoff is not None
    if seen is not None and seen != handoff.pk:
        raise changed_meanwhile(fill(_("another offer, by %(giver)s"), giver=handoff.giver.name))
    return handoff


def _rung(handoff: Handoff, rung: int) -> int:
    standing_in = stand_in(handoff.receiver_id, team=handoff.team_id)
    if rung == 1 and standing_in != handoff.receiver_id:
        return standing_in
    if rung <= 2 and handoff.team.lead_id and handoff.team.lead_id != handoff.receiver_id:
        return int(handoff.team.lead_id)
    return int(company().process_owner_id or handoff.receiver_id)


def _team(t: Turn, stage: str, team: int | None) -> Team:
    if team is None:
        return team_for(t.row.blueprint_id, stage)
    row = Team.objects.filter(pk=team, stage=stage).first()
    if row is None:
        raise invalid("team", fill(_("This team does not do %(stage)s."), stage=stage_name(stage)))
    return row


def tick_items(t: Turn, ticks: Mapping[str, str]) -> None:
    """Tick items as part of another act."""
    known = {item.key for item in t.plan.checklist}
    for item, note in ticks.items():
        if item not in known:
            raise missing("item", _("The checklist has no such item."))
        _unused, is_new = Check.objects.get_or_create(
            journey=t.row, item=item, defaults={"by_id": t.by.as_staff(), "at": t.now, "note": note}
        )
        if is_new:
            t.say(handoff_facts.ItemTicked(item=item, note=note))


def _trigger_of(t: Turn, stage: str) -> Trigger | None:
    route = t.plan.route(t.row.stage, stage)
    return t.state.unused_trigger(route.trigger) if route and route.trigger else None
