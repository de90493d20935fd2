"""Law 4: every reference is found from its commit on, in whole and in part, for ever."""

from __future__ import annotations

import re

import pytest
from django.db import connection, transaction
from tests import race
from tests.cast import Cast, opened

from wellkept.customers import commands as customers
from wellkept.duplicates.commands.merge import merge
from wellkept.duplicates.commands.undo import undo
from wellkept.find.queries import customers_known_by, customers_like, find
from wellkept.journeys.commands import details
from wellkept.journeys.commands.open import open_journey
from wellkept.journeys.models import Journey
from wellkept.journeys.need import Need
from wellkept.people.actor import SYSTEM
from wellkept.references.commands import count_words, note, note_many
from wellkept.references.models import Reference, Word

pytestmark = pytest.mark.django_db

REFERENCES = [
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
    return open_journey(customer=who.customer.pk, contact=who.contact.pk, need=Need(need), by=cast.by("tom"))


@pytest.mark.parametrize(("kind", "text", "asked"), REFERENCES)
def test_a_reference_is_found_in_the_same_transaction(cast: Cast, kind: str, text: str, asked: str) -> None:
    row = opened(cast)
    assert row.pk not in [result.journey for result in find(asked, by=cast.by("tom"))[:1]]
    note(subject=row.pk, texts=[(kind, text)], country="DE", customer=row.customer_id)
    for typed in (text, asked, asked.upper()):
        assert find(typed, by=cast.by("tom"))[0].journey == row.pk, typed


def test_a_rolled_back_reference_is_not_found(cast: Cast) -> None:
    row = opened(cast)

    class Never(Exception):
        pass

    with pytest.raises(Never), transaction.atomic():  # noqa: PT012
        note(subject=row.pk, texts=[("name", "Zoppot")], country="DE", customer=row.customer_id)
        assert find("zoppot", by=cast.by("tom"))
        raise Never
    assert find("zoppot", by=cast.by("tom")) == []
    assert not Word.objects.filter(text="zoppot").exists()


def test_parts_of_references_and_of_the_need_find_together(cast: Cast) -> None:
    row = _in_need(cast)
    details.note_reference(journey=row.pk, kind="purchase_order", reference="PO 2026-7781", by=cast.by("tom"))
    first_word = row.customer.name.split()[0]
    for asked in (
        f"{first_word} proofing",
        f"7781 {first_word}",
        f"{first_word} cabinet leaking",
        "proofing cabinet 7781",
    ):
        assert find(asked, by=cast.by("tom"))[0].journey == row.pk, asked


def test_a_corrected_need_is_found_by_both_wordings(cast: Cast) -> None:
    row = _in_need(cast)
    details.correct_need(journey=row.pk, need=Need("The steamer is out"), by=cast.by("tom"))
    for asked in ("proofing cabinet", "steamer"):
        assert [result.journey for result in find(asked, by=cast.by("tom"))] == [row.pk]


def test_a_confidential_need_is_found_only_by_people_who_may_read_it(cast: Cast) -> None:
    row = _in_need(cast)
    details.make_confidential(journey=row.pk, confidential=True, by=cast.by("tom"))
    assert find("proofing cabinet", by=cast.by("tom"))[0].journey == row.pk
    assert find("proofing cabinet", by=cast.by("jonas")) == []
    (result,) = find(row.number, by=cast.by("jonas"))
    assert (result.confidential, result.need, result.matches) == (True, "", ())


def test_a_merged_customer_is_found_as_the_kept_one_and_after_undo_alone(cast: Cast) -> None:
    stays = customers.add_customer(name="Zoppot Works", by=cast.by("tom"))
    goes = customers.add_customer(name="Mariental Foundry", by=cast.by("tom"))
    customers.add_contact(customer=goes.pk, name="Ida Voss", phone="0341 555 0177", by=cast.by("tom"))
    merged = merge(keep=stays.pk, away=goes.pk, by=cast.by("ana"))
    asked = ("Mariental Foundry", "mariental", "foundri mariental", "0341 5550177", "50177", "Ida Vos")
    for text in (*asked, "Zoppot Ida", "Mariental Zoppot"):
        assert [row.customer for row in find(text, by=SYSTEM)] == [stays.pk], text
    assert customers_like("mariental", by=SYSTEM) == [stays.pk]
    assert [row.customer for row in customers_known_by(name="Foundry Mariental Ltd")] == [stays.pk]
    undo(merge=merged.pk, by=cast.by("ana"))
    for text in asked:
        assert [row.customer for row in find(text, by=SYSTEM)] == [goes.pk], text
    assert [row.customer for row in find("zoppot works", by=SYSTEM)] == [stays.pk]


def test_a_repeated_reference_is_stored_once_and_its_words_are_counted(cast: Cast) -> None:
    row = opened(cast)
    for _ in range(3):
        note(subject=row.pk, texts=[("name", "Zoppot Zoppot"), ("name", "zoppot zoppot")], country="DE")
    assert Reference.objects.filter(key="zoppot zoppot").count() == 1
    Word.objects.create(text="zoppot", count=1)  # a second row, as two concurrent transactions leave it
    other = customers.add_customer(name="Zoppot", by=cast.by("tom"))
    count_words()
    assert [word.count for word in Word.objects.filter(text="zoppot")] == [2]
    assert other.pk in [row.customer for row in find("Zopot", by=cast.by("tom"))]


def test_many_references_take_one_statement(cast: Cast) -> None:
    from django.test.utils import CaptureQueriesContext

    keys = [customers.add_customer(name=f"Number {n}", by=cast.by("tom")).pk for n in range(5)]
    with CaptureQueriesContext(connection) as asked:
        note_many(references=[(key, "name", f"Zoppot {key}", "DE") for key in keys])
    assert len(asked) == 1
    assert {row.customer for row in find("zoppot", by=cast.by("tom"))} == set(keys)


@pytest.mark.django_db(transaction=True)
def test_two_transactions_with_the_same_new_word_do_not_wait_for_each_other(cast: Cast) -> None:
    row, two = opened(cast), opened(cast, of=cast.school)
    came = race.race(
        lambda: note(
            subject=row.pk, texts=[("name", "Zoppot Sopot")], country="DE", customer=row.customer_id
        ),
        lambda: note(
            subject=two.pk, texts=[("name", "Sopot Zoppot")], country="DE", customer=two.customer_id
        ),
    )
    assert came == [None, None]
    assert {result.journey for result in find("sopot", by=cast.by("tom"))} == {row.pk, two.pk}
    assert count_words() == Word.objects.values("text").distinct().count()


@pytest.mark.django_db(transaction=True)
def test_concurrent_references_of_one_customer_are_both_kept(cast: Cast) -> None:
    row = opened(cast)
    came = race.race(
        lambda: note(subject=row.pk, texts=[("name", "Zoppot")], country="DE", customer=row.customer_id),
        lambda: note(subject=row.customer_id, texts=[("street", "Mariental 4")], country="DE"),
    )
    assert came == [None, None]
    assert [result.journey for result in find("zoppot mariental", by=cast.by("tom"))] == [row.pk]


def test_every_search_statement_is_bounded(cast: Cast) -> None:
    """Every statement on references has a limit or takes a fixed list of keys."""
    from django.test.utils import CaptureQueriesContext

    opened(cast)
    for asked in ("lindner", "Lindnre Bakcery", "0142", "48279164", "@lindner"):
        with CaptureQueriesContext(connection) as captured:
            find(asked, by=cast.by("tom"))
        reads = [
            row["sql"]
            for row in captured.captured_queries
            if re.search(r"FROM (reference|search_row|word)\b", row["sql"])
        ]
        assert all("LIMIT" in sql or "= ANY" in sql or "unnest" in sql for sql in reads)


@pytest.mark.parametrize(
    "text",
    ["x1" * 1500, "SN " + "ab12" * 5000, "\ufdfa" * 400, "9" * 3000],
    ids=["word", "20,000", "letters", "digits"],
)
@pytest.mark.parametrize("kind", ["serial", "other", "name", "email"])
def test_a_reference_of_any_length_is_noted(cast: Cast, kind: str, text: str) -> None:
    """An index holds no word of 2,047 bytes; one letter of another script becomes up to eighteen of ours."""
    row = opened(cast)
    details.note_reference(journey=row.pk, kind=kind, reference=text, by=cast.by("tom"))
    assert Reference.objects.filter(subject_id=row.pk, kind=kind).exists()


def test_a_full_search_row_hinders_no_writing(cast: Cast) -> None:
    """A row filled up, by SQL or by ten thousand references, makes nothing about the customer impossible."""
    row = opened(cast)
    fill = (
        "UPDATE search_row SET traits = traits || (SELECT array_to_tsvector(array_agg(md5(n::text)))"
        " FROM generate_series(1, 14000) n) WHERE id = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(fill, [row.customer_id])
    for n in range(3):
        reference = " ".join(f"{n}{word}{'q' * 30}" for word in range(20)) + f" PO-{n}"
        details.note_reference(journey=row.pk, kind="purchase_order", reference=reference, by=cast.by("tom"))
    assert Reference.objects.filter(subject_id=row.pk, kind="purchase_order").count() == 3
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT octet_length(traits::text) < 524288 FROM search_row WHERE id = %s", [row.customer_id]
        )
        assert cursor.fetchone() == (True,)
