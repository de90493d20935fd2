"""Names under which we are asked, and the address that every link in a mail begins with."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings
from tests.cast import Cast
from tests.server.test_signin import send_queued_links
from tests.web.signed_in import at

from wellkept.installation import doctor, environment
from wellkept.installation.errors import InstallationError
from wellkept.server import guard
from wellkept.server.asgi import Application

PUBLIC = "https://kept.example"
OTHERS = ["evil.example", "kept.example.evil.example", "kept.example@evil.example", "127.0.0.1.evil.example"]
LINK = re.compile(r"https?://[^\s<>\"']+")


def ask(path: str, *hosts: str) -> tuple[int, bytes]:
    """The status and the body that somebody gets who asks with these Host headers."""
    sent: list[dict[str, Any]] = []
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [(b"host", host.encode("latin-1")) for host in hosts],
        "scheme": "http",
        "http_version": "1.1",
        "client": ("192.0.2.9", 1234),
        "server": ("127.0.0.1", 8000),
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def go() -> None:
        application = Application()
        await application(scope, receive, send)
        application.pages.close()

    asyncio.run(go())
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


@pytest.fixture
def named(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WELLKEPT_PUBLIC_URL", PUBLIC)
    monkeypatch.setenv("WELLKEPT_NAMES", "office, 192.168.1.20")
    settings.PUBLIC_URL = PUBLIC
    settings.ALLOWED_HOSTS = environment.names()


@pytest.mark.parametrize(
    "path", ["/accounts/login/", "/events?topics=board", "/static/ui/tokens.css", "/api/v1/"]
)
@pytest.mark.parametrize(
    "hosts", [*[(other,) for other in OTHERS], (), ("",), ("kept.example", "evil.example")]
)
def test_another_name_gets_one_sentence_and_nothing_of_its_own_words(
    named: None, path: str, hosts: tuple[str, ...]
) -> None:
    assert ask(path, *hosts) == (400, guard.WRONG_NAME.encode())


@pytest.mark.parametrize(
    "host",
    [
        "kept.example",
        "KEPT.example.",
        "kept.example:8443",
        "office",
        "192.168.1.20:8000",
        "localhost",
        "[::1]:8000",
    ],
)
def test_the_names_that_were_given_are_served(named: None, host: str) -> None:
    assert guard.is_served([(b"host", host.encode())])


def test_without_a_public_address_only_this_machine_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WELLKEPT_PUBLIC_URL", raising=False)
    monkeypatch.setenv("WELLKEPT_HOST", "0.0.0.0")
    assert environment.names() == ["localhost", "127.0.0.1", "[::1]"]
    assert doctor.public_address().state is doctor.State.LACKS
    monkeypatch.setenv("WELLKEPT_HOST", "192.168.1.20")
    assert environment.names()[0] == "192.168.1.20"


@pytest.mark.parametrize(
    "name", ["*", ".example.com", "http://kept.example", "kept.example:80", "a b", "a\nb"]
)
def test_a_name_that_is_none_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WELLKEPT_NAMES", name)
    with pytest.raises(InstallationError, match="not the name of a host"):
        environment.names()


def test_a_name_with_an_umlaut_is_served_as_browsers_send_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WELLKEPT_NAMES", "büro.example")
    assert environment.names()[0] == "xn--bro-hoa.example"


@pytest.mark.django_db
def test_the_administrators_first_page_asks_for_the_address(cast: Cast, settings: Settings) -> None:
    settings.PUBLIC_URL_IS_MISSING = True
    assert "WELLKEPT_PUBLIC_URL" in at(cast, "ana").get("/desk").content.decode()
    assert "WELLKEPT_PUBLIC_URL" not in at(cast, "tom").get("/desk").content.decode()
    settings.PUBLIC_URL_IS_MISSING = False
    assert "WELLKEPT_PUBLIC_URL" not in at(cast, "ana").get("/desk").content.decode()


@pytest.mark.django_db
def test_mails_of_the_sign_in_pages_lead_to_the_public_address(
    cast: Cast, named: None, settings: Settings
) -> None:
    """Ask from a name that is served and is not the public one; the mails must not know it."""
    cache.clear()
    ana = cast.person("ana")
    elsewhere = {"host": "office:8123", "x-forwarded-host": "evil.example", "forwarded": "host=evil.example"}

    Client(headers=elsewhere).post("/accounts/password/reset/", {"email": ana.email})
    send_queued_links()
    key = next(LINK.findall(str(letter.body))[0] for letter in mail.outbox if "reset" in str(letter.body))
    reset = Client(headers=elsewhere)
    to = reset.get(key.removeprefix(PUBLIC))["Location"]
    words = "another good long password"
    assert reset.post(to, {"password1": words, "password2": words})["Location"].endswith("/done/")
    browser = Client(headers=elsewhere)
    browser.post("/accounts/login/", {"login": ana.email, "password": words})
    more = "one more good long password"
    browser.post("/accounts/password/change/", {"oldpassword": words, "password1": more, "password2": more})

    letters = {letter.subject: str(letter.message()) for letter in mail.outbox}
    assert len(letters) == 3, letters.keys()
    for subject, text in letters.items():
        assert subject.startswith("[Lindenau Elektro]"), subject
        assert "evil.example" not in text
        assert "office" not in text
        assert not [link for link in LINK.findall(text) if not link.startswith(PUBLIC + "/")], text


@pytest.mark.django_db
def test_nobody_makes_us_write_to_strangers(cast: Cast) -> None:
    cache.clear()
    Client().post("/accounts/password/reset/", {"email": "nobody@elsewhere.example"})
    send_queued_links()
    assert mail.outbox == []


@pytest.mark.django_db
def test_nobody_changes_their_address_beside_the_record(cast: Cast) -> None:
    browser = at(cast, "tom")
    answer = browser.post("/accounts/email/", {"action_add": "", "email": "tom@new.example"})
    assert answer["Location"] == "/accounts/2fa/"
    assert type(cast.tom).objects.get(pk=cast.tom.pk).email == cast.tom.email
