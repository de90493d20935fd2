"""Administrators make others administrators and take it away: on record, signed in again, and never the last one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from tests.cast import Cast
from tests.laws.conftest import snapshot
from tests.race import race
from tests.refused import refused

from wellkept.events.commands import Entry, record
from wellkept.events.queries import history
from wellkept.kernel.refusal import Refusal
from wellkept.laws import constraint_of
from wellkept.leaving.commands.staff import leave
from wellkept.people import commands, facts
from wellkept.people import queries as staff
from wellkept.people.actor import SYSTEM, Actor
from wellkept.people.models import Person
from wellkept.verification.queries import verify

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "a good long password"


def make(cast: Cast, name: str, by: str = "ana") -> None:
    commands.make_administrator(person=cast.person(name).pk, by=cast.by(by))


def remove(cast: Cast, name: str, by: str = "ana") -> None:
    commands.remove_administrator(person=cast.person(name).pk, by=cast.by(by))


def administrators() -> list[str]:
    return [row.name.split()[0].lower() for row in staff.administrators()]


def types(cast: Cast, name: str, count: int) -> list[str]:
    return [event.type for event in history(cast.person(name).pk)][-count:]


def program_of(cast: Cast, name: str) -> Actor:
    scopes = ["read", "write", "admin"]
    _, secret = commands.make_token(name="Van", person=cast.person(name).pk, scopes=scopes, by=cast.by(name))
    program = staff.actor_by_token(secret)
    assert program is not None
    return program


def test_an_administrator_makes_another_one_and_takes_it_away_on_record(cast: Cast) -> None:
    make(cast, "lea")
    assert administrators() == ["ana", "lea"]
    remove(cast, "ana", by="lea")
    assert administrators() == ["lea"]
    assert (types(cast, "lea", 1), types(cast, "ana", 1)) == (
        ["administrator_made"],
        ["administrator_removed"],
    )
    with refused("not_yours_to_do"):
        commands.withdraw_access(person=cast.tom.pk, reason="x", by=cast.by("ana"))
    assert verify().broken is None


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda c: make(c, "lea", by="tom"), "not_yours_to_do"),
        (lambda c: make(c, "tom", by="tom"), "not_yours_to_do"),
        (lambda c: remove(c, "ana", by="tom"), "not_yours_to_do"),
        (lambda c: make(c, "ana"), "is_administrator"),
        (lambda c: remove(c, "lea"), "not_an_administrator"),
        (lambda c: remove(c, "ana"), "last_administrator"),
        (
            lambda c: commands.make_administrator(person=c.lea.pk, by=program_of(c, "ana")),
            "not_yours_to_do",
        ),
        (lambda c: commands.remove_administrator(person=c.ana.pk, by=SYSTEM), "last_administrator"),
        (lambda c: commands.make_administrator(person=0, by=SYSTEM), "no_such_person"),
    ],
)
def test_anybody_else_is_refused_and_no_rights_change(
    cast: Cast, act: Callable[[Cast], object], code: str
) -> None:
    before = list(Person.objects.order_by("pk").values_list("pk", "admin"))
    with pytest.raises(Refusal) as refusal:
        act(cast)
    assert refusal.value.code == code
    assert list(Person.objects.order_by("pk").values_list("pk", "admin")) == before


def test_nobody_takes_it_from_themselves_and_somebody_without_access_gets_none(cast: Cast) -> None:
    make(cast, "lea")
    with refused("not_oneself"):
        remove(cast, "lea", by="lea")
    commands.withdraw_access(person=cast.tom.pk, reason="Lost telephone", by=cast.by("ana"))
    with refused("no_access"):
        make(cast, "tom")


def test_with_the_access_the_rights_go_and_do_not_come_back_with_it(cast: Cast) -> None:
    make(cast, "lea")
    commands.withdraw_access(person=cast.lea.pk, reason="Lost telephone", by=cast.by("ana"))
    assert types(cast, "lea", 2) == ["access_withdrawn", "administrator_removed"]
    commands.give_access(person=cast.lea.pk, by=cast.by("ana"))
    assert administrators() == ["ana"]
    assert not cast.by("lea").admin


def test_an_administrators_program_takes_no_rights_by_withdrawing_access(cast: Cast) -> None:
    make(cast, "lea")
    with pytest.raises(Refusal, match="signed in"):
        commands.withdraw_access(person=cast.lea.pk, reason="x", by=program_of(cast, "ana"))
    assert administrators() == ["ana", "lea"]


# Races


def ends(results: Sequence[Any]) -> list[str]:
    """List how each act ended: the name of the law that refused it, or "done"."""
    return sorted(
        (constraint_of(result) or "?") if isinstance(result, IntegrityError) else "done" for result in results
    )


@pytest.mark.law
def test_two_who_take_it_from_each_other_at_once_do_not_both_succeed(cast: Cast) -> None:
    make(cast, "lea")
    ana, lea = cast.by("ana"), cast.by("lea")
    ended = race(
        lambda: commands.remove_administrator(person=cast.lea.pk, by=ana),
        lambda: commands.remove_administrator(person=cast.ana.pk, by=lea),
    )
    assert ends(ended) == ["an_administrator_remains", "done"]
    assert len(administrators()) == 1
    assert verify().broken is None


@pytest.mark.law
def test_also_where_a_third_one_remains_the_second_is_no_administrator_any_more(cast: Cast) -> None:
    make(cast, "lea")
    make(cast, "tom")
    ana, lea = cast.by("ana"), cast.by("lea")
    ended = race(
        lambda: commands.remove_administrator(person=cast.lea.pk, by=ana),
        lambda: commands.remove_administrator(person=cast.ana.pk, by=lea),
    )
    assert ends(ended) == ["another_administrator_decides", "done"]
    assert len(administrators()) == 2


@pytest.mark.law
def test_a_leaver_and_the_one_whose_access_is_withdrawn_do_not_leave_nobody(cast: Cast) -> None:
    make(cast, "lea")
    ana, lea = cast.by("ana"), cast.by("lea")
    ended = race(
        lambda: commands.withdraw_access(person=cast.ana.pk, reason="x", by=lea),
        lambda: leave(person=cast.lea.pk, by=ana),
    )
    assert sum(isinstance(result, Exception) for result in ended) == 1
    assert len(administrators()) == 1


@pytest.mark.law
def test_by_sql_two_events_of_the_same_moment_leave_one(cast: Cast) -> None:
    make(cast, "lea")

    def strike(row: Person) -> None:
        Person.objects.filter(pk=row.pk).update(admin=False)
        record(Entry(row.pk, facts.AdministratorRemoved()), by=SYSTEM.by)

    ended = race(lambda: strike(cast.ana), lambda: strike(cast.lea))
    assert ends(ended) == ["an_administrator_remains", "done"]
    assert len(administrators()) == 1


# Pages


def at(cast: Cast, name: str) -> Client:
    """The browser of a person who has chosen a password, as it is some time after the sign-in."""
    commands.choose_password(person=cast.person(name).pk, password=PASSWORD, by=cast.by(name))
    client = Client()
    client.force_login(Person.objects.get(pk=cast.person(name).pk))
    return client


def confirm(client: Client, answer: Any, password: str = PASSWORD) -> Any:
    """Give the password where the page asks for it again. Returns where it leads."""
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    form = client.get(answer["Location"])
    assert form.status_code == 200
    then = answer["Location"].partition("next=")[2].replace("%2F", "/")
    return client.post("/accounts/reauthenticate/", {"password": password, "next": then})


def test_the_page_asks_for_the_password_again_and_then_makes_the_administrator(cast: Cast) -> None:
    ana, page = at(cast, "ana"), f"/people/{cast.lea.pk}/administrator"
    assert page in ana.get(f"/people/{cast.lea.pk}").content.decode()
    asked = ana.get(page)
    assert confirm(ana, asked, "a wrong long password").status_code == 200
    assert ana.get(page).status_code == 302, "a wrong password opens nothing"
    assert confirm(ana, ana.get(page))["Location"] == page
    form = ana.get(page)
    assert "Make Lea Koch an administrator" in form.content.decode()
    assert ana.post(page)["Location"] == f"/people/{cast.lea.pk}"
    assert administrators() == ["ana", "lea"]
    shown = ana.get(f"/people/{cast.lea.pk}").content.decode()
    assert f"{page}/ended" in shown
    assert "administrator" in shown
    assert ana.get(f"{page}/ended").status_code == 200, "the sign-in is still fresh"
    ana.post(f"{page}/ended")
    assert administrators() == ["ana"]


def test_a_form_that_is_sent_later_waits_for_the_password_and_then_goes_on(cast: Cast) -> None:
    ana, page = at(cast, "ana"), f"/people/{cast.lea.pk}/administrator"
    asked = ana.post(page)
    assert administrators() == ["ana"], "nothing happens before the password"
    done = confirm(ana, asked)
    assert (done.status_code, done["Location"]) == (303, f"/people/{cast.lea.pk}")
    assert administrators() == ["ana", "lea"]


def test_others_are_refused_before_they_are_asked_for_a_password(cast: Cast) -> None:
    tom = at(cast, "tom")
    shown = tom.get(f"/people/{cast.lea.pk}").content.decode()
    before = snapshot()
    for page in ("administrator", "administrator/ended", "factor-reset"):
        where = f"/people/{cast.lea.pk}/{page}"
        assert where not in shown
        assert tom.get(where).status_code == 403
        assert tom.post(where).status_code == 403
    assert {table for table, held in snapshot().items() if held != before[table]} <= {"django_session"}


def test_everybody_sees_who_is_an_administrator(cast: Cast) -> None:
    tom = at(cast, "tom")
    assert "administrator" in tom.get("/people").content.decode()
    assert "process owner · administrator" in tom.get(f"/people/{cast.ana.pk}").content.decode()
    assert "administrator" not in tom.get(f"/people/{cast.lea.pk}").content.decode()


def test_nobody_joins_as_an_administrator(cast: Cast) -> None:
    new = {"name": "Nora", "email": "nora@lindenau.example", "language": "en", "time_zone": "UTC"}
    ana = at(cast, "ana")
    assert ana.post("/people/new", {**new, "admin": "on"}).status_code == 303
    assert administrators() == ["ana"]
