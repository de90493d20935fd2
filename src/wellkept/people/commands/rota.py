"""Change a team's rota: who receives its new work, week by week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.events.commands import Entry, record
from wellkept.kernel.refusal import Refusal, invalid, missing
from wellkept.kernel.text import fill
from wellkept.people import facts, rules
from wellkept.people.actor import Actor
from wellkept.people.models import Rota, RotaDays, RotaPlace, Team
from wellkept.people.rights import lead_of_team_or_admin, member_only
from wellkept.people.rota import today

LONGEST = timedelta(days=366)


@transaction.atomic
def set_rota(*, team: int, people: Sequence[int], since: date, weeks: int, by: Actor) -> Rota:
    """Set the rota: these people in this order, `weeks` weeks each, the first from `since`, repeated without
    end."""
    _team(team, by)
    if len(people) < 2:
        raise Refusal(
            "no_turns",
            _("A rota needs at least two people."),
            field="people",
            instead=_("If it is always the same person, make them the standing member."),
            status=422,
        )
    if len(set(people)) < len(people):
        raise invalid("people", _("Each person is in the order once."))
    if not 1 <= weeks <= 52:
        raise invalid("weeks", _("How many weeks does each duty last? One to 52."))
    for person in people:
        member_only(person, team)
    return _write(team, people, since, weeks, by)


@transaction.atomic
def end_rota(*, team: int, by: Actor) -> None:
    """End the rota. The standing member receives again, else the lead. Single days stay."""
    _team(team, by)
    if Rota.objects.filter(team_id=team).exists():
        _clear(team, by)


@transaction.atomic
def set_duty(*, team: int, person: int, since: date, until: date, by: Actor) -> RotaDays:
    """Put a person on duty from `since` to `until` (included), whatever the rota says."""
    _team(team, by)
    member_only(person, team)
    if until < since:
        raise invalid("until", _("The last day comes before the first."))
    if until < today():
        raise invalid("until", _("These days have passed already."))
    if until - since > LONGEST:
        raise invalid("until", _("At most a year at once. For a lasting change set a new order."))
    taken = RotaDays.objects.select_related("person").filter(team_id=team, since__lte=until, until__gte=since)
    if other := taken.order_by("since").first():
        raise Refusal(
            "stands_already",
            fill(_("%(person)s is on duty on some of these days."), person=other.person.name),
            field="since",
            instead=_("Remove those days first."),
            status=409,
        )
    row = RotaDays.objects.create(team_id=team, person_id=person, since=since, until=until)
    record(Entry(team, facts.RotaDaysSet(stands=person, first_day=since, last_day=until)), by=by.by)
    return row


@transaction.atomic
def remove_duty(*, team: int, days: int, by: Actor) -> None:
    """Remove single days. The rota applies to them again."""
    _team(team, by)
    row = RotaDays.objects.filter(pk=days, team_id=team).first()
    if row is None:
        raise missing("days", _("There are no such days."))
    _end(row, by)


def leave_rota(*, team: int, person: int, by: Actor) -> None:
    """Take a person out of the rota of a team that they leave.

    Part of that command. The others keep their order, beginning with the person now on duty.
    """
    for row in RotaDays.objects.filter(team_id=team, person_id=person):
        _end(row, by)
    rota = Rota.objects.filter(team_id=team).first()
    places = list(
        RotaPlace.objects.filter(team_id=team).order_by("place").values_list("person_id", flat=True)
    )
    if rota is None or person not in places:
        return
    now = today()
    here = rules.place_on(now, since=rota.since, weeks=rota.weeks, count=len(places)) or 0
    left = [member for member in rules.rotated(places, here) if member != person]
    if len(left) < 2:
        _clear(team, by)
    else:
        _write(team, left, rules.first_day(now, since=rota.since, weeks=rota.weeks), rota.weeks, by)


def _write(team: int, people: Sequence[int], since: date, weeks: int, by: Actor) -> Rota:
    row, _unused = Rota.objects.update_or_create(team_id=team, defaults={"since": since, "weeks": weeks})
    RotaPlace.objects.filter(team_id=team).delete()
    RotaPlace.objects.bulk_create(
        RotaPlace(team_id=team, place=place, person_id=person) for place, person in enumerate(people)
    )
    record(Entry(team, facts.RotaSet(people=list(people), first_day=since, weeks=weeks)), by=by.by)
    return row


def _clear(team: int, by: Actor) -> None:
    RotaPlace.objects.filter(team_id=team).delete()
    Rota.objects.filter(team_id=team).delete()
    record(Entry(team, facts.RotaSet(people=[], first_day=None, weeks=0)), by=by.by)


def _end(row: RotaDays, by: Actor) -> None:
    fact = facts.RotaDaysEnded(stands=row.person_id, first_day=row.since, last_day=row.until)
    team = row.team_id
    row.delete()
    record(Entry(team, fact), by=by.by)


def _team(team: int, by: Actor) -> None:
    """Lock the team, so that two changes of its rota run one after the other."""
    lead_of_team_or_admin(by, team)
    if not Team.objects.select_for_update(no_key=True).filter(pk=team).exists():
        raise missing("team", _("There is no such team."))
