"""A mailbox opened by OAuth: a real IMAP server that asks a real token endpoint whether we are let in."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.imap.dovecot import Dovecot, dovecot
from tests.imap.provider import CLIENT, SECRET, Provider, provider
from tests.imap.reader_thread import impatient, reading, within
from tests.intake.lindenau import OFFICE, Lindenau
from tests.mail.corpus import mail
from wellkept.imap.connection_check import try_account
from wellkept.intake.models import Item
from wellkept.kernel.refusal import Refusal
from wellkept.mailboxes.commands.accounts import Secrets, Wanted, secrets_of, set_account
from wellkept.mailboxes.models import Account, Reading

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def letting_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    # Tokens are asked for over https; only here, on this machine, without.
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    with provider(OFFICE) as sign_in:
        yield sign_in


@pytest.fixture(params=["xoauth2", ""], ids=["XOAUTH2", "OAUTHBEARER"])
def server(
    request: pytest.FixtureRequest, letting_in: Provider, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Dovecot]:
    """Once with a server that knows only the older way, once with one that knows the standard."""
    with dovecot(oauth=letting_in.introspection_url, only=request.param) as mail_server:
        monkeypatch.setenv("SSL_CERT_FILE", str(mail_server.authority))
        yield mail_server


def account_at(server: Dovecot, letting_in: Provider, lindenau: Lindenau, refresh: str) -> Account:
    return set_account(
        wanted=Wanted(
            address=OFFICE,
            host="localhost",
            port=server.port,
            login=OFFICE,
            proof="oauth",
            authorize_url=letting_in.authorize_url,
            token_url=letting_in.token_url,
            client_id=CLIENT,
            takes="all",
        ),
        secrets=Secrets(client_secret=SECRET, refresh_token=refresh),
        by=lindenau.by_ana,
    )


def arrives(server: Dovecot, n: int) -> None:
    server.deliver(mail(f"Mail {n}\n".encode(), From=f"c{n}@example.org", Message_ID=f"<o{n}@example.org>"))


def test_let_in_and_renewed_again_and_again(
    lindenau: Lindenau, server: Dovecot, letting_in: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient(monkeypatch)
    letting_in.issue()
    first = letting_in.refresh
    account = account_at(server, letting_in, lindenau, first)
    with reading(account):
        arrives(server, 1)
        assert within(30, lambda: Item.objects.count() == 1)
        # Every access ends, and the provider gives a new refresh token with each renewal.
        letting_in.good.clear()
        server.stop()
        server.start()
        arrives(server, 2)
        assert within(30, lambda: Item.objects.count() == 2)
    assert secrets_of(account.pk).refresh_token == letting_in.refresh != first
    assert [request["grant_type"] for request in letting_in.asked][:2] == ["refresh_token", "refresh_token"]
    used = "OAUTHBEARER" if "method=OAUTHBEARER" in server.log() else "XOAUTH2"
    assert f"method={used}" in server.log()
    assert used == server.expects


def test_the_permission_is_withdrawn_and_given_again(
    lindenau: Lindenau, server: Dovecot, letting_in: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient(monkeypatch)
    letting_in.issue()
    account = account_at(server, letting_in, lindenau, letting_in.refresh)
    letting_in.refresh = ""
    with reading(account):
        assert within(30, lambda: Reading.objects.get(account=account).trouble != "")
    assert (
        Reading.objects.get(account=account).trouble
        == "The permission was withdrawn or has run out. Let us in at the provider again."
    )
    with pytest.raises(Refusal, match="The permission was withdrawn"):
        try_account(account.pk)

    browser = Client()
    browser.force_login(lindenau.ana)
    away = browser.get(f"/intake/accounts/{account.pk}/permission")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(away.headers["Location"]).query).items()}
    assert away.headers["Location"].startswith(letting_in.authorize_url)
    assert (asked["client_id"], asked["code_challenge_method"], asked["access_type"]) == (
        CLIENT,
        "S256",
        "offline",
    )
    code = letting_in.permit(asked["code_challenge"])
    back = {"code": code, "state": asked["state"]}
    stranger = Client()
    stranger.force_login(lindenau.tom)
    assert stranger.get("/intake/accounts/permission", back).status_code == 403
    assert browser.get("/intake/accounts/permission", {**back, "state": "x"}).status_code == 422
    # The question was used up by the wrong answer: asked once more, it is answered rightly.
    away = browser.get(f"/intake/accounts/{account.pk}/permission")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(away.headers["Location"]).query).items()}
    code = letting_in.permit(asked["code_challenge"])
    done = browser.get("/intake/accounts/permission", {"code": code, "state": asked["state"]})
    assert (done.status_code, done.headers["Location"]) == (303, f"/intake/accounts/{account.pk}")
    assert try_account(account.pk).mails == 0
    arrives(server, 3)
    with reading(account):
        assert within(30, lambda: Item.objects.count() == 1)


def test_nobody_has_let_us_in_yet(lindenau: Lindenau, server: Dovecot, letting_in: Provider) -> None:
    account = account_at(server, letting_in, lindenau, "")
    with pytest.raises(Refusal, match="Nobody has let us in at the provider yet"):
        try_account(account.pk)
