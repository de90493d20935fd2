"""Merge, undo and split, one at a time."""

from __future__ import annotations

import pytest
from tests import cast as people
from tests.cast import Cast
from tests.duplicates.outside import snapshot

from wellkept.customers import queries as customers
from wellkept.customers.commands import add_site
from wellkept.customers.models import Contact, Customer, Site
from wellkept.duplicates.commands.merge import merge, merge_all
from wellkept.duplicates.commands.split import split
from wellkept.duplicates.commands.undo import undo
from wellkept.events.models import Event
from wellkept.find.queries import find
from wellkept.journeys.commands.open import open_journey
from wellkept.journeys.models import Journey
from wellkept.kernel.refusal import Refusal

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


def test_three_are_one_in_one_step_and_each_is_undone_by_itself(cast: Cast) -> None:
    third = people.party("Hort am Park", "Eva Neu", by=cast.by("tom")).customer.pk
    keep, away = cast.bakery.customer.pk, cast.school.customer.pk
    before = snapshot()
    with pytest.raises(Refusal):
        merge_all(keep=keep, away=[keep], by=cast.by("tom"))
    made = merge_all(keep=keep, away=[third, keep, away], by=cast.by("tom"))
    assert [(one.keep_id, one.away_id) for one in made] == [(keep, away), (keep, third)]
    undo(merge=made[0].pk, by=cast.by("ana"))
    assert dict(Customer.objects.values_list("pk", "merged_into")) == {keep: None, away: None, third: keep}
    undo(merge=made[1].pk, by=cast.by("ana"))
    assert snapshot() == before


def test_of_three_where_one_is_refused_none_is_merged(cast: Cast) -> None:
    third = people.party("Hort am Park", "Eva Neu", by=cast.by("tom")).customer.pk
    fourth = people.party("Optik Rosen", "Ada Rosen", by=cast.by("tom")).customer.pk
    merge(keep=fourth, away=third, by=cast.by("tom"))
    before = (snapshot(), Event.objects.count())
    with pytest.raises(Refusal) as no:
        merge_all(keep=cast.bakery.customer.pk, away=[cast.school.customer.pk, third], by=cast.by("tom"))
    assert no.value.code == "merged_already"
    assert (snapshot(), Event.objects.count()) == before


@pytest.mark.parametrize(
    ("street", "postcode", "folds"),
    [("Koenigstr. 4", "01097", True), ("KÖNIGSTRASSE 4", "", True), ("Königstr. 4", "10115", False),
     ("Königstraße 40", "01097", False)],
)  # fmt: skip
def test_one_place_is_shown_once_and_both_find(cast: Cast, street: str, postcode: str, folds: bool) -> None:
    third = people.party("Hort am Park", "Eva Neu", by=cast.by("tom"))
    city = "Dresden" if postcode == "01097" else ""
    site = add_site(
        customer=third.customer.pk, street=street, postcode=postcode, city=city, by=cast.by("tom")
    )
    row = open_journey(
        customer=third.customer.pk, contact=third.contact.pk, site=site.pk, need="It leaks", by=cast.by("tom"),
        blueprint="service",
    )  # fmt: skip
    keep, before = cast.bakery.customer.pk, snapshot()
    own = Site.objects.get(customer=keep)
    made = merge(keep=keep, away=third.customer.pk, by=cast.by("tom"))
    shown = set(customers.sites(keep).values_list("pk", flat=True))
    assert ((site.pk in shown), Journey.objects.get(pk=row.pk).site_id) == (
        not folds, own.pk if folds else site.pk,
    )  # fmt: skip
    assert keep in {one.customer for one in find(street, by=cast.by("tom"))}
    undo(merge=made.pk, by=cast.by("tom"))
    assert snapshot() == before
    assert third.customer.pk in {one.customer for one in find(street, by=cast.by("tom"))}
