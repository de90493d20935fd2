"""Installed items: one serial number stands once, and whoever reads it out is found."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from tests import cast as people
from tests.billing.world import PUMP, agreed
from tests.cast import DAY, Cast
from tests.race import race
from tests.refused import refused

from wellkept.delivery import commands
from wellkept.delivery.models import InstalledItem
from wellkept.delivery.new_item import NewItem
from wellkept.delivery.queries import items_at, items_of
from wellkept.events.models import Event
from wellkept.events.queries import latest
from wellkept.find.queries import find
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.orders.models import AgreementLine

pytestmark = pytest.mark.django_db


def delivered(cast: Cast, serial: str = "WP-4711", *, product: str = "Heat pump") -> Journey:
    row = agreed(cast)
    line = AgreementLine.objects.get(journey=row, position=1).pk
    commands.deliver(
        journey=row.pk,
        words="It is in",
        by=cast.by("jonas"),
        items=[NewItem(product=product, serial=serial, line=line)],
    )
    return row


def test_an_item_comes_with_its_part_and_is_found_by_its_number(cast: Cast) -> None:
    row = delivered(cast)
    (item,) = items_of(row.pk)
    assert (item.product, item.serial, item.since) == ("Heat pump", "WP-4711", clock.now().date())
    assert item.place == str(row.site or "")
    assert item.agreement_line is not None
    assert item.agreement_line.words == PUMP.words
    assert [hit.journey for hit in find("wp 4711", by=cast.by("tom"))] == [row.pk]
    assert items_at(row.customer_id, by=cast.by("tom")) == [item]


def test_a_serial_number_stands_once(cast: Cast) -> None:
    row = delivered(cast)
    for serial in ("WP-4711", "wp-4711"):
        with refused("a_serial_number_stands_once"):
            commands.install_item(
                journey=row.pk, item=NewItem(product="HEAT PUMP", serial=serial), by=cast.by("jonas")
            )
    commands.install_item(
        journey=row.pk, item=NewItem(product="Boiler", serial="WP-4711"), by=cast.by("jonas")
    )
    other = commands.install_item(journey=row.pk, item=NewItem(product="Heat pump"), by=cast.by("jonas"))
    with refused("a_serial_number_stands_once"):
        commands.correct_item(
            journey=row.pk,
            item=other.pk,
            to=NewItem(product="Heat pump", serial="WP-4711"),
            by=cast.by("jonas"),
        )


def test_the_database_refuses_a_number_that_stands(cast: Cast) -> None:
    row = delivered(cast)
    with (
        pytest.raises(IntegrityError, match="a_serial_number_stands_once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO installed_item (journey_id, product, serial, place, since, entered_at,"
            " taken_out_because, taken_out_words)"
            " SELECT journey_id, 'heat PUMP', 'wp-4711', '', since, entered_at, '', '' FROM installed_item"
        )
    assert InstalledItem.objects.filter(journey=row).count() == 1


@pytest.mark.law
@pytest.mark.django_db(transaction=True)
def test_two_enter_one_number_at_once(cast: Cast) -> None:
    """On two journeys, whose locks do not make them wait for each other."""
    rows = [agreed(cast), agreed(cast)]
    item = NewItem(product="Heat pump", serial="WP-4711")
    results = race(
        *[
            lambda row=row: commands.install_item(journey=row.pk, item=item, by=cast.by("jonas"))
            for row in rows
        ]
    )
    assert sum(isinstance(result, Refusal | IntegrityError) for result in results) == 1
    assert InstalledItem.objects.count() == 1


def test_an_item_is_corrected_with_its_history_in_the_log(cast: Cast) -> None:
    row = delivered(cast, "WP-4171")
    (item,) = items_of(row.pk)
    to = NewItem(product="Heat pump", serial="WP-4711", place="Cellar")
    commands.correct_item(journey=row.pk, item=item.pk, to=to, by=cast.by("jonas"))
    (now,) = items_of(row.pk)
    assert (now.serial, now.place, now.since) == ("WP-4711", "Cellar", item.since)
    (before,) = latest(row.pk, types={"item_installed"}, limit=1)
    assert before.facts["serial"] == "WP-4171"


def test_an_item_is_replaced_and_its_number_is_free_again(cast: Cast) -> None:
    row = delivered(cast)
    (item,) = items_of(row.pk)
    before = Event.objects.count()
    for because, replacement in (("replaced", None), ("returned", NewItem(product="Pump")), ("lost", None)):
        with pytest.raises(Refusal):
            commands.take_out_item(
                journey=row.pk,
                item=item.pk,
                because=because,
                words="",
                replacement=replacement,
                by=cast.by("jonas"),
            )
    assert Event.objects.count() == before
    new = commands.take_out_item(
        journey=row.pk,
        item=item.pk,
        because="replaced",
        words="It hums",
        replacement=NewItem(product="Heat pump", serial="WP-5000"),
        by=cast.by("jonas"),
    )
    assert new is not None
    assert (new.replaces_id, new.place, new.agreement_line_id) == (
        item.pk,
        item.place,
        item.agreement_line_id,
    )
    assert [row.serial for row in items_of(row.pk)] == ["WP-5000", "WP-4711"]
    with refused("taken_out_already"):
        commands.correct_item(
            journey=row.pk, item=item.pk, to=NewItem(product="Heat pump"), by=cast.by("jonas")
        )
    commands.install_item(
        journey=agreed(cast).pk, item=NewItem(product="Heat pump", serial="WP-4711"), by=cast.by("jonas")
    )


def test_an_item_says_what_it_is_and_does_not_come_tomorrow(cast: Cast) -> None:
    row = agreed(cast)
    tomorrow = (clock.now() + DAY).date()
    for item, code in (
        (NewItem(product=" "), "invalid_product"),
        (NewItem(product="Pump", since=tomorrow), "invalid_since"),
        (NewItem(product="Pump", line=999_999), "invalid_line"),
    ):
        with refused(code):
            commands.install_item(journey=row.pk, item=item, by=cast.by("jonas"))
    with refused("not_yours_to_do"):
        commands.install_item(journey=row.pk, item=NewItem(product="Pump"), by=people.speaker_of(row))
