"""Merge, undo and split, one at a time."""

from __future__ import annotations

import pytest
from tests import cast as people
from tests.cast import Cast

from wellkept.customers import queries as customers
from wellkept.customers.models import Contact, Customer
from wellkept.duplicates.commands.merging import merge
from wellkept.duplicates.commands.splitting import split
from wellkept.duplicates.commands.undoing import undo
from wellkept.find.queries import find
from wellkept.journeys.models import Journey

pytestmark = pytest.mark.django_db(transaction=True)


def test_merge_and_undo(cast: Cast) -> None:
    a = people.opened(cast)
    b = people.opened(cast, whose=cast.school)
    keep, away = cast.bakery.customer.pk, cast.school.customer.pk
    row = merge(keep=keep, away=away, by=cast.by("tom"))
    assert customers.customer(away).pk == keep
    assert {j.customer_id for j in Journey.objects.all()} == {keep}
    found = find("Schule am Park", by=cast.by("tom"))
    assert {one.journey for one in found} >= {a.pk, b.pk}
    undo(merge=row.pk, by=cast.by("tom"))
    assert Customer.objects.get(pk=away).merged_into_id is None
    assert Journey.objects.get(pk=b.pk).customer_id == away
    assert Contact.objects.get(pk=cast.school.contact.pk).customer_id == away


def test_split(cast: Cast) -> None:
    b = people.opened(cast, whose=cast.school)
    part = split(
        customer=cast.school.customer.pk,
        name="Hort am Park",
        contacts=[cast.school.contact.pk],
        journeys=[b.pk],
        by=cast.by("tom"),
    )
    assert Journey.objects.get(pk=b.pk).customer_id == part.pk
    assert Customer.objects.filter(pk=cast.school.customer.pk).exists()
