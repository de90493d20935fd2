"""Wording of notices: every kind, in every language, as text and as HTML."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import wellkept.messages
from wellkept.messages.letters import PAGE, Person, Telling, compose, with_page
from wellkept.messages.letters.kinds import KINDS

ANA = Person("Ana Weber", "+49 30 1234", "ana@lindenau.example")
FACTS = {
    "need": "No hot water since Friday",
    "name": "Jonas Berg",
    "phone": "+49 30 99",
    "for_what": "the installation",
    "total": "1499.50",
    "currency": "EUR",
    "delivery_by": "2026-12-01T00:00:00+01:00",
    "valid_until": "2026-11-20T23:00:00+00:00",
    "signed_name": "Erika Muster",
    "digest": "abcd",
    "text": "New boiler installed",
    "due": "2026-12-01T09:00:00+00:00",
    "due_before": "2026-11-24T09:00:00+00:00",
    "by_them": True,
    "who_can_help": "Max Berg",
    "into": "48279163",
    "deemed_on": "2026-12-20T09:00:00+00:00",
    "check_in": "2027-12-01T09:00:00+00:00",
    "question": "How do I bleed it?",
    "minutes": 15,
    "who": "Jonas Berg",
    "code": "482916",
    "expires": "2027-01-01T00:00:00+00:00",
    "trigger": "decision",
    "given": "4827-9163",
}


def telling(kind: str, **changes: object) -> Telling:
    details: dict[str, object] = {
        "kind": kind,
        "language": "en",
        "company": "Lindenau",
        "company_phone": "+49 30 1",
        "person": ANA,
        "to": "Erika Muster",
        "number": "4827-9163",
        "time_zone": "Europe/Berlin",
        "words": "First line\nsecond <b>line</b>",
        "facts": FACTS,
    }
    return Telling(**(details | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [*KINDS, "unheard_of"])
@pytest.mark.parametrize("language", ["en", "de", "fr", "xx"])
def test_every_letter_names_a_person_with_contact_details(kind: str, language: str) -> None:
    letter = compose(telling(kind, language=language))
    assert letter.title
    for words in (letter.text, letter.html):
        assert "Ana Weber, +49 30 1234, ana@lindenau.example" in words
        assert "4827-9163" in words
        assert "%(" not in words


@pytest.mark.parametrize("kind", [*KINDS, "unheard_of"])
def test_a_letter_without_facts_still_has_text(kind: str) -> None:
    letter = compose(telling(kind, facts={}, words="", to="", number=""))
    assert letter.title
    assert "None" not in letter.text
    assert "Ana Weber" in letter.text


@pytest.mark.parametrize("kind", KINDS)
def test_text_is_escaped(kind: str) -> None:
    hostile = dict.fromkeys(FACTS, "<script>alert(1)</script>")
    html = compose(telling(kind, facts=hostile, words="<script>alert(1)</script>", to="<i>x</i>")).html
    assert "<script" not in html
    assert "<i>" not in html


def test_a_delay_notice_has_reason_dates_and_choice() -> None:
    text = compose(telling("delay", words="The boiler is delivered late")).text
    assert "What: New boiler installed" in text
    assert "Promised for: Tuesday 24 November 2026 at 10:00" in text
    assert "New date: Tuesday 1 December 2026 at 10:00" in text
    assert "Why: The boiler is delivered late" in text
    assert "Accept the new date:" in text
    assert "you can also cancel" in text
    assert "counts only if you say yes" in compose(telling("delay", facts=FACTS | {"needs_yes": True})).text


def test_dates_are_in_the_readers_zone_and_language() -> None:
    facts = {"due": "2026-12-01T23:30:00+00:00", "text": "x", "amount": "1234.5", "currency": "EUR"}
    berlin = compose(telling("promise_made", facts=facts)).text
    assert "Wednesday 2 December 2026 at 00:30" in berlin
    assert "€1,234.50" in berlin
    assert (
        "Tuesday 1 December 2026 at 18:30"
        in compose(telling("promise_made", facts=facts, time_zone="America/New_York")).text
    )
    assert (
        "Tuesday 1 December 2026 at 23:30"
        in compose(telling("promise_made", facts=facts, time_zone="Nowhere")).text
    )


def test_a_letter_names_the_deputy_of_an_absent_person() -> None:
    text = compose(telling("letter", instead=Person("Jonas Berg", "+49 30 99"))).text
    assert "Ana Weber is away today. Until then Jonas Berg, +49 30 99 is there for you." in text


def test_the_link_is_inserted_at_the_end() -> None:
    letter = compose(telling("please_accept"))
    assert f"{PAGE}#acceptance" in letter.text
    assert f'href="{PAGE}#acceptance"' in letter.html
    assert "https://w.example/my/k3y#acceptance" in with_page(letter.text, "https://w.example/my/k3y")
    assert PAGE not in with_page(letter.html, "https://w.example/my/k3y")


def test_german_is_complete() -> None:
    room = Path(wellkept.messages.__file__).parent
    with (room / "locale/de/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = read_po(file, locale="de")
    words = {"_": None, "gettext_lazy": None, "ngettext": (1, 2)}
    used = {str(missing[2]) for missing in extract_from_dir(room, [("**.py", "python")], keywords=words)}
    translated = {str(m.id) for m in catalogue if m.id and m.string and not m.fuzzy}
    assert used == translated
    for m in catalogue:
        if m.id:
            assert [n for n in ("name", "person", "day", "hour") if f"%({n})s" in str(m.id)] == [
                n for n in ("name", "person", "day", "hour") if f"%({n})s" in str(m.string)
            ]
