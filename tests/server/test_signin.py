"""Signing in: by address and password, with a second factor if one has it, and not by guessing."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from smtplib import SMTPServerDisconnected
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.core.internal import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail as outbox
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from wellkept.events.models import Event
from wellkept.events.queries import history
from wellkept.kernel import clock
from wellkept.laws import constraint_of
from wellkept.messages.staff_letters import send_reset_link
from wellkept.people import commands, queries
from wellkept.people.actor import Actor
from wellkept.people.founder import Founder
from wellkept.people.models import Person
from wellkept.people.reset_links import ResetLinks
from wellkept.server.known_device import COOKIE
from wellkept.server.second_factors import second_factors_on_record
from wellkept.server.signin import APP, StaffOnly

LOGIN = "/accounts/login/"
WORDS = "a good long password"


@pytest.fixture
def ada(db: None) -> Person:
    cache.clear()
    _, first = commands.set_up_company(
        name="Kept", founder=Founder(name="Ada Berg", email="ada@kept.example", password=WORDS)
    )
    return first


def joins(name: str, *, by: Actor) -> Person:
    """One more colleague, who has chosen a password."""
    row = commands.join(name=name, email=f"{name.split()[0].lower()}@kept.example", by=by)
    return commands.choose_password(person=row.pk, password=WORDS, by=queries.actor(row.pk))


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


def test_withdrawn_access_ends_the_session_and_forbids_signing_in(client: Client, ada: Person) -> None:
    admin = queries.actor(ada.pk)
    ben = joins("Ben Cole", by=admin)
    assert sign_in(client, email="ben@kept.example")
    commands.withdraw_access(person=ben.pk, reason="lost telephone", by=admin)
    assert client.get("/accounts/2fa/").status_code == 302
    assert not sign_in(Client(), email="ben@kept.example")


def test_guessing_is_slowed_down(client: Client, ada: Person) -> None:
    for guess in range(6):
        sign_in(client, password=f"guess number {guess}")
    assert not sign_in(client)


def wrong(client: Client, times: int, **request: Any) -> None:
    for guess in range(times):
        client.post(LOGIN, {"login": "ada@kept.example", "password": f"guess number {guess}"}, **request)


def test_wrong_passwords_from_elsewhere_do_not_lock_a_colleague_out(client: Client, ada: Person) -> None:
    assert sign_in(client)
    client.post("/accounts/logout/")
    for place in range(12):
        wrong(Client(), 4, REMOTE_ADDR=f"192.0.2.{place}")

    assert not sign_in(Client(REMOTE_ADDR="198.51.100.9")), "the account is closed to strangers"
    assert sign_in(client), "a device that has signed in before goes on"


def test_a_known_device_cannot_guess_for_ever(client: Client, ada: Person) -> None:
    assert sign_in(client)
    client.post("/accounts/logout/")
    wrong(client, 6)
    assert not sign_in(client)


def test_a_device_is_known_to_those_who_signed_in_on_it(client: Client, ada: Person) -> None:
    joins("Ben Cole", by=queries.actor(ada.pk))
    assert sign_in(client, email="ben@kept.example")
    client.post("/accounts/logout/")
    wrong(Client(REMOTE_ADDR="192.0.2.1"), 6)
    assert not sign_in(client), "Ben's device is strange to Ada"
    cookie = client.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/accounts/")
    for forged in (cookie.value[:-1] + ("A" if cookie.value[-1] != "A" else "B"), "", "x:y:z", "\x00"):
        other = Client(REMOTE_ADDR="192.0.2.77")
        other.cookies[COOKIE] = forged
        assert not sign_in(other)


def test_guesses_from_many_addresses_and_names_count_together(ada: Person, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    spellings = ["ada@kept.example", "ADA@kept.example", "Ada@Kept.Example", " ada@kept.example "]
    for guess in range(6):
        Client(REMOTE_ADDR=f"192.0.2.{guess}", headers={"host": f"localhost:{guess + 1}"}).post(
            LOGIN, {"login": spellings[guess % 4], "password": f"guess number {guess}"}
        )
    assert not sign_in(Client(REMOTE_ADDR="198.51.100.9"))


def test_one_address_cannot_try_one_password_on_everybody(ada: Person) -> None:
    guesser = Client(REMOTE_ADDR="192.0.2.1")
    for guess in range(10):
        guesser.post(LOGIN, {"login": f"person{guess}@kept.example", "password": WORDS})
    assert not sign_in(Client(REMOTE_ADDR="192.0.2.1"))
    assert sign_in(Client(REMOTE_ADDR="192.0.2.2"))


def test_the_pauses_grow(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody with a thousand addresses tries once a minute for four hours."""
    key = StaffOnly()._get_login_attempts_cache_key(RequestFactory().get(LOGIN), email="ada@kept.example")
    now = [1_800_000_000.0]
    clock_of_limits = SimpleNamespace(time=lambda: now[0], monotonic=time.monotonic, sleep=time.sleep)
    monkeypatch.setattr("allauth.core.internal.ratelimit.time", clock_of_limits)
    taken = []
    for minute in range(240):
        for turn in range(6 if minute == 0 else 1):
            request = RequestFactory().post(LOGIN, REMOTE_ADDR=f"10.{turn}.{minute}.9")
            if ratelimit.consume(request, app=APP, action="login_failed", key=key):
                taken.append(minute)
        now[0] += 60
    assert [sum(minute < end for minute in taken) for end in (1, 15, 180)] == [5, 10, 20]
    assert len(taken) <= 40


