"""Laws of merged customers in PostgreSQL, and every key to a customer moves along in a merge."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from tests import cast as people
from tests.cast import Cast
from tests.database import as_owner
from tests.duplicates.outside import events_of, rows
from tests.laws.conftest import on_record
from tests.race import race

from wellkept.customers import commands as customers
from wellkept.customers.models import Contact, Customer
from wellkept.duplicates.commands.merge import merge
from wellkept.duplicates.commands.sweep import _taken, sweep
from wellkept.duplicates.commands.undo import undo
from wellkept.duplicates.models import BeingCompared, Merge, Moved, ToCompare
from wellkept.duplicates.queries.foreign_keys import places
from wellkept.journeys.commands.open import open_journey
from wellkept.journeys.models import Journey
from wellkept.journeys.need import Need, Start
from wellkept.kernel.refusal import Refusal
from wellkept.laws import LAWS, refusal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.law]


def refused_by_sql(name: str, *statements: tuple[str, list[int]], on: list[int]) -> None:
    """Assert that this constraint refuses the statements, each with an event of its subject."""
    with pytest.raises(IntegrityError) as refused:
        _write(statements, on)
    shown = refusal(refused.value)
    assert shown.code == name
    assert shown.sentence == LAWS[name].sentence


def _write(statements: tuple[tuple[str, list[int]], ...], on: list[int]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        on_record(*on)
        with as_owner():  # also what the application has no privilege for
            for sql, values in statements:
                cursor.execute(sql, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


MERGED = "UPDATE customer SET merged_into_id = %s WHERE id = %s"
WRITTEN = "INSERT INTO customer_merge (away_id, keep_id, at) VALUES (%s, %s, '2026-03-02 08:00Z')"


def test_merges_form_no_circle_and_no_chain(cast: Cast) -> None:
    a, b = cast.bakery.customer.pk, cast.school.customer.pk
    c = customers.add_customer(name="Third", by=cast.by("tom")).pk
    d = customers.add_customer(name="Fourth", by=cast.by("tom")).pk
    refused_by_sql("a_customer_is_not_merged_with_itself", (MERGED, [c, c]), on=[c])
    refused_by_sql(
        "a_merged_customer_continues_as_one_who_stands",
        (MERGED, [d, c]),
        (MERGED, [c, d]),
        (WRITTEN, [c, d]),
        (WRITTEN, [d, c]),
        on=[c, d],
    )
    merge(keep=a, away=c, by=cast.by("tom"))
    refused_by_sql(
        "a_merged_customer_continues_as_one_who_stands", (MERGED, [c, d]), (WRITTEN, [d, c]), on=[d]
    )
    refused_by_sql(
        "a_merged_customer_continues_as_one_who_stands", (MERGED, [b, a]), (WRITTEN, [a, b]), on=[a, b, c]
    )


def test_a_merged_customer_keeps_no_rows_and_gets_none(cast: Cast) -> None:
    row = people.opened(cast)
    stays, goes = cast.school.customer.pk, cast.bakery.customer.pk
    for name in (
        "contacts_are_of_a_customer_who_stands",
        "sites_are_of_a_customer_who_stands",
        "journeys_are_of_a_customer_who_stands",
    ):
        left_behind = name.split("_", 1)[0].removesuffix("s")
        others = [table for table in ("contact", "site", "journey") if table != left_behind]
        move = [
            (f"UPDATE {table} SET customer_id = %s WHERE customer_id = %s", [stays, goes]) for table in others
        ]
        refused_by_sql(
            name, (MERGED, [stays, goes]), (WRITTEN, [goes, stays]), *move, on=[stays, goes, row.pk]
        )
    merge(keep=stays, away=goes, by=cast.by("tom"))
    refused_by_sql(
        "journeys_are_of_a_customer_who_stands",
        ("UPDATE journey SET customer_id = %s WHERE id = %s", [goes, row.pk]),
        on=[row.pk],
    )


def test_a_customer_is_merged_if_and_only_if_a_merge_is_in_force(cast: Cast) -> None:
    lone = customers.add_customer(name="Lone", by=cast.by("tom")).pk
    stays = cast.school.customer.pk
    refused_by_sql("who_goes_on_has_their_merge", (MERGED, [stays, lone]), on=[lone])
    refused_by_sql("who_goes_on_has_their_merge", (WRITTEN, [lone, stays]), on=[lone])
    row = merge(keep=stays, away=lone, by=cast.by("tom"))
    refused_by_sql("a_customer_is_merged_once", (WRITTEN, [lone, cast.bakery.customer.pk]), on=[lone])
    refused_by_sql(
        "who_goes_on_has_their_merge",
        ("UPDATE customer_merge SET undone_at = at WHERE id = %s", [row.pk]),
        on=[lone],
    )


def test_merge_records_cannot_be_rewritten(cast: Cast) -> None:
    row = merge(keep=cast.school.customer.pk, away=cast.bakery.customer.pk, by=cast.by("tom"))
    for sql in (
        "DELETE FROM merge_moved WHERE merge_id = %s",
        "UPDATE merge_moved SET before = '1' WHERE merge_id = %s",
        "DELETE FROM customer_merge WHERE id = %s",
        "UPDATE customer_merge SET keep_id = away_id + 0, at = at + interval '1 day' WHERE id = %s",
    ):
        refused_by_sql("the_record_cannot_be_rewritten", (sql, [row.pk]), on=[row.away_id])
    undo(merge=row.pk, by=cast.by("tom"))
    refused_by_sql(
        "the_record_cannot_be_rewritten",
        ("UPDATE customer_merge SET undone_at = NULL, undone_by_id = NULL WHERE id = %s", [row.pk]),
        on=[row.away_id],
    )


# Every foreign key to a customer, read from PostgreSQL.

KEYS = """
SELECT k.conrelid::regclass::text, a.attname, cardinality(k.conkey), k.condeferrable, k.confupdtype
  FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
 WHERE k.contype = 'f' AND k.confrelid = 'customer'::regclass AND k.conrelid <> 'customer'::regclass
