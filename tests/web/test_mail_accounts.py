"""The pages of the mailboxes that are read: added, tried, paused, removed, with a real server behind them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.imap.dovecot import PASSWORD, Dovecot, dovecot
from tests.intake.lindenau import OFFICE, Lindenau
from tests.mail.corpus import mail

from wellkept.events.queries import history
from wellkept.mailboxes.commands import fetch
from wellkept.mailboxes.commands.accounts import Secrets, Wanted, secrets_of, set_account
from wellkept.mailboxes.models import Account, Reading
from wellkept.people.queries import company

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Dovecot]:
    with dovecot() as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.authority))
        yield server


@pytest.fixture
def ana(lindenau: Lindenau) -> Client:
    client = Client()
    client.force_login(lindenau.ana)
    return client


@pytest.fixture
def tom(lindenau: Lindenau) -> Client:
    client = Client()
    client.force_login(lindenau.tom)
    return client


def typed(server: Dovecot, **otherwise: str) -> dict[str, str]:
    usual = {
        "provider": "other", "address": OFFICE, "host": "localhost", "encryption": "tls", "port": str(server.port),
        "login": "", "proof": "password", "password": PASSWORD, "folder": "INBOX", "takes": "new",
        "afterwards": "leave", "moved_to": "", "mailbox": "",
    }  # fmt: skip
    return usual | otherwise


def test_added_and_tried(ana: Client, server: Dovecot) -> None:
    server.put(mail(), mail(), mail())
    assert ana.get("/intake/accounts").status_code == 200
    answer = ana.post("/intake/accounts", typed(server, afterwards="move", moved_to="Taken"))
    row = Account.objects.get()
    assert answer.headers["Location"] == f"/intake/accounts/{row.pk}"
    assert (row.address, row.login, row.port, row.afterwards) == (OFFICE, OFFICE, server.port, "move")
    page = ana.get(f"/intake/accounts/{row.pk}").content.decode()
    assert "begins in a moment" in page
    assert PASSWORD not in page
    text = ana.post(f"/intake/accounts/{row.pk}/attempt", follow=True).content.decode()
    assert "Signing in worked; there are 3 mails, 3 of them unread." in text
    settled = ana.get("/intake/settled").content.decode()
    assert f'href="/intake/accounts/{row.pk}"' in settled


@pytest.mark.parametrize(
    ("otherwise", "field", "message"),
    [
        ({"password": "wrong"}, "password", "localhost did not accept this name and password"),
        ({"password": ""}, "password", "What is the password of this mailbox?"),
        ({"host": "imap.nowhere.invalid"}, "host", "No server is known under the name imap.nowhere.invalid."),
        ({"folder": "Nowhere"}, "folder", "There is no folder “Nowhere” in this mailbox."),
        ({"address": "office"}, "address", "This is not a mail address."),
        ({"host": ""}, "host", "What is the server called? For example imap.example.com."),
        ({"afterwards": "move"}, "moved_to", "To which folder is a mail moved once we have it?"),
        ({"port": "1"}, "port", "localhost does not answer on port 1."),
    ],
)
def test_each_error_is_shown_at_its_field(
    ana: Client, server: Dovecot, otherwise: dict[str, str], field: str, message: str
) -> None:
    before = len(history(company().pk))
    answer = ana.post("/intake/accounts", typed(server, **otherwise))
    assert answer.status_code == 422
    (error,) = answer.context["form"].errors[field]
    assert error.startswith(message)
    assert answer.context["form"]["address"].value() == otherwise.get("address", OFFICE)
    assert (Account.objects.count(), len(history(company().pk))) == (0, before)


def test_changed_paused_read_again_removed(ana: Client, server: Dovecot) -> None:
    ana.post("/intake/accounts", typed(server))
    row = Account.objects.get()
    here = f"/intake/accounts/{row.pk}"
    assert ana.post(f"{here}/change", typed(server, password="", takes="all")).status_code == 303
    row.refresh_from_db()
    assert (row.takes, secrets_of(row.pk).password) == ("all", PASSWORD)
    for act, state in (("pause", "paused"), ("resume", "reading")):
        assert ana.post(f"{here}/{act}").status_code == 303
        row.refresh_from_db()
        assert row.state == state
    assert ana.get(f"{here}/removal").status_code == 200
    assert ana.post(f"{here}/removal").status_code == 303
    row.refresh_from_db()
    assert (row.state, Reading.objects.get().sealed) == ("removed", "")
    assert ana.get(here).status_code == 404
    types = [event.type for event in history(company().pk) if event.type == "account_set"]
    assert len(types) == 5


def test_a_colleague_sees_how_it_goes_and_changes_nothing(ana: Client, tom: Client, server: Dovecot) -> None:
    ana.post("/intake/accounts", typed(server))
    row = Account.objects.get()
    fetch.in_trouble(account=row.pk, why="localhost does not answer in time.")
    for page in ("/intake", "/intake/settled", f"/intake/accounts/{row.pk}"):
        assert "localhost does not answer in time." in tom.get(page).content.decode()
    before = len(history(company().pk))
    here = f"/intake/accounts/{row.pk}"
    assert tom.get("/intake/accounts").status_code == 403
    assert tom.get(f"{here}/permission").status_code == 403
    for act in ("attempt", "pause", "change"):
        assert tom.post(f"{here}/{act}", typed(server)).status_code == 403
    assert tom.post(f"{here}/removal").status_code == 422
    assert (Account.objects.get().state, len(history(company().pk))) == ("reading", before)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_for_one_and_for_three(ana: Client, lindenau: Lindenau, rows: int) -> None:
    for n in range(rows):
        wanted = Wanted(address=f"box{n}@lindenau.example", host="imap.example.org", login=f"box{n}")
        set_account(wanted=wanted, secrets=Secrets("x"), by=lindenau.by_ana)
    ana.get("/intake/settled")
    with CaptureQueriesContext(connection) as asked:
        ana.get("/intake/settled")
    assert len(asked) == 17