def test_every_other_session_ends_when_the_password_changes(client: Client, ada: Person) -> None:
    other = Client()
    assert sign_in(client)
    assert sign_in(other)
    assert other.get("/accounts/2fa/").status_code == 200
    words = "another good long password"
    client.post("/accounts/password/change/", {"oldpassword": WORDS, "password1": words, "password2": words})
    assert client.get("/accounts/2fa/").status_code == 200, "who changed it goes on"
    assert other.get("/accounts/2fa/").status_code == 302
    assert not sign_in(Client())
    assert sign_in(Client(), password=words)
    assert [event.type for event in history(ada.pk)][-1] == "password_chosen"


def test_a_second_factor_is_asked_for(client: Client, ada: Person) -> None:
    secret = generate_totp_secret()
    with transaction.atomic():
        TOTP.activate(ada, secret)
        commands.note_second_factors(person=ada.pk, added=["totp"], removed=[])
    assert not sign_in(client)
    counter = int(clock.now().timestamp()) // 30
    code = format_hotp_value(hotp_value(secret, counter))
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert "_auth_user_id" in client.session


@pytest.mark.django_db(transaction=True)
def test_a_second_factor_is_added_and_removed_on_record(rf: RequestFactory) -> None:
    _, ada = commands.set_up_company(
        name="Kept", founder=Founder(name="Ada Berg", email="ada@kept.example", password=WORDS)
    )

    def posted(act: Callable[[], object], status: int = 302) -> None:
        def page(request: HttpRequest) -> HttpResponse:
            act()
            return HttpResponse(status=status)

        request = rf.post("/accounts/2fa/totp/activate/")
        request.user = ada
        second_factors_on_record(page)(request)

    posted(lambda: TOTP.activate(ada, generate_totp_secret()))
    posted(lambda: None)
    posted(lambda: Authenticator.objects.all().delete(), status=500)
    assert Authenticator.objects.count() == 1
    posted(lambda: Authenticator.objects.all().delete())
    assert not Authenticator.objects.exists()
    events = Event.objects.filter(subject_id=ada.pk, type="second_factors_changed").order_by("seq")
    assert [json.loads(event.facts) for event in events] == [
        {"added": ["totp"], "removed": []},
        {"added": [], "removed": ["totp"]},
    ]


@pytest.mark.django_db(transaction=True)
def test_a_second_factor_is_not_changed_beside_the_record() -> None:
    _, ada = commands.set_up_company(
        name="Kept", founder=Founder(name="Ada Berg", email="ada@kept.example", password=WORDS)
    )
    with pytest.raises(IntegrityError) as refused:
        TOTP.activate(ada, generate_totp_secret())
    assert constraint_of(refused.value) == "every_change_has_its_event"
    with transaction.atomic():
        TOTP.activate(ada, generate_totp_secret())
        commands.note_second_factors(person=ada.pk, added=["totp"], removed=[])
    key = Authenticator.objects.get()
    with pytest.raises(IntegrityError) as refused:
        Authenticator.objects.filter(pk=key.pk).update(data={"secret": "another"})
    assert constraint_of(refused.value) == "the_record_cannot_be_rewritten"
    with pytest.raises(IntegrityError) as refused:
        Authenticator.objects.filter(pk=key.pk).delete()
    assert constraint_of(refused.value) == "every_change_has_its_event"
    with pytest.raises(IntegrityError) as refused:
        Person.objects.filter(pk=ada.pk).update(password="")
    assert constraint_of(refused.value) == "every_change_has_its_event"


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


