"""Hand over the roles of a colleague who leaves, and end their membership and their access."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from wellkept.events.commands import Entry, record
from wellkept.kernel import clock
from wellkept.people import facts
from wellkept.people.actor import Actor
from wellkept.people.commands.administrators import end_administration
from wellkept.people.commands.keys import revoke_all
from wellkept.people.commands.rota import leave_rota
from wellkept.people.models import Absence, AcceptanceRule, Company, Member, Person, Team
from wellkept.people.rights import locked
from wellkept.people.successors import Successors


@transaction.atomic
def hand_over(*, person: int, to: Successors, by: Actor) -> None:
    """Give a leaver's roles in teams and in the company to their successors. Part of `leaving.leave`."""
    for team in Team.objects.select_for_update().filter(Q(lead=person) | Q(standing=person)).order_by("pk"):
        heir = to.by_team.get(team.pk)
        if team.lead_id == person:
            team.lead_id = heir
            record(Entry(team.pk, facts.LeadNamed(lead=heir)), by=by.by)
        if team.standing_id == person:
            team.standing_id = heir
            record(Entry(team.pk, facts.StandingMemberNamed(standing=heir)), by=by.by)
        team.save(update_fields=["lead", "standing"])
    for rule in AcceptanceRule.objects.filter(answerable_id=person):
        heir = to.in_team(rule.team_id)
        rule.answerable_id = heir
        rule.save(update_fields=["answerable"])
        record(
            Entry(rule.team_id, facts.AcceptanceRuled(giving_team=rule.giving_team_id, answerable=heir)),
            by=by.by,
        )
    company = Company.objects.select_for_update().get()
    if company.process_owner_id == person:
        company.process_owner_id = to.everything
        company.save(update_fields=["process_owner"])
        named = facts.CompanyChanged(what=["process_owner"], process_owner=company.process_owner_id)
        record(Entry(company.pk, named), by=by.by)
    for deputised in Person.objects.filter(deputy_id=person, active=True):
        Person.objects.filter(pk=deputised.pk).update(deputy=None)
        record(Entry(deputised.pk, facts.DeputyNamed(deputy=None)), by=by.by)


@transaction.atomic
def end_employment(*, person: int, journeys: int, steps: int, by: Actor) -> None:
    """Take a leaver out of their teams, and end their access, their keys and an administrator's rights.

    Part of `leaving.leave`. `journeys` and `steps` count what they handed over.
    """
    now = clock.now()
    teams = list(
        Team.objects.filter(memberships__person_id=person).order_by("name").values_list("pk", flat=True)
    )
    for team in teams:
        leave_rota(team=team, person=person, by=by)
    entries: list[Entry] = [Entry(person, facts.PersonLeft(journeys=journeys, steps=steps))]
    entries += [Entry(person, facts.MemberLeft(team=team)) for team in teams]
    Member.objects.filter(person_id=person).delete()
    entries += revoke_all(person=person)
    row = locked(person)
    entries += end_administration(row, by=by)
    Absence.objects.filter(person_id=person, since__gt=now).delete()
    row.active, row.access, row.deputy = False, False, None
    row.save(update_fields=["active", "access", "deputy", "admin"])
    record(*entries, by=by.by)
