"""A colleague's second factors that are lost: reset by another administrator, or by the owner of the machine."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import transaction
from django.test import Client
from tests.cast import Cast
from tests.laws.conftest import refused as refused_by
from tests.laws.conftest import snapshot
from tests.people.test_administrators import PASSWORD, at, confirm
from tests.race import race
from tests.refused import refused

from wellkept.events.commands import Entry, record
from wellkept.events.queries import history
from wellkept.people import commands, facts
from wellkept.people import queries as staff
from wellkept.people.actor import SYSTEM, Actor
from wellkept.people.models import Person
from wellkept.people.reset_links import ResetLinks
from wellkept.verification.queries import verify

pytestmark = pytest.mark.django_db(transaction=True)
KINDS = ["recovery_codes", "totp", "webauthn"]


def add(person: Person, *kinds: str) -> None:
    with transaction.atomic():
        for kind in kinds:
            Authenticator.objects.create(user=person, type=kind, data={})
        commands.note_second_factors(person=person.pk, added=kinds, removed=[])


def reset(cast: Cast, name: str, by: str = "ana") -> None:
    commands.reset_second_factors(person=cast.person(name).pk, by=cast.by(by))


def test_another_administrator_resets_all_of_them_on_record_and_nobody_elses(cast: Cast) -> None:
    add(cast.lea, *KINDS)
    add(cast.tom, "totp")
    reset(cast, "lea")
    assert staff.second_factors(cast.lea.pk) == []
    assert staff.second_factors(cast.tom.pk) == ["totp"]
    last = history(cast.lea.pk)[-1]
    assert (last.type, last.facts, last.actor_id) == (
        "second_factors_reset",
        {"removed": KINDS},
        cast.ana.pk,
    )
    assert verify().broken is None


def test_every_sign_in_of_before_the_reset_stays_ended(cast: Cast) -> None:
    add(cast.lea, "totp")
    lea = Client()
    lea.force_login(cast.lea)
    link, mark = ResetLinks().make_token(cast.lea), cast.lea.sign_in_mark
    assert lea.get("/desk").status_code == 200
    reset(cast, "lea")
    row = Person.objects.get(pk=cast.lea.pk)
    assert lea.get("/desk").status_code == 302
    assert not ResetLinks().check_token(row, link)
    assert (row.factor_resets, row.sign_in_mark != mark) == (1, True)
    lea.force_login(row)
    assert lea.get("/desk").status_code == 200
    add(row, "webauthn")
    reset(cast, "lea")
    assert Person.objects.get(pk=cast.lea.pk).factor_resets == 2
    assert lea.get("/desk").status_code == 302


def program_of_ana(cast: Cast) -> Actor:
    _, secret = commands.make_token(
        name="Van", person=cast.ana.pk, scopes=["read", "write", "admin"], by=cast.by("ana")
    )
    program = staff.actor_by_token(secret)
    assert program is not None
    return program


@pytest.mark.parametrize(
    ("name", "by", "code"),
    [
        ("ana", lambda c: c.by("ana"), "not_oneself"),
        ("lea", lambda c: c.by("lea"), "not_yours_to_do"),
        ("lea", lambda c: c.by("jonas"), "not_yours_to_do"),
        ("lea", program_of_ana, "not_yours_to_do"),
        ("tom", lambda c: c.by("ana"), "no_second_factor"),
    ],
)
def test_anybody_else_is_refused_and_every_factor_stays(
    cast: Cast, name: str, by: Callable[[Cast], Actor], code: str
) -> None:
    add(cast.lea, "totp")
    add(cast.ana, "totp")
    actor = by(cast)
    before = snapshot()
    with refused(code):
        commands.reset_second_factors(person=cast.person(name).pk, by=actor)
    assert snapshot() == before


def test_the_owner_of_the_machine_resets_those_of_the_only_administrator(cast: Cast) -> None:
    add(cast.ana, *KINDS)
    commands.reset_second_factors(person=cast.ana.pk, by=SYSTEM)
    assert staff.second_factors(cast.ana.pk) == []
    last = history(cast.ana.pk)[-1]
    assert (last.type, last.actor_kind) == ("second_factors_reset", "system")


def test_a_factor_that_is_added_at_the_same_time_is_removed_too(cast: Cast) -> None:
    add(cast.lea, "totp")
    ana = cast.by("ana")
    ended = race(
        lambda: add(cast.lea, "webauthn"),
        lambda: commands.reset_second_factors(person=cast.lea.pk, by=ana),
    )
    assert not any(isinstance(result, Exception) for result in ended), ended
    left = staff.second_factors(cast.lea.pk)
    last = history(cast.lea.pk)[-1].type
    assert (left, last) in (([], "second_factors_reset"), (["webauthn"], "second_factors_changed"))


@pytest.mark.law
def test_the_database_lets_nobody_remove_anothers_factor_without_a_reset(cast: Cast) -> None:
    add(cast.lea, "totp")
    changed = Entry(cast.lea.pk, facts.SecondFactorsChanged(added=[], removed=["totp"]))
    for by in (cast.by("ana"), SYSTEM):
        with refused_by("nobody_acts_in_anothers_name"):
            Authenticator.objects.filter(user=cast.lea).delete()
            record(changed, by=by.by)
    with refused_by("the_event_allows_the_change"):
        Authenticator.objects.filter(user=cast.lea).delete()
        record(Entry(cast.lea.pk, facts.CameBack()), by=cast.by("ana").by)
    with transaction.atomic():
        Authenticator.objects.filter(user=cast.lea).delete()
        record(changed, by=cast.by("lea").by)


@pytest.mark.law
def test_the_reset_of_one_person_covers_no_other(cast: Cast) -> None:
    add(cast.lea, "totp")
    add(cast.tom, "totp")
    with refused_by("every_change_has_its_event"):
        record(Entry(cast.lea.pk, facts.SecondFactorsReset(removed=["totp"])), by=cast.by("ana").by)
        Authenticator.objects.all().delete()


def test_the_page_asks_for_the_password_says_what_goes_and_resets(cast: Cast) -> None:
    ana, page = at(cast, "ana"), f"/people/{cast.lea.pk}/factor-reset"
    assert page not in ana.get(f"/people/{cast.lea.pk}").content.decode(), "there is none to reset"
    assert ana.get(page).status_code == 409
    add(cast.lea, *KINDS)
    assert page in ana.get(f"/people/{cast.lea.pk}").content.decode()
    assert confirm(ana, ana.get(page))["Location"] == page
    form = ana.get(page).content.decode()
    assert "passkeys, the authenticator app and the recovery codes" in form
    done = ana.post(page, follow=True)
    assert staff.second_factors(cast.lea.pk) == []
    assert "No mail goes out from here yet: tell Lea Koch yourself." in done.content.decode()


def with_an_app(cast: Cast, name: str) -> Client:
    """The browser of somebody who has just set up an authenticator app, and so has recovery codes."""
    client, page = at(cast, name), "/accounts/2fa/totp/activate/"
    confirm(client, client.get(page))
    secret = client.get(page).context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert client.post(page, {"code": code})["Location"] == "/accounts/2fa/recovery-codes/"
    return client


def test_recovery_codes_are_shown_when_an_app_is_set_up_and_each_signs_in_once(cast: Cast) -> None:
    lea = with_an_app(cast, "lea")
    codes = lea.get("/accounts/2fa/recovery-codes/").context["unused_codes"]
    assert len(codes) == 10
    assert lea.get("/accounts/2fa/recovery-codes/").context["unused_codes"] == codes
    assert lea.get("/accounts/2fa/recovery-codes/download/").content.decode().split() == codes
    for code, done in [(codes[0], True), (codes[0], False), (codes[1], True)]:
        client = Client()
        client.post("/accounts/login/", {"login": cast.lea.email, "password": PASSWORD})
        answer = client.post("/accounts/2fa/authenticate/", {"code": code})
        assert (answer.status_code == 302) is done
        assert (client.get("/desk").status_code == 200) is done
    assert verify().broken is None
