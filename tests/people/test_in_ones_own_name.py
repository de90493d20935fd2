"""Nobody acts in another's name: keys, passwords and second factors are one's own, and end with the access."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.test import Client
from tests.cast import Cast
from tests.laws.conftest import refused as refused_by
from tests.laws.conftest import snapshot
from tests.race import race
from tests.refused import refused

from wellkept.events.commands import Entry, record
from wellkept.events.queries import history
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.people import commands, facts
from wellkept.people import queries as staff
from wellkept.people.actor import SYSTEM, Actor
from wellkept.people.commands.staff import join_as
from wellkept.people.models import Person, Token
from wellkept.people.staff_profile import Profile

pytestmark = pytest.mark.django_db(transaction=True)
READ = ["read"]


def secret_of(cast: Cast, name: str, *scopes: str) -> str:
    _, secret = commands.make_token(
        name="Van", person=cast.person(name).pk, scopes=scopes or READ, by=cast.by(name)
    )
    return secret


def key_of_ana(cast: Cast) -> Actor:
    key = staff.actor_by_token(secret_of(cast, "ana", "read", "write", "admin"))
    assert key is not None
    return key


ACTORS: dict[str, Callable[[Cast], Actor]] = {
    "an administrator": lambda cast: cast.by("ana"),
    "a colleague": lambda cast: cast.by("tom"),
    "an administrator's program": key_of_ana,
    "the system": lambda cast: SYSTEM,
}


@pytest.mark.parametrize("name", ACTORS)
def test_nobody_makes_a_key_or_a_password_for_somebody_else(cast: Cast, name: str) -> None:
    by = ACTORS[name](cast)
    before = snapshot()
    with refused("not_yours_to_do"):
        commands.make_token(name="Van", person=cast.lea.pk, scopes=READ, by=by)
    with refused("not_yours_to_do"):
        commands.choose_password(person=cast.lea.pk, password="a good long password", by=by)
    assert snapshot() == before


def test_no_program_makes_further_keys_not_even_its_own_persons(cast: Cast) -> None:
    by = key_of_ana(cast)
    with refused("not_yours_to_do"):
        commands.make_token(name="More", person=cast.ana.pk, scopes=READ, by=by)
    with refused("not_yours_to_do"):
        commands.choose_password(person=cast.ana.pk, password="a good long password", by=by)
    assert Token.objects.count() == 1


def test_an_administrator_takes_keys_back_on_record(cast: Cast) -> None:
    secret = secret_of(cast, "lea")
    row = staff.tokens(cast.lea.pk)[0]
    commands.revoke_token(token=row.pk, by=cast.by("ana"))
    assert staff.actor_by_token(secret) is None
    last = history(cast.lea.pk)[-1]
    assert (last.type, last.actor_id) == ("token_revoked", cast.ana.pk)


def test_the_page_offers_a_key_to_oneself_alone(cast: Cast) -> None:
    ana = Client()
    ana.force_login(cast.ana)
    where = f"/people/{cast.jonas.pk}/keys"
    assert where not in ana.get(f"/people/{cast.jonas.pk}").content.decode()
    assert ana.get(where).status_code == 403
    assert ana.post(where, {"name": "Van", "scopes": READ}).status_code == 403
    assert not Token.objects.exists()
    assert f"/people/{cast.ana.pk}/keys" in ana.get("/me").content.decode()
    assert ana.get(f"/people/{cast.ana.pk}/keys").status_code == 200


def test_an_administrator_chooses_no_first_password(cast: Cast) -> None:
    ana = Client()
    ana.force_login(cast.ana)
    new = {"name": "Nora", "email": "nora@lindenau.example", "language": "en", "time_zone": "UTC"}
    page = ana.post("/people/new", {**new, "password": "a good long password"}, follow=True)
    assert page.status_code == 200
    assert not Person.objects.get(email="nora@lindenau.example").has_usable_password()


MADE = facts.TokenMade(token=1, name="Van", scopes=[], digest="64")


def key(cast: Cast, person: int, by: Actor) -> None:
    """A key by SQL, with the event that allows it, recorded in the name of `by`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO token (name, person_id, digest, scopes, made_at) VALUES ('Van', %s, 'd', '[]', %s)",
            [person, clock.now()],
        )
    record(Entry(person, MADE), by=by.by)


def password(cast: Cast, person: int, by: Actor) -> None:
    Person.objects.filter(pk=person).update(password=make_password("a good long password"))
    record(Entry(person, facts.PasswordChosen()), by=by.by)


def factor(cast: Cast, person: int, by: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO mfa_authenticator (user_id, type, data, created_at) VALUES (%s, 'totp', '{}', %s)",
            [person, clock.now()],
        )
    record(Entry(person, facts.SecondFactorsChanged(added=["totp"], removed=[])), by=by.by)