"""


def test_every_foreign_key_to_a_customer_moves_in_a_merge() -> None:
    """A new table needs no code here, unless its key would stop a merge."""
    known = {(place.table, place.column) for place in places()}
    assert {(table, column) for table, column, *_ in rows(KEYS)} <= known
    assert ("customer", "merged_into_id") in known
    key_types = rows(
        "SELECT c.relname, t.typname FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0] JOIN pg_type t ON t.oid = a.atttypid"
        " WHERE c.relname = ANY (%s)",
        [table for table, _ in known],
    )
    assert {kind for _, kind in key_types} == {"int8"}


def test_composite_keys_to_contacts_and_sites_are_deferrable() -> None:
    """Contacts and their references move in separate statements."""
    constraints = rows(
        "SELECT conrelid::regclass::text, conname, condeferrable FROM pg_constraint WHERE contype = 'f'"
        " AND confrelid IN ('contact'::regclass, 'site'::regclass) AND cardinality(conkey) > 1"
    )
    assert [(table, name) for table, name, may_wait in constraints if not may_wait] == []


def test_no_trigger_prevents_a_change_of_customer() -> None:
    """A trigger that freezes a row must allow its customer column to change."""
    stuck = []
    for place in places():
        for name, arguments in rows(
            "SELECT t.tgname, encode(t.tgargs, 'escape') FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE t.tgrelid = %s::regclass AND NOT t.tgisinternal AND t.tgtype & 16 = 16"
            " AND p.proname IN ('only_these_come_later', 'refuse_to_rewrite')",
            place.table,
        ):
            if place.column not in arguments.split("\\000"):
                stuck.append(f"{place.table}: {name}")
    assert stuck == []


# Concurrent commands.


def test_two_equal_concurrent_merges_make_one(cast: Cast) -> None:
    a, b = cast.bakery.customer.pk, cast.school.customer.pk
    ended = race(
        lambda: merge(keep=a, away=b, by=cast.by("tom")), lambda: merge(keep=a, away=b, by=cast.by("ana"))
    )
    [refused] = [outcome for outcome in ended if isinstance(outcome, Refusal)]
    assert refused.code == "merged_already"
    assert Merge.objects.count() == 1


def test_concurrent_merges_in_both_directions_make_one(cast: Cast) -> None:
    a, b = cast.bakery.customer.pk, cast.school.customer.pk
    ended = race(
        lambda: merge(keep=a, away=b, by=cast.by("tom")), lambda: merge(keep=b, away=a, by=cast.by("ana"))
    )
    assert [outcome.code for outcome in ended if isinstance(outcome, Refusal)] == ["merged_already"]
    assert Customer.objects.filter(merged_into__isnull=False).count() == 1


def test_a_merge_and_an_undo_run_concurrently(cast: Cast) -> None:
    a, b = cast.bakery.customer.pk, cast.school.customer.pk
    c = customers.add_customer(name="Third", by=cast.by("tom")).pk
    row = merge(keep=a, away=b, by=cast.by("tom"))
    ended = race(
        lambda: undo(merge=row.pk, by=cast.by("tom")), lambda: merge(keep=c, away=a, by=cast.by("ana"))
    )
    assert not [outcome for outcome in ended if isinstance(outcome, Exception)], ended
    assert Customer.objects.get(pk=b).merged_into_id is None
    assert Customer.objects.get(pk=a).merged_into_id == c
    assert Contact.objects.get(pk=cast.school.contact.pk).customer_id == b


def test_a_merge_is_undone_once(cast: Cast) -> None:
    row = merge(keep=cast.bakery.customer.pk, away=cast.school.customer.pk, by=cast.by("tom"))
    act = lambda: undo(merge=row.pk, by=cast.by("tom"))  # noqa: E731
    assert [outcome.code for outcome in race(act, act) if isinstance(outcome, Refusal)] == ["undone_already"]


def test_a_journey_opened_during_a_merge_is_not_lost(cast: Cast) -> None:
    keep, away = cast.bakery.customer.pk, cast.school.customer.pk
    ended = race(
        lambda: merge(keep=keep, away=away, by=cast.by("ana")),
        lambda: open_journey(
            customer=away,
            contact=cast.school.contact.pk,
            need=Need("It drips"),
            by=cast.by("tom"),
            start=Start(blueprint="service"),
        ),
        lambda: customers.add_contact(customer=away, name="Eva Neu", phone="0351 4000", by=cast.by("olga")),
    )
    assert not [outcome for outcome in ended if isinstance(outcome, Exception)], ended
    assert {row.customer_id for row in Journey.objects.all()} == {keep}
    assert Contact.objects.get(name="Eva Neu").customer_id == keep


def test_one_sweep_runs_at_a_time_and_blocks_nobody(cast: Cast) -> None:
    """Customers change during a sweep and are queued again; a second sweep leaves them alone."""
    taken = _taken(100)
    there = cast.bakery.customer.pk
    ended = race(
        lambda: sweep(),
        lambda: sweep(),
        lambda: customers.change(customer=there, note="Rings on Mondays", by=cast.by("tom")),
    )
    assert not [outcome for outcome in ended if isinstance(outcome, Exception)], ended
    assert len(taken) <= ended[0] + ended[1] + sweep()
    assert not BeingCompared.objects.exists()
    assert not ToCompare.objects.exists()


def test_merge_and_undo_are_in_every_history(cast: Cast) -> None:
    row = people.opened(cast, of=cast.school)
    keep, away = cast.bakery.customer.pk, cast.school.customer.pk
    done = merge(keep=keep, away=away, by=cast.by("tom"))
    undo(merge=done.pk, by=cast.by("ana"))
    for subject in (keep, away):
        assert [kind for kind, _ in events_of(subject)][-2:] == ["customers_merged", "merge_undone"]
    moves = [(kind, facts["why"]) for kind, facts in events_of(row.pk) if kind == "journey_changed_customer"]
    assert moves == [("journey_changed_customer", "merged"), ("journey_changed_customer", "undone")]
    assert Moved.objects.filter(merge=done, place="journey", row=row.pk).count() == 3
