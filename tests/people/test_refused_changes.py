"""Impossible changes of people, teams, keys and the company: each is refused, and nothing is recorded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.cast import DAY, Cast
from tests.refused import refused

from wellkept.events.queries import history
from wellkept.kernel import clock
from wellkept.leaving.commands.staff import leave
from wellkept.people import commands
from wellkept.people import queries as staff
from wellkept.people.founder import Founder
from wellkept.people.models import Absence, Member, Person, Team, Token

pytestmark = pytest.mark.django_db
Change = Callable[[Cast, dict[str, Any]], object]


def ana(cast: Cast) -> dict[str, Any]:
    return {"by": cast.by("ana")}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": " "}, "invalid_name"),
        ({"email": "nobody"}, "invalid_email"),
        ({"email": "TOM@lindenau.example"}, "invalid_email"),
    ],
)
def test_a_person_who_cannot_join_does_not(cast: Cast, wrong: dict[str, Any], code: str) -> None:
    before = Person.objects.count()
    new = {"name": "Nora", "email": "nora@lindenau.example"} | wrong
    with refused(code):
        commands.join(**new, **ana(cast))
    assert Person.objects.count() == before


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda c, by: commands.change_person(person=c.lea.pk, colour="red", **by), "invalid_colour"),
        (lambda c, by: commands.change_person(person=c.lea.pk, name=" ", **by), "invalid_name"),
        (lambda c, by: commands.name_deputy(person=c.lea.pk, deputy=c.lea.pk, **by), "invalid_deputy"),
        (
            lambda c, by: commands.go_away(person=c.lea.pk, since=clock.now(), until=clock.now() - DAY, **by),
            "invalid_until",
        ),
        (lambda c, by: commands.withdraw_access(person=c.lea.pk, reason=" ", **by), "invalid_reason"),
        (
            lambda c, by: commands.withdraw_access(person=c.ana.pk, reason="Lost", **by),
            "last_administrator",
        ),
        (lambda c, by: commands.make_token(name=" ", person=c.ana.pk, scopes=["read"], **by), "invalid_name"),
        (lambda c, by: commands.make_token(name="Van", person=c.ana.pk, scopes=[], **by), "invalid_scopes"),
        (
            lambda c, by: commands.make_token(name="Van", person=c.ana.pk, scopes=["all"], **by),
            "invalid_scopes",
        ),
        (lambda c, by: commands.revoke_token(token=0, **by), "no_such_token"),
        (lambda c, by: commands.make_team(name="Night", stage="night", **by), "invalid_stage"),
        (lambda c, by: commands.make_team(name=" ", stage=None, **by), "invalid_name"),
        (lambda c, by: commands.make_team(name="Billing", stage=None, **by), "invalid_name"),
        (lambda c, by: commands.leave_team(person=c.lea.pk, team=0, **by), "no_such_team"),
        (lambda c, by: commands.change_company(colour="red", **by), "invalid_colour"),
    ],
)
def test_a_change_that_cannot_be_is_refused(cast: Cast, change: Change, code: str) -> None:
    before = list(Person.objects.order_by("pk").values("name", "access", "deputy"))
    with refused(code):
        change(cast, ana(cast))
    assert list(Person.objects.order_by("pk").values("name", "access", "deputy")) == before
    assert (Absence.objects.count(), Token.objects.count(), Team.objects.count()) == (0, 0, 5)


def test_a_leaver_gets_no_access(cast: Cast) -> None:
    leave(person=cast.lea.pk, by=cast.by("ana"))
    with refused("has_left"):
        commands.give_access(person=cast.lea.pk, by=cast.by("ana"))
    assert not Person.objects.get(pk=cast.lea.pk).access


def test_a_repeated_change_is_recorded_once(cast: Cast) -> None:
    by, lea = cast.by("ana"), cast.lea.pk
    row, _ = commands.make_token(name="Van", person=cast.ana.pk, scopes=["read"], by=by)
    commands.revoke_token(token=row.pk, by=by)
    company = staff.company().pk
    before = [len(history(subject)) for subject in (cast.ana.pk, lea, company)]
    commands.revoke_token(token=row.pk, by=by)
    commands.join_team(person=lea, team=cast.teams["delivery"].pk, by=by)
    commands.leave_team(person=lea, team=cast.teams["sales"].pk, by=by)
    commands.come_back(person=lea, by=by)
    commands.change_company(by=by)
    assert [len(history(subject)) for subject in (cast.ana.pk, lea, company)] == before


def test_leaving_a_team_ends_leading_and_receiving_there(cast: Cast) -> None:
    team = cast.teams["delivery"].pk
    commands.leave_team(person=cast.jonas.pk, team=team, by=cast.by("ana"))
    row = Team.objects.get(pk=team)
    assert (row.lead_id, row.standing_id) == (None, None)
    assert not Member.objects.filter(person=cast.jonas, team=team).exists()
    assert [event.type for event in history(team)][-2:] == ["lead_named", "standing_member_named"]


def test_a_company_is_set_up_once_and_under_a_name(cast: Cast) -> None:
    with refused("already_set_up"):
        commands.set_up_company(
            name="Mallory Ltd", founder=Founder(name="Mallory", email="m@x.example", password=None)
        )


@pytest.mark.django_db
def test_a_company_has_a_name(db: None) -> None:
    with refused("invalid_name"):
        commands.set_up_company(name=" ", founder=Founder(name="Ana", email="ana@x.example", password=None))
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_the_first_person_chooses_a_good_password(db: None) -> None:
    with refused("invalid_password"):
        commands.set_up_company(
            name="Lindenau", founder=Founder(name="Ana", email="ana@x.example", password="short")
        )
    assert not Person.objects.exists()
