"""Law 4: whatever was noted is found from its commit on, whole and half, and for ever."""

from __future__ import annotations

import re

import pytest
from django.db import connection, transaction
from tests import race
from tests.cast import Cast, opened

from wellkept.customers import commands as customers
from wellkept.duplicates.commands.merge import merge
from wellkept.duplicates.commands.undo import undo
from wellkept.find.queries import customers_like, find, known
from wellkept.journeys.commands import details
from wellkept.journeys.commands.open import open_journey
from wellkept.journeys.models import Journey
from wellkept.people.actor import SYSTEM
from wellkept.references.commands import count_words, note, note_many
from wellkept.references.models import Reference, Word

pytestmark = pytest.mark.django_db

SAID = [
    ("purchase_order", "PO 2026-118", "po 2026 118"),
    ("serial", "SN 77-20419", "2041 sn"),
    ("tracking", "1Z 999 AA1 01", "1z999aa101"),
    ("invoice", "RE-2026-0042", "re20260042"),
    ("old_number", "A-3391-X", "3391"),
    ("bank", "DE44 5001 0517 5407 3249 31", "de44500105175407324931"),
    ("domain", "www.zoppot-works.example", "@zoppot-works.example"),
    ("phone", "0341 555 0199", "5550199"),
    ("email", "office@zoppot.example", "office@zopot.example"),
    ("street", "Zoppotstraße 7", "zopotstr 7"),
    ("other", "the mill by the bridge", "mill bridge"),
    ("name", "Żółkiewski", "zolkiewski"),
    ("name", "Παπαδόπουλος", "papadopulos"),
    ("name", "Щербаков", "Sherbakov"),
]


def _in_need(cast: Cast) -> Journey:
    who = cast.bakery
    need = "The proofing cabinet leaks"
    return open_journey(customer=who.customer.pk, contact=who.contact.pk, need=need, by=cast.by("tom"))


@pytest.mark.parametrize(("kind", "said", "asked"), SAID)
def test_what_is_noted_is_found_in_the_same_transaction(cast: Cast, kind: str, said: str, asked: str) -> None:
    row = opened(cast)
    assert row.pk not in [found.journey for found in find(asked, by=cast.by("tom"))[:1]]
    note(subject=row.pk, said=[(kind, said)], country="DE", whose=row.customer_id)
    for text in (said, asked, asked.upper()):
        assert find(text, by=cast.by("tom"))[0].journey == row.pk, text


def test_what_is_not_committed_is_not_found(cast: Cast) -> None:
    row = opened(cast)

    class Never(Exception):
        pass

    with pytest.raises(Never), transaction.atomic():  # noqa: PT012
        note(subject=row.pk, said=[("name", "Zoppot")], country="DE", whose=row.customer_id)
        assert find("zoppot", by=cast.by("tom"))
        raise Never
    assert find("zoppot", by=cast.by("tom")) == []
    assert not Word.objects.filter(text="zoppot").exists()


def test_half_words_of_several_references_and_of_the_need_find_together(cast: Cast) -> None:
    row = _in_need(cast)
    details.note_reference(journey=row.pk, kind="purchase_order", said="PO 2026-7781", by=cast.by("tom"))
    whose = row.customer.name.split()[0]
    for asked in (f"{whose} proofing", f"7781 {whose}", f"{whose} cabinet leaking", "proofing cabinet 7781"):
        assert find(asked, by=cast.by("tom"))[0].journey == row.pk, asked


def test_a_need_that_was_put_otherwise_is_found_by_both(cast: Cast) -> None:
    row = _in_need(cast)
    details.correct_need(journey=row.pk, need="The steamer is out", by=cast.by("tom"))
    for asked in ("proofing cabinet", "steamer"):
        assert [found.journey for found in find(asked, by=cast.by("tom"))] == [row.pk]


def test_a_confidential_need_is_not_found_by_who_may_not_read_it(cast: Cast) -> None:
    row = _in_need(cast)
    details.make_confidential(journey=row.pk, confidential=True, by=cast.by("tom"))
    assert find("proofing cabinet", by=cast.by("tom"))[0].journey == row.pk
    assert find("proofing cabinet", by=cast.by("jonas")) == []
    (found,) = find(row.number, by=cast.by("jonas"))
    assert (found.confidential, found.need, found.matches) == (True, "", ())