def test_the_password_page_says_each_label_once_and_keeps_the_rules_in_the_hint(
    client: Client, ada: Person
) -> None:
    client.force_login(ada)
    page = client.get("/accounts/password/change/").content.decode()
    assert "placeholder=" not in page
    assert re.search(r'<div class="hint"[^>]*>\s*<ul>', page)


def test_nothing_that_ended_with_the_access_comes_back_with_it(client: Client, ada: Person) -> None:
    """Sessions, known devices and reset links: all of before the withdrawal."""
    admin = queries.actor(ada.pk)
    ben = joins("Ben Cole", by=admin)
    assert sign_in(client, email="ben@kept.example")
    guesser = Client(REMOTE_ADDR="192.0.2.8")
    device = client.cookies[COOKIE].value
    link = ResetLinks().make_token(ben)
    assert ResetLinks().check_token(ben, link)
    for _ in range(2):
        commands.withdraw_access(person=ben.pk, reason="Lost telephone", by=admin)
        commands.give_access(person=ben.pk, by=admin)
        ben.refresh_from_db()
        assert client.get("/accounts/2fa/").status_code == 302
        assert not ResetLinks().check_token(ben, link)
    for guess in range(6):
        guesser.post(LOGIN, {"login": "ben@kept.example", "password": f"guess number {guess}"})
    stolen = Client(REMOTE_ADDR="198.51.100.4")
    stolen.cookies[COOKIE] = device
    assert not sign_in(stolen, email="ben@kept.example"), "the old device counts as a strange one"
    cache.clear()
    assert sign_in(Client(), email="ben@kept.example")


RESET = "/accounts/password/reset/"


