"""Signing in: by address and password, with a second factor if one has it, and not by guessing."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import Client

from wellkept.kernel import clock
from wellkept.people import commands, queries
from wellkept.people.models import Person

LOGIN = "/accounts/login/"
WORDS = "a good long password"


@pytest.fixture
def ada(db: None) -> Person:
    cache.clear()
    _, first = commands.set_up_company(
        name="Kept", person="Ada Berg", email="ada@kept.example", password=WORDS
    )
    return first


def sign_in(client: Client, email: str = "ada@kept.example", password: str = WORDS) -> bool:
    client.post(LOGIN, {"login": email, "password": password})
    return "_auth_user_id" in client.session


def test_the_address_and_the_password_let_one_in(client: Client, ada: Person) -> None:
    assert sign_in(client, email="ADA@kept.example")


def test_a_wrong_password_does_not(client: Client, ada: Person) -> None:
    assert not sign_in(client, password="a bad long password")


def test_nobody_signs_up_by_themselves(client: Client, ada: Person) -> None:
    client.post("/accounts/signup/", {"email": "eve@evil.example", "password1": WORDS, "password2": WORDS})
    assert Person.objects.count() == 1


def test_who_has_no_access_is_not_let_in_and_is_shut_out_at_once(client: Client, ada: Person) -> None:
    admin = queries.actor(ada.pk)
    ben = commands.join(name="Ben Cole", email="ben@kept.example", password=WORDS, by=admin)
    assert sign_in(client, email="ben@kept.example")
    commands.withdraw_access(person=ben.pk, reason="lost telephone", by=admin)
    assert client.get("/accounts/2fa/").status_code == 302
    assert not sign_in(Client(), email="ben@kept.example")


def test_guessing_is_slowed_down(client: Client, ada: Person) -> None:
    for guess in range(6):
        sign_in(client, password=f"guess number {guess}")
    assert not sign_in(client)


def test_a_second_factor_is_asked_for(client: Client, ada: Person) -> None:
    secret = generate_totp_secret()
    TOTP.activate(ada, secret)
    assert not sign_in(client)
    counter = int(clock.now().timestamp()) // 30
    code = format_hotp_value(hotp_value(secret, counter))
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize("path", [LOGIN, "/no/such/page", "/accounts/password/reset/"])
def test_every_answer_carries_the_headers(path: str, client: Client, db: None) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "private" in headers["Cache-Control"] or "no-store" in headers["Cache-Control"]
