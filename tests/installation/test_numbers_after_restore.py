"""No number is given twice: a restore skips those that may have been given since the backup."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.cast import Cast, opened
from tests.database import as_owner

from wellkept.customers.commands import link_for
from wellkept.customers.queries import key_of, link_by_key
from wellkept.events.restore import FEWEST_KEYS, FEWEST_NUMBERS, NUMBERS, skip_ahead
from wellkept.journeys.commands.open import draw_number
from wellkept.kernel import number

pytestmark = pytest.mark.django_db(transaction=True)


def values() -> dict[str, int | None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema")
        return dict(cursor.fetchall())


def as_in_the_backup(before: dict[str, int | None]) -> None:
    """Set every sequence back, as a restore of an older backup does."""
    with as_owner(), connection.cursor() as cursor:
        for name, value in before.items():
            cursor.execute(
                "SELECT setval(%s::regclass, %s, %s)", [f'"{name}"', value or 1, value is not None]
            )


def test_numbers_and_links_of_after_the_backup_are_never_given_again(cast: Cast) -> None:
    opened(cast)
    draw_number()
    before = values()
    handed_out = {draw_number() for _ in range(20)}
    row = opened(cast)
    lost = link_for(contact=cast.bakery.contact.pk, subject=row.pk, days=30)
    key, lost_key = key_of(lost), lost.pk

    as_in_the_backup(before)
    assert draw_number() in handed_out, "this is what must not happen"
    as_in_the_backup(before)
    with as_owner():
        skip_ahead()

    later = {draw_number() for _ in range(50)}
    assert later & handed_out == set()
    assert all(number.parse(each) == each and len(each) == number.SHORTEST for each in later)
    fresh = link_for(contact=cast.school.contact.pk, subject=opened(cast, of=cast.school).pk, days=30)
    assert fresh.pk > lost_key
    assert key_of(fresh) != key
    found_by_old_key = link_by_key(key)
    assert found_by_old_key is None or found_by_old_key.pk == lost_key


def test_every_sequence_goes_on_far_behind_the_last_value(cast: Cast) -> None:
    opened(cast)
    draw_number()
    before = values()
    with as_owner():
        skip_ahead()
    after = values()
    for name, value in before.items():
        last = after[name]
        assert last is not None, f"{name}: unused in the backup, and used since"
        fewest = FEWEST_NUMBERS if name == NUMBERS else FEWEST_KEYS
        assert last - (value or 0) >= max(value or 0, fewest), name


def test_as_many_are_left_out_as_were_ever_given(cast: Cast) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT setval(%s::regclass, %s)", [NUMBERS, 700_000])
        skip_ahead()
    assert values()[NUMBERS] == 1_400_000
