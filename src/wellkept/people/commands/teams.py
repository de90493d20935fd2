"""Teams: members, leads, standing members, and rules of acceptance."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.events.commands import Entry, open_subject, record
from wellkept.kernel.refusal import invalid, missing
from wellkept.people import facts
from wellkept.people.actor import Actor
from wellkept.people.commands.rota import leave_rota
from wellkept.people.models import AcceptanceRule, Member, Team
from wellkept.people.rights import active, admin_only, lead_of_team_or_admin, member_only
from wellkept.people.stages import STAGES


@transaction.atomic
def make_team(*, name: str, stage: str | None, by: Actor, lead: int | None = None) -> Team:
    """Create a team. Its lead, if named, is its first member."""
    admin_only(by)
    if stage is not None and stage not in STAGES:
        raise invalid("stage", _("A team does sales, orders, delivery or support, or none of them."))
    if not name.strip():
        raise invalid("name", _("What is the team called?"))
    if Team.objects.filter(name=name.strip()).exists():
        raise invalid("name", _("There is a team of that name already."))
    key = open_subject("team")
    row = Team(subject_id=key, name=name.strip(), stage=stage)
    row.save(force_insert=True)
    record(Entry(key, facts.TeamMade(name=row.name, stage=stage)), by=by.by)
    if lead is not None:
        join_team(person=lead, team=key, by=by)
        name_lead(team=key, lead=lead, by=by)
    row.refresh_from_db()
    return row


@transaction.atomic
def join_team(*, person: int, team: int, by: Actor) -> None:
    """Make a person a member of a team."""
    lead_of_team_or_admin(by, team)
    active(person)
    if Member.objects.filter(person_id=person, team_id=team).exists():
        return
    Member(person_id=person, team_id=team).save(force_insert=True)
    record(Entry(person, facts.MemberJoined(team=team)), by=by.by)


@transaction.atomic
def leave_team(*, person: int, team: int, by: Actor) -> None:
    """End a membership.

    Refused while this person holds journeys there, or while journeys need the team's last member.
    """
    lead_of_team_or_admin(by, team)
    row = Team.objects.select_for_update().filter(pk=team).first()
    if row is None:
        raise missing("team", _("There is no such team."))
    if row.lead_id == person:
        row.lead = None
        row.save(update_fields=["lead"])
        record(Entry(team, facts.LeadNamed(lead=None)), by=by.by)
    if row.standing_id == person:
        row.standing = None
        row.save(update_fields=["standing"])
        record(Entry(team, facts.StandingMemberNamed(standing=None)), by=by.by)
    leave_rota(team=team, person=person, by=by)
    if Member.objects.filter(person_id=person, team_id=team).delete()[0]:
        record(Entry(person, facts.MemberLeft(team=team)), by=by.by)


@transaction.atomic
def name_lead(*, team: int, lead: int, by: Actor) -> None:
    """Name the lead, who answers for the team: one of its members."""
    admin_only(by)
    member_only(lead, team)
    Team.objects.filter(pk=team).update(lead_id=lead)
    record(Entry(team, facts.LeadNamed(lead=lead)), by=by.by)


@transaction.atomic
def name_standing_member(*, team: int, standing: int, by: Actor) -> None:
    """Name the standing member, who receives what arrives automatically: one of the team."""
    lead_of_team_or_admin(by, team)
    member_only(standing, team)
    Team.objects.filter(pk=team).update(standing_id=standing)
    record(Entry(team, facts.StandingMemberNamed(standing=standing)), by=by.by)


@transaction.atomic
def accept_by_rule(*, team: int, giving_team: int, by: Actor) -> AcceptanceRule:
    """Let complete offers from `giving_team` be accepted by rule; who sets the rule answers for it."""
    lead_of_team_or_admin(by, team)
    rule, _unused = AcceptanceRule.objects.update_or_create(
        team_id=team, giving_team_id=giving_team, defaults={"answerable_id": by.as_staff()}
    )
    record(Entry(team, facts.AcceptanceRuled(giving_team=giving_team, answerable=by.person)), by=by.by)
    return rule
