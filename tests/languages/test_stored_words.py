"""Stored text is read by each reader in their own language: no column and no fact holds a translated sentence."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import translation

from tests import cast as casting
from tests.cast import DAY, Cast
from tests.languages import made_up, world
from tests.web.signed_in import at
from wellkept.catalogue import names_for, staff
from wellkept.duplicates.commands.merge import merge
from wellkept.events.queries import Happening, history
from wellkept.kernel import clock
from wellkept.kernel.text import Text
from wellkept.messages import commands as messages
from wellkept.notices import commands as notices
from wellkept.notices.models import Notice
from wellkept.people.actor import SYSTEM
from wellkept.people.commands import change_person
from wellkept.voice.commands.meetings import mark_key_customer, set_rhythm

pytestmark = pytest.mark.django_db
# Letters are words that one customer reads: they are stored as they went out, in the language of that customer.
LETTERS = {("notice", "title"), ("notice", "text"), ("notice", "html")}


def test_nothing_that_people_do_stores_a_translated_sentence(cast: Cast) -> None:
    with made_up.spoken(), translation.override(made_up.CODE):
        world.fill(cast)
        _merged(cast)
        letter = Notice.objects.filter(told_at__isnull=True, channel="mail").first()
        assert letter is not None
        notices.give_up(notice=letter.pk, trouble=messages.ANOTHERS, by=SYSTEM)
    assert [place for place in _with_guillemets() if place not in LETTERS] == []


def test_a_merge_names_the_other_customer_in_the_language_of_the_reader(cast: Cast) -> None:
    with translation.override("de"):
        goes = _merged(cast)
    ended = [row for row in history(goes) if row.type in ("rhythm_ended", "key_customer_unmarked")]
    assert [_sentence(row, "en") for row in ended] == [
        "ended the meetings: merged with Bäckerei Lindner, whose meetings go on",
        "removed the mark of a key customer: merged with Bäckerei Lindner, whose mark stays",
    ]
    assert _sentence(ended[0], "de").startswith(
        "hat die Treffen beendet: zusammengeführt mit Bäckerei Lindner"
    )


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "This is no mail address."), ("de", "Das ist keine Mailadresse.")],
)
def test_the_reason_of_a_letter_that_did_not_go_out_is_worded_for_its_reader(
    cast: Cast, language: str, sentence: str
) -> None:
    casting.opened(cast)
    letter = Notice.objects.filter(told_at__isnull=True).first()
    assert letter is not None
    with translation.override("de"):
        notices.give_up(notice=letter.pk, trouble=messages.NO_ADDRESS, by=SYSTEM)
    trouble: Text = Notice.objects.get(pk=letter.pk).trouble
    given_up = next(row for row in history(letter.subject_id) if row.type == "notice_given_up")
    with translation.override(language):
        assert str(trouble) == sentence
        assert staff(given_up, names_for([given_up])).quote == sentence
    change_person(person=cast.ana.pk, language=language, by=cast.by("ana"))
    assert sentence in at(cast, "ana").get("/undelivered").content.decode()


def _sentence(happening: Happening, language: str) -> str:
    with translation.override(language):
        return staff(happening, names_for([happening])).text


def _merged(cast: Cast) -> int:
    """Merge a customer into the bakery, and both have meetings and are marked. Returns who goes."""
    ana, bakery = cast.by("ana"), cast.bakery.customer
    twin = casting.party("Backerei Lindenau", "Petra Lindner", by=ana).customer
    for customer in (bakery, twin):
        set_rhythm(customer=customer.pk, every_days=28, next_at=clock.now() + 7 * DAY, by=ana)
        mark_key_customer(customer=customer.pk, why="Viele Filialen", by=ana)
    merge(keep=bakery.pk, away=twin.pk, rhythm_of=bakery.pk, mark_of=bakery.pk, by=ana)
    return int(twin.pk)


def _with_guillemets() -> list[tuple[str, str]]:
    """Columns in which a sentence of the made-up language stands, read from the whole database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables"
            " USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            " AND data_type IN ('text', 'jsonb', 'character varying')"
        )
        places = cursor.fetchall()
        with_words = []
        for table, column in places:
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}" WHERE "{column}"::text LIKE \'%«%\')')
            if cursor.fetchone()[0]:
                with_words.append((str(table), str(column)))
        return sorted(with_words)
