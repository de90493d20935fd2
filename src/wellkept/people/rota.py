"""Read rotas: who receives a team's new work now and in the coming weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from wellkept.kernel import clock
from wellkept.people import rules
from wellkept.people.models import Company, Person, Rota, RotaDays, RotaPlace

# The members of these teams, with all that decides who stands; the days around today in whatever time zone.
_MEMBERS = """
SELECT m.team_id, m.person_id, t.standing_id, t.lead_id, c.time_zone, r.since, r.weeks, p.place,
       w.access AND NOT EXISTS (
           SELECT FROM absence a
            WHERE a.person_id = m.person_id AND a.since <= %(now)s AND (a.until IS NULL OR a.until > %(now)s)),
       ARRAY(SELECT ARRAY[d.since::date, d.until::date] FROM rota_days d
              WHERE d.team_id = m.team_id AND d.person_id = m.person_id
                AND d.since <= %(day)s::date + 1 AND d.until >= %(day)s::date - 1)
  FROM member m
  JOIN team t ON t.id = m.team_id
  JOIN person w ON w.id = m.person_id
  LEFT JOIN company c ON true
  LEFT JOIN rota r ON r.team_id = m.team_id
  LEFT JOIN rota_place p ON p.team_id = m.team_id AND p.person_id = m.person_id
 WHERE m.team_id = ANY(%(teams)s)
"""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A member of a team, with what speaks for them today."""

    person: int
    standing: bool
    leads: bool
    place: int | None
    there: bool
    today: bool  # on duty today by a single arrangement


@dataclass(frozen=True, slots=True)
class Duty:
    """Days (the last included) and the person on duty on them, by the rota or as a single arrangement."""

    since: date
    until: date
    person: Person
    days: int | None = None  # the single days that these are
    instead_of: Person | None = None


def standing_members(teams: Sequence[int], *, prefer: int | None = None) -> dict[int, int]:
    """Return who receives new work in each of these teams. One query.

    In order: the person of the day, the rota from the present place on, the standing member, the lead, any
    member. The first who is not away wins. `prefer` goes before all, even when away. Teams without members
    are left out.
    """
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERS, {"now": now, "day": now.date(), "teams": list(teams)})
        rows = cursor.fetchall()
    receivers: dict[int, int] = {}
    for team in dict.fromkeys(row[0] for row in rows):
        of_team = [row for row in rows if row[0] == team]
        zone, since, weeks = of_team[0][4:7]
        day = now.astimezone(clock.zone(zone)).date()
        members = [
            _Candidate(
                person=person,
                standing=person == standing_id,
                leads=person == lead_id,
                place=place,
                there=there,
                today=any(first <= day <= last for first, last in days),
            )
            for _team, person, standing_id, lead_id, _zone_, _since, _weeks, place, there, days in of_team
        ]
        count = sum(member.place is not None for member in members)
        here = rules.place_on(day, since=since, weeks=weeks, count=count) if since else None
        receivers[team] = _first(members, here, count, prefer)
    return receivers


def _first(members: Sequence[_Candidate], here: int | None, count: int, prefer: int | None) -> int:
    def rank(member: _Candidate) -> tuple[bool, bool, bool, int, bool, bool, int]:
        behind = count if here is None or member.place is None else (member.place - here) % count
        return (
            member.person != prefer,
            not member.there,
            not member.today,
            behind,
            not member.standing,
            not member.leads,
            member.person,
        )

    return min(members, key=rank).person


def order(team: int) -> list[Person]:
    """The people of the rota, in order."""
    return [row.person for row in _places(team)]


def rota(team: int) -> Rota | None:
    """The rota's first day and its number of weeks, or None."""
    return Rota.objects.filter(team_id=team).first()


def single_days(team: int) -> list[RotaDays]:
    """Single days with another person on duty, from today on."""
    rows = RotaDays.objects.select_related("person").filter(team_id=team, until__gte=today())
    return list(rows.order_by("since"))


def ahead(team: int, *, weeks: int) -> list[Duty]:
    """The duties of the coming weeks, from today on. Absences are left out: not all are known yet."""
    return _spread(rota(team), order(team), single_days(team), today(), today() + timedelta(weeks=weeks))


def _spread(
    row: Rota | None, people: list[Person], single: list[RotaDays], since: date, until: date
) -> list[Duty]:
    """Group neighbouring days with the same person on duty."""
    duties: list[Duty] = []
    day = since
    while day < until:
        own = next((days for days in single if days.since <= day <= days.until), None)
        place = rules.place_on(day, since=row.since, weeks=row.weeks, count=len(people)) if row else None
        regular = people[place] if place is not None else None
        ends = own.until if own else _end_of_duty(row, people, single, day, until)
        if own is not None:
            duties.append(Duty(day, ends, own.person, own.pk, regular if regular != own.person else None))
        elif regular is not None:
            duties.append(Duty(day, ends, regular))
        day = ends + timedelta(days=1)
    return duties


def _end_of_duty(
    row: Rota | None, people: list[Person], single: list[RotaDays], day: date, until: date
) -> date:
    """The last day before somebody else is on duty."""
    ends = [days.since - timedelta(days=1) for days in single if days.since > day]
    if row is not None and people:
        began = rules.first_day(day, since=row.since, weeks=row.weeks)
        begins = began if day < began else began + timedelta(weeks=row.weeks)  # the next duty
        ends.append(begins - timedelta(days=1))
    return min([*ends, until - timedelta(days=1)])


def today() -> date:
    """The company's present day, in its time zone."""
    zone = Company.objects.values_list("time_zone", flat=True).first()
    return clock.now().astimezone(clock.zone(zone)).date()


def _places(team: int) -> list[RotaPlace]:
    return list(RotaPlace.objects.select_related("person").filter(team_id=team).order_by("place"))
