"""A new colleague is invited to choose a password: by mail, or by a link that an administrator hands over."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from pytest_django.fixtures import Settings
from tests.cast import Cast

from wellkept.events.queries import histories
from wellkept.installation.environment import MailAccount
from wellkept.people.models import Person

pytestmark = pytest.mark.django_db
PASSWORD = "three words nobody joined"


@pytest.fixture
def mail_account(settings: Settings) -> None:
    settings.MAIL_ACCOUNT = MailAccount("127.0.0.1", 25, "", "", False, False)
    settings.PUBLIC_URL = "https://kept.example"


def at(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.person(name))
    return client


def joins(cast: Cast, *, language: str = "en") -> tuple[Person, str]:
    """Add Max by the page. Returns him and the next page's address."""
    form = {
        "name": "Max Neu",
        "email": "max@lindenau.example",
        "language": language,
        "time_zone": "Europe/Berlin",
    }
    answer = at(cast, "ana").post("/people/new", form)
    assert answer.status_code == 303, answer.context["form"].errors
    return Person.objects.get(name="Max Neu"), answer["Location"]


def how_invited(person: Person) -> list[str]:
    events = histories([person.pk], types={"person_invited"})[person.pk]
    return [event.facts["how"] for event in events]


def chooses(link: str) -> int:
    """Open the link as a stranger would, and choose a password. Returns the answer of the form."""
    browser = Client()
    page = browser.get(urlsplit(link).path, follow=True)
    form = page.redirect_chain[-1][0] if page.redirect_chain else urlsplit(link).path
    words = {"password": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    return browser.post(form, words).status_code


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("en", "[Lindenau Elektro] Choose your password", "you have been added as a colleague"),
        ("de", "[Lindenau Elektro] Ihr Passwort wählen", "Sie wurden bei Lindenau Elektro"),
    ],
)
def test_a_new_colleague_gets_a_letter_in_their_language(
    cast: Cast, mail_account: None, mailoutbox: list[EmailMessage], language: str, subject: str, words: str
) -> None:
    person, then = joins(cast, language=language)
    (letter,) = mailoutbox
    assert (letter.to, letter.subject) == (["max@lindenau.example"], subject)
    assert words in str(letter.body)
    assert (then, how_invited(person)) == ("/people", ["mail"])
    (link,) = re.findall(r"https://kept\.example/accounts/password/\S+", str(letter.body))
    assert chooses(link) == 302
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_a_link_works_once_and_for_a_time(
    cast: Cast, mail_account: None, mailoutbox: list[EmailMessage], settings: Settings
) -> None:
    person, _ = joins(cast)
    (link,) = re.findall(r"https://\S+", str(mailoutbox[0].body))
    settings.PASSWORD_RESET_TIMEOUT = -int(timedelta(days=1).total_seconds())
    chooses(link)
    person.refresh_from_db()
    assert not person.has_usable_password()
    settings.PASSWORD_RESET_TIMEOUT = int(timedelta(days=3).total_seconds())
    chooses(link)
    person.refresh_from_db()
    first = person.password
    chooses(link)
    person.refresh_from_db()
    assert person.password == first
    answer = at(cast, "ana").post(f"/people/{person.pk}/invitation", {"how": "hand"})
    assert answer.status_code == 409
    assert how_invited(person) == ["mail"]


def test_without_mail_the_page_makes_a_link_to_hand_over(
    cast: Cast, settings: Settings, mailoutbox: list[EmailMessage]
) -> None:
    settings.MAIL_ACCOUNT = None
    person, then = joins(cast)
    assert then == f"/people/{person.pk}/invitation"
    page = at(cast, "ana").get(then).content.decode()
    assert "No mail goes out from here yet" in page
    assert "/accounts/password/reset/key" not in page
    page = at(cast, "ana").post(then, {"how": "hand"}).content.decode()
    (link,) = set(re.findall(rf"{settings.PUBLIC_URL}/accounts/password/reset/key/[\w-]+/", page))
    assert (mailoutbox, how_invited(person)) == ([], ["hand"])
    assert chooses(link) == 302
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_a_letter_that_is_not_taken_leads_to_the_link(
    cast: Cast, mail_account: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", refuses)
    person, then = joins(cast)
    assert (then, how_invited(person)) == (f"/people/{person.pk}/invitation", [])
    answer = at(cast, "ana").post(then, {"how": "mail"})
    assert "The mail server did not take the letter" in answer.content.decode()


@pytest.mark.parametrize("how", ["mail", "hand"])
def test_only_an_administrator_invites(cast: Cast, mail_account: None, how: str) -> None:
    person, _ = joins(cast)
    address = f"/people/{person.pk}/invitation"
    answer = at(cast, "tom").post(address, {"how": how})
    assert answer.status_code == 403
    assert "/accounts/password/reset/key" not in answer.content.decode()
    assert "Only an administrator invites" in at(cast, "tom").get(address).content.decode()
    assert how_invited(person) == ["mail"]