def test_who_was_merged_is_found_as_whom_they_go_on_and_again_alone(cast: Cast) -> None:
    stays = customers.add_customer(name="Zoppot Works", by=cast.by("tom"))
    goes = customers.add_customer(name="Mariental Foundry", by=cast.by("tom"))
    customers.add_contact(customer=goes.pk, name="Ida Voss", phone="0341 555 0177", by=cast.by("tom"))
    merged = merge(keep=stays.pk, away=goes.pk, by=cast.by("ana"))
    asked = ("Mariental Foundry", "mariental", "foundri mariental", "0341 5550177", "50177", "Ida Vos")
    for text in (*asked, "Zoppot Ida", "Mariental Zoppot"):
        assert [one.customer for one in find(text, by=SYSTEM)] == [stays.pk], text
    assert customers_like("mariental") == [stays.pk]
    assert [one.customer for one in known(name="Foundry Mariental Ltd")] == [stays.pk]
    undo(merge=merged.pk, by=cast.by("ana"))
    for text in asked:
        assert [one.customer for one in find(text, by=SYSTEM)] == [goes.pk], text
    assert [one.customer for one in find("zoppot works", by=SYSTEM)] == [stays.pk]


def test_the_same_is_noted_once_and_its_words_are_counted(cast: Cast) -> None:
    row = opened(cast)
    for _ in range(3):
        note(subject=row.pk, said=[("name", "Zoppot Zoppot"), ("name", "zoppot zoppot")], country="DE")
    assert Reference.objects.filter(key="zoppot zoppot").count() == 1
    Word.objects.create(text="zoppot", count=1)  # as two who brought it at the same time would leave it
    other = customers.add_customer(name="Zoppot", by=cast.by("tom"))
    count_words()
    assert [word.count for word in Word.objects.filter(text="zoppot")] == [2]
    assert other.pk in [one.customer for one in find("Zopot", by=cast.by("tom"))]


def test_by_the_thousand_it_is_one_statement(cast: Cast) -> None:
    from django.test.utils import CaptureQueriesContext

    keys = [customers.add_customer(name=f"Number {n}", by=cast.by("tom")).pk for n in range(5)]
    with CaptureQueriesContext(connection) as asked:
        note_many(said=[(key, "name", f"Zoppot {key}", "DE") for key in keys])
    assert len(asked) == 1
    assert {one.customer for one in find("zoppot", by=cast.by("tom"))} == set(keys)


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_a_word_that_another_brings(cast: Cast) -> None:
    one, two = opened(cast), opened(cast, whose=cast.school)
    came = race.race(
        lambda: note(subject=one.pk, said=[("name", "Zoppot Sopot")], country="DE", whose=one.customer_id),
        lambda: note(subject=two.pk, said=[("name", "Sopot Zoppot")], country="DE", whose=two.customer_id),
    )
    assert came == [None, None]
    assert {found.journey for found in find("sopot", by=cast.by("tom"))} == {one.pk, two.pk}
    assert count_words() == Word.objects.values("text").distinct().count()


@pytest.mark.django_db(transaction=True)
def test_two_who_note_of_one_customer_at_once_both_count(cast: Cast) -> None:
    row = opened(cast)
    came = race.race(
        lambda: note(subject=row.pk, said=[("name", "Zoppot")], country="DE", whose=row.customer_id),
        lambda: note(subject=row.customer_id, said=[("street", "Mariental 4")], country="DE"),
    )
    assert came == [None, None]
    assert [found.journey for found in find("zoppot mariental", by=cast.by("tom"))] == [row.pk]


def test_the_same_number_of_looks_whoever_is_found(cast: Cast) -> None:
    """Every reading of a question that is put to PostgreSQL is bounded: nothing is read without a limit."""
    from django.test.utils import CaptureQueriesContext

    opened(cast)
    for asked in ("lindner", "Lindnre Bakcery", "0142", "48279164", "@lindner"):
        with CaptureQueriesContext(connection) as captured:
            find(asked, by=cast.by("tom"))
        reads = [
            one["sql"]
            for one in captured.captured_queries
            if re.search(r"FROM (reference|likeness|word)\b", one["sql"])
        ]
        assert all("LIMIT" in sql or "= ANY" in sql or "unnest" in sql for sql in reads)