def send_queued_links() -> None:
    """Do what the worker does with the reset links that wait."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE task_name = 'send_reset_link' RETURNING args::text"
        )
        waiting = [json.loads(args) for (args,) in cursor.fetchall()]
    for args in waiting:
        send_reset_link(**args)


def ask_for_a_link(client: Client, *, email: str = "ada@kept.example") -> int:
    """Ask for a reset link; return how many letters went out."""
    before = len(outbox.outbox)
    answer = client.post(RESET, {"email": email})
    assert (answer.status_code, answer["Location"]) == (302, f"{RESET}done/")
    assert len(outbox.outbox) == before, "no mail server is asked before the page answers"
    send_queued_links()
    return len(outbox.outbox) - before


def test_the_letter_with_the_link_is_in_the_language_of_who_asked(client: Client, ada: Person) -> None:
    client.post(RESET, {"email": "ADA@kept.example"}, headers={"accept-language": "de"})
    send_queued_links()
    (letter,) = outbox.outbox
    assert letter.subject == "[Kept] Wählen Sie ein neues Passwort"
    assert "/accounts/password/reset/key/" in str(letter.body)
    assert letter.extra_headers["Message-ID"].startswith("<reset-")


def test_a_person_who_lost_access_meanwhile_gets_no_link(client: Client, ada: Person) -> None:
    admin = queries.actor(ada.pk)
    ben = joins("Ben Cole", by=admin)
    client.post(RESET, {"email": ben.email})
    commands.withdraw_access(person=ben.pk, reason="lost telephone", by=admin)
    send_queued_links()
    assert [letter.to for letter in outbox.outbox if "reset" in str(letter.body)] == []


def test_a_mail_server_that_is_away_neither_shows_nor_loses_the_letter(
    client: Client, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(letter: EmailMessage) -> int:
        raise SMTPServerDisconnected

    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", away)
        assert client.post(RESET, {"email": ada.email}).status_code == 302
        with pytest.raises(SMTPServerDisconnected), transaction.atomic():
            send_queued_links()  # the worker tries again
    send_queued_links()
    assert len(outbox.outbox) == 1


def test_strangers_who_ask_for_links_neither_flood_nor_shut_out_a_colleague(
    client: Client, ada: Person
) -> None:
    assert sign_in(client)
    client.post("/accounts/logout/")
    sent = sum(ask_for_a_link(Client(REMOTE_ADDR=f"192.0.2.{place}")) for place in range(30))
    assert sent == 3, "the account gets three letters an hour, whoever asks"
    assert ask_for_a_link(client) == 1, "on a known device its owner gets another one"
    assert sign_in(client)
    assert sign_in(Client(REMOTE_ADDR="198.51.100.7"))


def test_every_link_that_was_sent_opens_also_after_the_limit(client: Client, ada: Person) -> None:
    for place in range(8):
        ask_for_a_link(Client(REMOTE_ADDR=f"192.0.2.{place}"))
    words = "another long password"
    own = Client(REMOTE_ADDR="198.51.100.7")
    wrong(Client(REMOTE_ADDR="192.0.2.9"), 6)
    assert not sign_in(own), "strangers have closed the account"
    link = re.search(r"/accounts/password/reset/key/\S+", str(outbox.outbox[0].body))
    assert link is not None
    form = own.get(link[0], follow=True)
    own.post(form.request["PATH_INFO"], {"password1": words, "password2": words})
    assert sign_in(own, password=words), "who opened the link is on a device of theirs"


def test_one_link_used_twice_at_the_same_time_chooses_one_password(
    client: Client, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_for_a_link(client)
    link = re.search(r"/accounts/password/reset/key/\S+", str(outbox.outbox[0].body))
    assert link is not None
    form = client.get(link[0], follow=True).request["PATH_INFO"]
    second = Client()
    second.get(link[0], follow=True)
    choose = StaffOnly.set_password

    def after_another(adapter: StaffOnly, user: Person, password: str) -> None:
        monkeypatch.setattr(StaffOnly, "set_password", choose)
        second.post(form, {"password1": "the second long one", "password2": "the second long one"})
        choose(adapter, user, password)

    monkeypatch.setattr(StaffOnly, "set_password", after_another)
    answer = client.post(form, {"password1": "the first long one", "password2": "the first long one"})
    assert answer["Location"] == form
    assert "This link no longer works" in client.get(form).content.decode()
    assert sign_in(Client(), password="the second long one")
    assert not sign_in(Client(), password="the first long one")


def test_one_address_that_asks_for_many_links_is_slowed_down(client: Client, ada: Person) -> None:
    statuses = [client.post(RESET, {"email": f"no{n}@kept.example"}).status_code for n in range(25)]
    assert (statuses[:20], set(statuses[20:])) == ([302] * 20, {429})


def test_a_lock_says_for_how_long(client: Client, ada: Person) -> None:
    wrong(client, 5)
    answer = client.post(LOGIN, {"login": "ada@kept.example", "password": WORDS})
    assert answer.context["form"].non_field_errors() == ["Too many wrong tries. Try again in 1 minute."]


def test_a_long_lock_says_so_in_hours(client: Client, ada: Person) -> None:
    now = time.time()
    rate = next(
        rate for rate in ratelimit.get_rates(app=APP, action="login_failed") if rate.duration == 3 * 3600
    )
    request = RequestFactory().post(LOGIN)
    place = ratelimit.get_cache_key(
        request, app=APP, action="login_failed", rate=rate, key=f"person:{ada.pk}"
    )
    cache.set(place, [now - 30 * 60] * rate.amount, rate.duration)
    answer = client.post(LOGIN, {"login": "ada@kept.example", "password": WORDS}, HTTP_ACCEPT_LANGUAGE="de")
    assert answer.context["form"].non_field_errors() == [
        "Zu viele falsche Versuche. Bitte versuchen Sie es in 3 Stunden wieder."
    ]


def test_a_colleague_without_access_reads_whom_to_ask(client: Client, ada: Person) -> None:
    admin = queries.actor(ada.pk)
    ben = joins("Ben Cole", by=admin)
    commands.withdraw_access(person=ben.pk, reason="lost telephone", by=admin)
    answer = client.post(LOGIN, {"login": "ben@kept.example", "password": WORDS}, follow=True)
    assert "Ask an administrator of your company" in answer.content.decode()
    assert f'<a href="{LOGIN}">Back to sign-in</a>' in answer.content.decode()


@pytest.mark.parametrize(
    "page", ["password/reset/", "password/reset/done/", "password/reset/key/0-set-password/"]
)
def test_the_pages_of_a_new_password_lead_back_to_sign_in(client: Client, ada: Person, page: str) -> None:
    assert f'<a href="{LOGIN}">Back to sign-in</a>' in client.get(f"/accounts/{page}").content.decode()