@pytest.mark.law
@pytest.mark.parametrize("make", [key, password, factor])
def test_the_database_asks_for_the_persons_own_act(
    cast: Cast, make: Callable[[Cast, int, Actor], None]
) -> None:
    lea = cast.lea.pk
    token = Actor(kind="token", person=lea, token=Token.objects.get(digest=digest_of(cast, "lea")).pk)
    before = snapshot()
    for by in (cast.by("ana"), SYSTEM, token):
        with refused_by("nobody_acts_in_anothers_name"):
            make(cast, lea, by)
    with refused_by("nobody_acts_in_anothers_name"):
        make(cast, lea, cast.by("lea"))
        make_event_beside(make, lea, cast.by("ana"))
    assert snapshot() == before
    with transaction.atomic():
        make(cast, lea, cast.by("lea"))


def digest_of(cast: Cast, name: str) -> bytes:
    secret_of(cast, name)
    return bytes(Token.objects.filter(person=cast.person(name)).latest("pk").digest)


def make_event_beside(make: object, person: int, by: Actor) -> None:
    """One more event of the same type, by somebody else: one's own does not cover another's act."""
    fact = {
        key: MADE,
        password: facts.PasswordChosen(),
        factor: facts.SecondFactorsChanged(added=[], removed=[]),
    }[make]  # type: ignore[index]
    record(Entry(person, fact), by=by.by)


@pytest.mark.law
def test_the_database_lets_nobody_join_with_a_password_of_anothers_choice(cast: Cast) -> None:
    before = snapshot()
    with refused_by("nobody_acts_in_anothers_name"):
        join_as(
            name="Nora",
            email="nora@lindenau.example",
            password="a good long password",
            profile=Profile(phone="", title="", language="en", time_zone="UTC"),
            admin=False,
            by=cast.by("ana"),
        )
    assert snapshot() == before


def withdraw_and_give_back(cast: Cast, name: str) -> None:
    commands.withdraw_access(person=cast.person(name).pk, reason="Lost telephone", by=cast.by("ana"))
    commands.give_access(person=cast.person(name).pk, by=cast.by("ana"))


def test_a_key_and_a_session_of_before_the_withdrawal_stay_ended(cast: Cast) -> None:
    secret = secret_of(cast, "lea")
    lea = Client()
    lea.force_login(cast.lea)
    assert lea.get("/desk").status_code == 200
    withdraw_and_give_back(cast, "lea")
    assert staff.actor_by_token(secret) is None
    assert lea.get("/desk").status_code == 302
    types = [event.type for event in history(cast.lea.pk)][-3:]
    assert types == ["access_withdrawn", "token_revoked", "access_given"]
    lea.force_login(Person.objects.get(pk=cast.lea.pk))
    assert lea.get("/desk").status_code == 200
    assert staff.actor_by_token(secret_of(cast, "lea")) is not None


@pytest.mark.law
def test_the_database_keeps_no_working_key_without_access(cast: Cast) -> None:
    secret_of(cast, "lea")
    lea = cast.lea.pk
    with refused_by("who_holds_a_key_has_access"):
        Person.objects.filter(pk=lea).update(access=False)
        record(Entry(lea, facts.AccessWithdrawn(reason="x")), by=cast.by("ana").by)
    commands.withdraw_access(person=lea, reason="Lost telephone", by=cast.by("ana"))
    with refused_by("who_holds_a_key_has_access"):
        key(cast, lea, Actor(kind="person", person=lea))


@pytest.mark.law
def test_the_database_counts_the_withdrawals_and_nobody_counts_back(cast: Cast) -> None:
    lea = Person.objects.filter(pk=cast.lea.pk)
    for times in (1, 2):
        withdraw_and_give_back(cast, "lea")
        assert lea.get().withdrawals == times
    for wrong in (0, 1, 3):
        with refused_by("the_record_cannot_be_rewritten"):
            lea.update(withdrawals=wrong, access=False)
            record(Entry(cast.lea.pk, facts.AccessWithdrawn(reason="x")), by=cast.by("ana").by)
    assert lea.get().withdrawals == 2


def test_a_key_made_while_access_is_withdrawn_does_not_work(cast: Cast) -> None:
    lea, ana = cast.by("lea"), cast.by("ana")
    ended = race(
        lambda: commands.make_token(name="Van", person=cast.lea.pk, scopes=READ, by=lea),
        lambda: commands.withdraw_access(person=cast.lea.pk, reason="Lost telephone", by=ana),
    )
    assert ended[1] is None
    assert isinstance(ended[0], Refusal | tuple)
    assert not Token.objects.filter(revoked_at=None).exists()
