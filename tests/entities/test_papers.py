"""Look and words of an entity's papers: a logo, a colour, and texts with places to fill."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from tests import cast as stations
from tests.cast import Cast
from tests.laws.conftest import refused
from tests.papers.test_set_papers import a_logo, texts
from tests.web.signed_in import at

from wellkept.entities import commands, queries
from wellkept.entities.paper_frame import look_of, said, sender_of
from wellkept.entities.paper_texts import KINDS, filled
from wellkept.events.queries import latest
from wellkept.kernel.refusal import Refusal

pytestmark = pytest.mark.django_db

VALUES = {
    "customer": "Lindner Bakery", "contact": "Petra Lindner", "number": "1234-5674", "person": "Tom Weber",
    "company": "Lindenau Elektro", "date": "2 March", "due": "16 March", "valid_until": "1 May",
    "delivery_by": "1 April",
}  # fmt: skip


def write(cast: Cast, *, opening: str = "", closing: str = "", kind: str = "invoice") -> None:
    commands.set_paper_text(
        entity=stations.usual_entity().pk,
        kind=kind,
        language="en",
        opening=opening,
        closing=closing,
        by=cast.by("ana"),
    )


@pytest.mark.parametrize("kind", KINDS)
def test_our_suggestion_fills_every_place(cast: Cast, kind: str) -> None:
    opening, closing = said(stations.usual_entity(), kind, "en", VALUES)
    assert opening.startswith("Hello Petra Lindner,")
    assert closing.endswith("Lindenau Elektro")
    assert "{" not in opening + closing


def test_a_company_says_it_in_its_own_words(cast: Cast) -> None:
    write(cast, opening="Dear {contact}, please pay by {due}.")
    row = stations.usual_entity()
    assert said(row, "invoice", "en", VALUES)[0] == "Dear Petra Lindner, please pay by 16 March."
    assert said(row, "quote", "en", VALUES)[0].startswith("Hello Petra")
    assert queries.own_paper_texts(row.pk) == {("invoice", "en")}
    write(cast)
    assert said(row, "invoice", "en", VALUES)[0].startswith("Hello Petra")
    assert queries.own_paper_texts(row.pk) == set()
    assert [event.type for event in latest(row.pk)][:2] == ["paper_text_set", "paper_text_set"]


@pytest.mark.parametrize(
    ("opening", "words"),
    [
        ("Dear {name},", "Nothing fills {name} on this paper"),
        ("Stands until {valid_until}", "Nothing fills {valid_until}"),
        ("Dear {contact,", "A curly bracket is not closed"),
        ("Dear contact},", "A curly bracket is not closed"),
        ("x" * 3001, "longer than 3000 letters"),
    ],
)
def test_a_place_that_nothing_fills_is_refused_when_it_is_written(
    cast: Cast, opening: str, words: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        write(cast, opening=opening)
    assert refusal.value.field == "opening"
    assert words in str(refusal.value.in_words())


def test_a_place_without_a_value_is_refused_and_leaves_no_gap() -> None:
    with pytest.raises(Refusal) as refusal:
        filled("Dear {contact},", {**VALUES, "contact": " "})
    assert "who is written to" in str(refusal.value.in_words())
    with pytest.raises(Refusal):
        filled("Dear {contact},", {})


def test_only_an_administrator_changes_papers(cast: Cast) -> None:
    row = stations.usual_entity()
    with pytest.raises(Refusal):
        commands.choose_logo(entity=row.pk, name="a.png", content=a_logo("PNG"), by=cast.by("tom"))
    with pytest.raises(Refusal):
        commands.set_paper_text(
            entity=row.pk, kind="invoice", language="en", opening="", closing="", by=cast.by("tom")
        )


def test_a_logo_is_a_picture_and_stands_on_papers(cast: Cast) -> None:
    row = stations.usual_entity()
    with pytest.raises(Refusal, match="PNG or a JPEG"):
        commands.choose_logo(entity=row.pk, name="a.svg", content=b"<svg/>", by=cast.by("ana"))
    commands.choose_logo(entity=row.pk, name="logo.png", content=a_logo("PNG"), by=cast.by("ana"))
    look = look_of(queries.entity(row.pk))
    assert (look.format, look.logo) == ("png", a_logo("PNG"))
    commands.choose_logo(entity=row.pk, name="", content=b"", by=cast.by("ana"))
    assert look_of(queries.entity(row.pk)).logo == b""
    assert [event.facts.get("file") is None for event in latest(row.pk)[:2]] == [True, False]


@pytest.mark.law
def test_no_file_of_somebody_else_comes_onto_papers(cast: Cast) -> None:
    row = stations.usual_entity()
    commands.choose_logo(entity=row.pk, name="logo.png", content=a_logo("PNG"), by=cast.by("ana"))
    other = stations.opened(cast)
    with refused("a_logo_is_a_file_of_its_entity"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO stored_file (subject_id, sha256, size, media_type, name, kept_at)"
            " SELECT %s, sha256, size, media_type, name, kept_at FROM stored_file LIMIT 1 RETURNING id",
            [other.pk],
        )
        cursor.execute("UPDATE entity SET logo_id = %s WHERE id = %s", [*cursor.fetchone(), row.pk])


def test_the_head_and_foot_of_a_paper_say_who_sells(cast: Cast) -> None:
    row = commands.change_entity(
        entity=stations.usual_entity().pk,
        by=cast.by("ana"),
        street="Königstraße 4",
        city="Dresden",
        postcode="01097",
        register="HRB 1",
    )
    sender = sender_of(queries.entity(row.pk))
    assert sender.line == "Lindenau Elektro · Königstraße 4 · 01097 Dresden"
    assert ("HRB 1",) in sender.columns


def test_an_unreadable_colour_is_refused_at_its_field(cast: Cast) -> None:
    with pytest.raises(Refusal) as refusal:
        commands.change_entity(entity=stations.usual_entity().pk, by=cast.by("ana"), colour="#ffff00")
    assert refusal.value.field == "colour"


def page(row: int) -> str:
    return f"/entities/{row}/papers"


def test_the_page_of_papers_works_for_everybody_and_offers_its_acts_to_administrators(cast: Cast) -> None:
    row = stations.usual_entity().pk
    assert "Put it on papers" in at(cast, "ana").get(page(row)).content.decode()
    seen = at(cast, "tom").get(page(row)).content.decode()
    assert "Sample" in seen
    assert "Put it on papers" not in seen


def test_a_logo_is_uploaded_and_taken_away_on_the_page(cast: Cast) -> None:
    row = stations.usual_entity().pk
    sent = SimpleUploadedFile("logo.png", a_logo("PNG"), "image/png")
    assert at(cast, "ana").post(f"/entities/{row}/logo", {"logo": sent}).status_code == 303
    assert queries.entity(row).logo is not None
    assert at(cast, "ana").post(f"/entities/{row}/logo", {"none": "1"}).status_code == 303
    assert queries.entity(row).logo is None


def test_a_logo_that_is_none_is_refused_in_words(cast: Cast) -> None:
    row = stations.usual_entity().pk
    answer = at(cast, "ana").post(f"/entities/{row}/logo", {"logo": SimpleUploadedFile("a.txt", b"words")})
    assert answer.status_code == 422
    assert "A logo is a PNG or a JPEG picture." in answer.content.decode()
    answer = at(cast, "ana").post(f"/entities/{row}/logo")
    assert "Choose a picture first." in answer.content.decode()
    assert at(cast, "tom").post(f"/entities/{row}/logo", {"none": "1"}).status_code == 403


def test_the_words_of_a_paper_are_written_on_their_page(cast: Cast) -> None:
    row = stations.usual_entity().pk
    place = f"{page(row)}/invoice/en"
    assert "as agreed, we bill" in at(cast, "ana").get(place).content.decode(), "what we suggest, in grey"
    assert at(cast, "ana").post(place, {"opening": "Hi {contact}", "closing": ""}).status_code == 303
    assert "Hi {contact}" in at(cast, "ana").get(place).content.decode()
    answer = at(cast, "ana").post(place, {"opening": "Hi {nobody}", "closing": ""})
    assert answer.status_code == 422
    assert "Hi {nobody}" in answer.content.decode(), "what was typed is kept"
    assert at(cast, "tom").get(place).status_code == 403
    assert at(cast, "ana").get(f"{page(row)}/parcel/en").status_code == 404


def test_a_sample_is_a_paper_in_its_language(cast: Cast) -> None:
    row = stations.usual_entity().pk
    write(cast, opening="Hi {contact}")
    answer = at(cast, "tom").get(f"{page(row)}/invoice/en/sample")
    assert answer["Content-Type"] == "application/pdf"
    (text,) = texts(answer.content)
    assert "Hi Petra Example" in text
    (german,) = texts(at(cast, "tom").get(f"{page(row)}/invoice/de/sample").content)
    assert "Rechnung" in german
    assert at(cast, "tom").get(f"{page(row)}/invoice/fr/sample").status_code == 404
