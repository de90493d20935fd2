"""A form of ours: stored before it is acknowledged, a number at once, nothing that can be turned on others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings
from tests import cast as stations
from tests.cast import Cast

from wellkept.events.models import Event
from wellkept.files.queries import files_of
from wellkept.find.queries import find
from wellkept.intake.commands import items
from wellkept.intake.commands.web_forms import Question, WantedForm, set_form
from wellkept.intake.models import Item, Message, WebForm
from wellkept.journeys.models import Journey, Touch
from wellkept.kernel import clock
from wellkept.messages.letters import compose
from wellkept.messages.queries import telling_of
from wellkept.notices.models import Notice

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
SITE = "https://www.lindenau.example"
SPAM = "BUY CHEAP PILLS http://pills.example"


@pytest.fixture(autouse=True)
def morning(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.FILES = tmp_path
    settings.PUBLIC_URL = "http://testserver"
    with clock.at(NOW):
        yield


@pytest.fixture
def cast(lindenau_elektro: Cast) -> Cast:
    return lindenau_elektro


def form(cast: Cast, **more: Any) -> WebForm:
    values: dict[str, Any] = {
        "key": "kitchen",
        "team": cast.teams["sales"].pk,
        "words": {
            "en": {"title": "Your kitchen", "thanks": "We call you tomorrow."},
            "de": {"title": "Ihre Küche"},
        },
        "asks": {"name": "required", "email": "optional", "phone": "optional", "company": "no"},
        "origins": [SITE],
    } | more
    return set_form(wanted=WantedForm(**values), by=cast.by("ana"))


WORDS = {"said": "The oven is cold", "name": "Erika Muster", "email": "erika@example.org"}


def send(
    client: Client | None = None, *, key: str = "kitchen", opened: bool = True, **fields: Any
) -> HttpResponse:
    """Open the page, wait until one has written, and send it; or post from elsewhere."""
    client = client or Client(REMOTE_ADDR="198.51.100.7")
    headers = fields.pop("headers", {})
    form = WORDS | fields
    if opened:
        page = client.get(f"/ask/{key}").content.decode()
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
        form = hidden | form
    later = pytest.MonkeyPatch()
    import time

    with later.context() as patch:
        sent = time.time() + form.pop("after", 30)
        patch.setattr("django.core.signing.time.time", lambda: sent)
        return client.post(f"/ask/{key}", form, headers=headers)  # type: ignore[return-value]


def number_shown(answer: HttpResponse) -> str:
    page = Client().get(answer["Location"])
    assert page.status_code == 200
    match = re.search(r'number-large">(\d{4}-\d{4})<', page.content.decode())
    assert match
    return match[1].replace("-", "")


def letters() -> list[str]:
    return [compose(telling_of(row)[0]).text for row in Notice.objects.order_by("made_at")]


def test_a_submitted_form_is_stored_and_gets_a_number(cast: Cast) -> None:
    form(cast)
    answer = send()
    assert answer.status_code == 303
    number = number_shown(answer)
    item = Item.objects.get()
    assert (item.channel, item.sender, item.sender_name, item.handler_id) == (
        "form", "erika@example.org", "Erika Muster", cast.tom.pk,
    )  # fmt: skip
    assert item.marks == []
    message = Message.objects.get()
    assert (message.channel, message.number, message.outcome) == ("form", number, "item")


def test_the_receipt_says_who_is_there_and_their_words_of_thanks(cast: Cast) -> None:
    form(cast)
    page = Client().get(send()["Location"]).content.decode()
    assert "We call you tomorrow." in page
    assert "Tom Brandt" in page
    german = (
        Client().get(send(key="kitchen")["Location"].replace("language=en", "language=de")).content.decode()
    )
    assert '<html lang="de"' in german


def test_the_number_becomes_the_journey_s_own(cast: Cast) -> None:
    form(cast)
    number = number_shown(send())
    row = items.open_journey_from(item=Item.objects.get().pk, by=cast.by("tom"))
    assert row.number == number


def test_put_on_another_journey_the_number_finds_that(cast: Cast) -> None:
    form(cast)
    number = number_shown(send())
    known = stations.opened(cast)
    items.attach_to(item=Item.objects.get().pk, journey=known.pk, by=cast.by("tom"))
    assert [row.journey for row in find(number, by=cast.by("tom"))] == [known.pk]


def test_a_form_that_opens_opens_under_the_number_they_saw(cast: Cast) -> None:
    form(cast, opens=True)
    number = number_shown(send(phone="0351 999 888"))
    row = Journey.objects.get()
    assert (row.number, row.need, row.holder_id) == (number, "The oven is cold", cast.tom.pk)
    assert row.contact is not None
    assert (row.contact.name, row.contact.email, row.contact.phone) == (
        "Erika Muster", "erika@example.org", "0351 999 888",
    )  # fmt: skip


def test_a_known_writer_s_words_stand_on_their_journey_and_the_page_does_not_say_so(cast: Cast) -> None:
    form(cast, opens=True)
    known = stations.opened(cast)
    answer = send(email=cast.bakery.contact.email.upper())
    number = number_shown(answer)
    assert number != known.number, "whoever typed it may be anybody"
    assert known.number not in Client().get(answer["Location"]).content.decode()
    touch = Touch.objects.get(journey=known)
    assert (touch.channel, touch.contact_id, touch.incoming) == ("page", cast.bakery.contact.pk, True)
    assert [row.journey for row in find(number, by=cast.by("tom"))] == [known.pk]


def test_a_known_number_with_another_address_waits_for_a_person(cast: Cast) -> None:
    form(cast)
    known = stations.opened(cast)
    send(email="stranger@example.org", phone=cast.bakery.contact.phone)
    assert Item.objects.get().state == "waiting"
    assert not Touch.objects.filter(journey=known).exists()


# The answer by mail


def test_the_answer_by_mail_names_a_person_and_the_number_and_nothing_they_typed(cast: Cast) -> None:
    form(cast, opens=True)
    number = number_shown(send(name=SPAM, said=SPAM, company=SPAM))
    (letter,) = letters()
    assert "Tom Brandt" in letter
    assert f"{number[:4]}-{number[4:]}" in letter
    assert "PILLS" not in letter
    notice = Notice.objects.get()
    assert (notice.address, notice.automatic, notice.contact_id) == ("erika@example.org", True, None)


def test_the_letter_names_the_number_that_the_form_gave_and_no_other(cast: Cast) -> None:
    """Anybody can type a customer's address: the letter does not give away the number of the customer's journey."""
    form(cast, opens=True)
    known = stations.opened(cast)
    number = number_shown(send(email=cast.bakery.contact.email))
    telling, addressing = telling_of(Notice.objects.filter(kind="form_received").latest("made_at"))
    letter = compose(telling).text
    assert (telling.number.replace("-", ""), addressing["journey"]) == (number, number)
    assert f"{number[:4]}-{number[4:]}" in letter
    assert f"{known.number[:4]}-{known.number[4:]}" not in letter


def test_page_and_letter_are_in_the_language_of_the_form(cast: Cast) -> None:
    form(cast)
    client = Client(REMOTE_ADDR="198.51.100.7")
    page = client.get("/ask/kitchen?language=de").content.decode()
    assert "Ihre Küche" in page
    begun = re.search(r'name="begun" value="([^"]*)"', page)
    assert begun
    client.post("/ask/kitchen?language=de", WORDS, headers={"Origin": SITE})
    assert Notice.objects.get().language == "de"


@pytest.mark.parametrize("opens", [True, False])
def test_letters_to_a_german_writer_are_in_german(cast: Cast, opens: bool) -> None:
    form(cast, opens=opens)
    Client().post("/ask/kitchen?language=de", WORDS, headers={"Origin": SITE})
    if not opens:
        items.open_journey_from(item=Item.objects.get().pk, by=cast.by("tom"))
    contact = Journey.objects.get().contact
    assert contact is not None
    assert (contact.language, contact.customer.language) == ("de", "de")
    assert {notice.language for notice in Notice.objects.all()} == {"de"}


def test_one_address_gets_a_few_answers_only_whoever_types_it(cast: Cast) -> None:
    form(cast)
    for number in range(6):
        send(Client(REMOTE_ADDR=f"198.51.100.{number}"), said=f"Words {number}")
    assert Item.objects.count() == 6
    assert Notice.objects.count() == 3


@pytest.mark.parametrize("email", ["office@lindenau.example", ""])
def test_no_answer_goes_to_ourselves_or_nowhere(cast: Cast, email: str) -> None:
    from wellkept.mailboxes.commands.addresses import set_mailbox

    set_mailbox(address="office@lindenau.example", team=cast.teams["sales"].pk, by=cast.by("ana"))
    form(cast)
    send(email=email, phone="0351 1234567")
    assert Item.objects.count() == 1
    assert not Notice.objects.exists()


# Programs


@pytest.mark.parametrize(
    ("junk", "opened"),
    [
        ({"website": "http://pills.example"}, True),
        ({"after": 1}, True),
        ({"begun": "forged:sig"}, True),
        ({}, False),
        ({"headers": {"Origin": "https://evil.example"}}, False),
    ],
)
def test_a_likely_program_is_kept_marked_and_never_answered(
    cast: Cast, junk: dict[str, Any], opened: bool
) -> None:
    form(cast, opens=True)
    answer = send(opened=opened, **junk)
    assert answer.status_code == 303
    assert number_shown(answer)
    item = Item.objects.get()
    assert item.remarks == ["It looks like the work of a program."]
    assert not Journey.objects.exists()
    assert not Notice.objects.exists()


def test_a_plain_form_of_our_own_website_is_no_program(cast: Cast) -> None:
    form(cast)
    assert number_shown(send(opened=False, headers={"Origin": SITE}))
    assert Item.objects.get().marks == []


def test_many_from_one_address_are_turned_away_with_their_words(cast: Cast) -> None:
    form(cast)
    client = Client(REMOTE_ADDR="2001:db8::1")
    for number in range(20):
        assert send(client, said=f"Words {number}", opened=False).status_code == 303
    other = Client(REMOTE_ADDR="2001:db8::2")
    answer = send(other, said="One too many", opened=False)
    assert answer.status_code == 429
    assert "One too many" in answer.content.decode()
    assert Message.objects.count() == 20
    assert send(Client(REMOTE_ADDR="2001:db9::1"), said="From elsewhere", opened=False).status_code == 303


# Sent twice, refused, hostile


def test_sent_twice_it_is_one(cast: Cast) -> None:
    form(cast)
    client = Client(REMOTE_ADDR="198.51.100.7")
    page = client.get("/ask/kitchen").content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    first = client.post("/ask/kitchen", WORDS | hidden)
    again = client.post("/ask/kitchen", WORDS | hidden)
    assert (first["Location"], Message.objects.count()) == (again["Location"], 1)


def test_from_elsewhere_the_same_words_of_one_day_are_one(cast: Cast) -> None:
    form(cast)
    numbers = [number_shown(send(opened=False, headers={"Origin": SITE})) for _ in range(2)]
    assert numbers[0] == numbers[1]
    with clock.at(NOW + timedelta(days=30)):
        assert number_shown(send(opened=False, headers={"Origin": SITE})) != numbers[0]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"said": " "}, "Please write a few words."),
        ({"name": ""}, "This is still missing."),
        ({"email": "no address"}, "This is not a mail address."),
        ({"phone": "not there"}, "This is no telephone number. Please write it in digits."),
        ({"email": "", "phone": ""}, "How do we reach you?"),
        ({"said": "x" * 20_001}, "at most 20000 characters"),
        ({"said": "\u200b\0\u2060"}, "Please write a few words."),
    ],
)
def test_a_refused_form_keeps_what_was_typed(cast: Cast, wrong: dict[str, str], message: str) -> None:
    form(cast)
    events = Event.objects.count()
    values: dict[str, Any] = {"company": "x"} | wrong
    answer = send(**values)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    for name, words in (WORDS | wrong).items():
        assert words.strip() in page.replace("\0", "") or "\0" in words, name
    assert not Message.objects.exists()
    assert Event.objects.count() == events


def test_a_form_is_cleaned_of_unseen_characters(cast: Cast) -> None:
    form(cast)
    answer = send(
        said="The\u200b oven\0 is \u202ecold\x0bsince Monday", name="\u202aErika\u202c \ufeffMuster"
    )
    assert answer.status_code == 303
    item = Item.objects.get()
    assert item.sender_name == "Erika Muster"
    stored = bytes(Message.objects.get().raw).decode()
    assert '"The oven is cold\\nsince Monday"' in stored


def test_consent_and_questions(cast: Cast) -> None:
    words = {"en": {"title": "Your kitchen", "consent": "You may keep this."}}
    form(cast, words=words, questions=[Question(words={"en": "Which floor?"}, required=True)])
    answer = send()
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Without this we may not keep what you write." in page
    assert Message.objects.count() == 0
    assert send(consent="on", question_0="The third").status_code == 303
    assert Item.objects.get().words == "The oven is cold Which floor? The third"


def test_files_come_along_within_their_limits(cast: Cast) -> None:
    form(cast, files=True)
    photo = SimpleUploadedFile("../../oven.svg", b"<svg onload=alert(1)>", "image/svg+xml")
    assert send(files=[photo, SimpleUploadedFile("b.txt", b"two", "text/plain")]).status_code == 303
    item = Item.objects.get()
    assert [paper.name for paper in files_of(item.pk)] == ["oven.svg", "b.txt"]
    many = [SimpleUploadedFile(f"{n}.txt", b"x", "text/plain") for n in range(6)]
    answer = send(files=many, said="Six")
    assert answer.status_code == 422
    assert "At most 5 files" in answer.content.decode()
    large = SimpleUploadedFile("large.bin", b"x" * (10 * 1024 * 1024 + 1))
    assert send(files=[large], said="Large").status_code == 422
    assert Message.objects.count() == 1


def test_a_request_far_too_large_is_not_even_read(cast: Cast) -> None:
    form(cast, files=True)
    answer = Client().post("/ask/kitchen", WORDS, CONTENT_LENGTH="900000000")
    assert answer.status_code == 413
    assert Message.objects.count() == 0


def test_nothing_typed_runs_in_a_page(cast: Cast) -> None:
    form(cast)
    hostile = '"><script>alert(1)</script>'
    page = send(name=hostile, said=hostile, email="x").content.decode()
    assert "<script>alert" not in page


def test_a_receipt_cannot_be_made_up(cast: Cast) -> None:
    form(cast)
    assert Client().get("/ask/kitchen/receipt/48279163").status_code == 404
    assert Client().get("/ask/kitchen/receipt/48279163:forged").status_code == 404


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_only_reading_and_sending(cast: Cast, method: str) -> None:
    form(cast)
    assert getattr(Client(), method)("/ask/kitchen").status_code == 405


def test_a_form_not_in_use_says_whom_to_call(cast: Cast) -> None:
    row = form(cast)
    set_form(
        wanted=WantedForm(key="kitchen", team=row.team_id, words={"en": {"title": "x"}}, active=False),
        form=row.pk,
        by=cast.by("ana"),
    )
    for answer in (Client().get("/ask/kitchen"), Client().get("/ask/none"), send(opened=False)):
        assert answer.status_code == 404
        assert "Ana Ruiz" in answer.content.decode()
    assert Message.objects.count() == 0


def test_only_allowed_sites_may_embed_the_form(cast: Cast) -> None:
    form(cast)
    form(cast, key="alone", origins=[])
    embedded, alone = Client().get("/ask/kitchen"), Client().get("/ask/alone")
    assert f"frame-ancestors 'self' {SITE};" in embedded["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in alone["Content-Security-Policy"]
    assert "X-Frame-Options" not in embedded
    for answer in (embedded, alone):
        assert not answer.cookies
        assert answer["Cache-Control"] == "private, no-store"
        assert "Access-Control-Allow-Origin" not in answer


def test_the_form_reveals_nothing_about_customers(cast: Cast) -> None:
    form(cast)
    row = stations.put(cast)
    page = Client().get("/ask/kitchen").content.decode() + Client().get(send()["Location"]).content.decode()
    for secret in ("Petra", "Lindner", row.number, cast.bakery.contact.email):
        assert secret not in page


# The database is away


@pytest.mark.django_db(transaction=True)
def test_while_the_database_is_away_what_was_typed_stands_there_to_be_sent_again(cast: Cast) -> None:
    form(cast)
    settings = connection.settings_dict
    before = dict(settings)
    connection.close()
    try:
        settings.update(HOST="127.0.0.1", PORT="1")
        answer = send(opened=False, said="A long letter\nof mine", headers={"Accept-Language": "de"})
        looked = Client().get("/ask/kitchen")
    finally:
        connection.close()
        settings.clear()
        settings.update(before)
    page = answer.content.decode()
    assert (answer.status_code, looked.status_code, answer["Retry-After"]) == (503, 503, "60")
    for words in ("A long letter\nof mine", "Erika Muster", "erika@example.org", "Nichts ist verloren"):
        assert words in page
    again = dict(re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>\n?([^<]*)</textarea>', page))
    assert Client().post("/ask/kitchen", again, headers={"Origin": SITE}).status_code == 303
    assert Item.objects.get().sender == "erika@example.org"
