from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from wellkept.kernel import clock
from wellkept.kernel.refusal import missing
from wellkept.people.actor import Actor
from wellkept.people.models import Absence, Company, Member, Person, Team, Token


def company() -> Company:
    """The company, once it is set up."""
    found = Company.objects.first()
    if found is None:
        raise missing("company", "This installation is not set up yet.")
    return found


def is_set_up() -> bool:
    return Company.objects.exists()


def actor(person: int) -> Actor:
    """The person as one who acts, with their teams. Refuses who has no access."""
    found = _with_teams().filter(pk=person, active=True, access=True).first()
    if found is None:
        raise missing("person", "There is no such person, or they have no access.")
    return _actor(found)


def actor_by_token(secret: str) -> Actor | None:
    """The program that shows this secret, acting for its person; None when it may not."""
    digest = hashlib.sha256(secret.encode()).digest()
    token = Token.objects.filter(digest=digest, revoked_at__isnull=True).first()
    if token is None:
        return None
    person = _with_teams().filter(pk=token.person_id, active=True, access=True).first()
    if person is None:
        return None
    found = _actor(person)
    return Actor(
        kind="token",
        person=found.person,
        token=token.pk,
        name=token.name,
        admin=found.admin,
        teams=found.teams,
        scopes=frozenset(token.scopes),
    )


def person(id: int) -> Person:
    found = Person.objects.filter(pk=id).first()
    if found is None:
        raise missing("person", "There is no such person.")
    return found


def staff() -> QuerySet[Person]:
    """Everyone who has not left, by name."""
    return Person.objects.filter(active=True).order_by("name")


def teams() -> QuerySet[Team]:
    return Team.objects.select_related("lead", "standing").order_by("name")


def members(team: int) -> list[Person]:
    return list(Person.objects.filter(memberships__team_id=team).order_by("name"))


def away(people: Iterable[int], at: datetime | None = None) -> set[int]:
    """Which of these people are away at that instant: absent, or without access."""
    keys = list(people)
    instant = at or clock.now()
    absent = (
        Absence.objects.filter(person_id__in=keys, since__lte=instant)
        .filter(Q(until__isnull=True) | Q(until__gt=instant))
        .values_list("person_id", flat=True)
    )
    shut_out = Person.objects.filter(pk__in=keys, access=False).values_list("pk", flat=True)
    return set(absent) | set(shut_out)


def stand_in(person: int, *, team: int | None = None, at: datetime | None = None) -> int:
    """Who acts for `person` now: themselves unless away, then their deputy, team lead, the process owner."""
    row = Person.objects.get(pk=person)
    lead = Team.objects.filter(pk=team).values_list("lead_id", flat=True).first() if team else None
    if team is None:
        lead = (
            Team.objects.filter(memberships__person_id=person, lead__isnull=False)
            .values_list("lead_id", flat=True)
            .first()
        )
    ladder = [person, row.deputy_id, lead, company().process_owner_id]
    candidates = [key for key in ladder if key is not None]
    gone = away(candidates, at)
    return next((key for key in candidates if key not in gone), candidates[-1])


def whom_i_stand_in_for(me: int, at: datetime | None = None) -> list[int]:
    """Everyone away now whose work stands on my desk too."""
    instant = at or clock.now()
    absent = (
        Person.objects.filter(active=True)
        .filter(
            Q(access=False)
            | (
                Q(absences__since__lte=instant)
                & (Q(absences__until__isnull=True) | Q(absences__until__gt=instant))
            )
        )
        .exclude(pk=me)
        .values_list("pk", flat=True)
        .distinct()
    )
    return [key for key in absent if stand_in(key, at=instant) == me]


def standing_member(team: Team) -> int:
    """Who receives what comes in by itself: the standing member, else the lead, else any; not one who is away."""
    ladder = [key for key in (team.standing_id, team.lead_id) if key is not None]
    everyone = list(
        Member.objects.filter(team=team).order_by("person_id").values_list("person_id", flat=True)
    )
    candidates = list(dict.fromkeys(ladder + everyone))
    if not candidates:
        raise missing("member", f"The team {team.name} has no member who could receive this.")
    gone = away(candidates)
    return next((key for key in candidates if key not in gone), candidates[0])


def _with_teams() -> QuerySet[Person]:
    return Person.objects.annotate(
        team_ids=ArraySubquery(Member.objects.filter(person_id=OuterRef("pk")).values("team_id"))
    )


def _actor(row: Person) -> Actor:
    return Actor(
        kind="person",
        person=row.pk,
        name=row.name,
        admin=row.admin,
        teams=frozenset(getattr(row, "team_ids", ())),
    )
