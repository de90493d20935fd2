"""The language of an unknown writer: by their words, else by their program, else the company's."""

from __future__ import annotations

import pytest

from tests.intake.lindenau import INFO, OFFICE, Lindenau
from tests.mail.corpus import mail
from wellkept.customers.commands import change_contact
from wellkept.customers.commands.customers import change
from wellkept.customers.models import Contact
from wellkept.intake.commands import items, routing, store_mail
from wellkept.intake.commands.first_contact import Speaker
from wellkept.intake.models import Item
from wellkept.intake.rules import language_of
from wellkept.mail import letter_language, parse
from wellkept.notices.models import Notice

pytestmark = pytest.mark.django_db
GERMAN = "Guten Tag,\n\nunsere Heizung ist seit gestern kalt. Wann kann jemand kommen?\n\nFreundliche Grüße\nErika\n"
ENGLISH = "Hello,\n\nour heating has been cold since yesterday. When can somebody come?\n\nKind regards\nErika Muster\n"
FRENCH = (
    "Bonjour,\n\nnotre chauffage est froid depuis hier. Quand pouvez-vous venir chez nous ?\n\nCordialement\n"
)


def letter(body: str, **fields: str) -> bytes:
    values = {"From": "Erika Muster <erika@muster.example>", "To": INFO, "Message_ID": "<one@muster.example>"}
    return mail(
        body.encode(),
        Content_Type="text/plain; charset=utf-8",
        Content_Transfer_Encoding="8bit",
        **{**values, **fields},
    )


def arrives(body: str, **fields: str) -> None:
    routing.handle(store_mail.store(letter(body, **fields), recipient=fields.get("To", INFO)).message)


@pytest.mark.parametrize(
    ("body", "fields", "language"),
    [
        (GERMAN, {}, "de"),
        (ENGLISH, {}, "en"),
        (FRENCH, {}, ""),  # clearly another: the company's
        (FRENCH, {"Content_Language": "de-DE"}, ""),
        (GERMAN, {"Content_Language": "en-US"}, "de"),  # the words are surer than the program
        ("Bitte um Rückruf wegen der Rechnung 4711", {}, "de"),
        ("Please call back about the invoice 4711", {}, "en"),
        ("OK", {}, ""),
        ("OK", {"Content_Language": "de-DE, en-US"}, "de"),
        ("Termin?", {"Content_Language": "de"}, "de"),
        ("Termin?", {"Subject": "Wann kommt der Monteur zu uns nach Hause?"}, "de"),
        ("OK", {"Content_Language": "tlh"}, ""),
        ("OK", {"Content_Language": "\u202e;;="}, ""),
        ("4711 0815 https://www.example.com/en/order/please-send-this-to-me", {}, ""),
        # Half and half says nothing, and then the program does.
        (
            "Hello, we have no hot water since yesterday.\nMüller GmbH, Geschäftsführer Hans Müller, Amtsgericht Köln",
            {"Content_Language": "en-GB"},
            "en",
        ),
        # A German answer above an English letter of ours.
        (
            f"{GERMAN}\nOn Mon, 2 Nov 2026 at 09:00, Lindenau <office@lindenau.example> wrote:\n> "
            + "\n> ".join((ENGLISH * 4).split("\n")),
            {},
            "de",
        ),
        (
            f"{ENGLISH}\n-- \nMüller GmbH\nGeschäftsführer Hans Müller\nSitz der Gesellschaft ist Köln",
            {},
            "en",
        ),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_a_letter_shows_its_language_or_none(body: str, fields: dict[str, str], language: str) -> None:
    read = parse(letter(body, **fields))
    assert language_of(read, is_known=False) == language
    assert language_of(read, is_known=False) == language  # the same letter again


def test_where_the_library_is_not_built_the_writers_program_says_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Linux on ARM has no wheel of it."""
    monkeypatch.setattr(letter_language, "pycld2", None)
    assert language_of(parse(letter(GERMAN, Content_Language="de-DE")), is_known=False) == "de"
    assert language_of(parse(letter(GERMAN)), is_known=False) == ""


def test_a_known_customers_record_counts_more_than_their_program() -> None:
    short = parse(letter("OK", Content_Language="en"))
    assert language_of(short, is_known=True) == ""
    assert language_of(parse(letter(GERMAN)), is_known=True) == "de"


@pytest.mark.parametrize(
    ("body", "language"), [(GERMAN, "de"), (ENGLISH, "en"), (FRENCH, "en"), ("OK", "en")]
)
def test_the_first_answer_is_in_the_language_of_the_first_mail(
    lindenau: Lindenau, body: str, language: str
) -> None:
    arrives(body)
    contact = Contact.objects.get(email="erika@muster.example")
    assert (contact.language, contact.customer.language) == (language, language)
    assert [notice.language for notice in Notice.objects.all()] == [language]
    # What was guessed can be changed, and stays as it was changed.
    change_contact(contact=contact.pk, language="de" if language == "en" else "en", by=lindenau.by_ana)
    arrives(body + "\nUnd noch etwas.", Message_ID="<two@muster.example>")
    contact.refresh_from_db()
    assert contact.language != language


def test_a_person_who_opens_it_chooses_otherwise(lindenau: Lindenau) -> None:
    arrives(GERMAN, To=OFFICE)
    item = Item.objects.get()
    items.open_journey_from(
        item=item.pk, by=lindenau.by_tom, speaker=Speaker(language="en"), need="Cold heating"
    )
    assert Contact.objects.get(email="erika@muster.example").language == "en"


def test_a_new_contact_of_a_known_customer_has_its_language_when_nothing_is_shown(lindenau: Lindenau) -> None:
    known = lindenau.contact()
    change(customer=known.customer_id, language="de", by=lindenau.by_ana)
    read = parse(letter("OK", Content_Language="en"))
    row = items.new_contact(read, Speaker(customer=known.customer_id), by=lindenau.by_ana)
    assert row.language == "de"
