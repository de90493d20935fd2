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
from wellkept.duplicates.queries.merges import undo_preview
from wellkept.events.models import Event
from wellkept.find.queries import find
from wellkept.journeys.commands.details import correct_need
from wellkept.journeys.commands.open import open_journey
from wellkept.journeys.models import Journey
from wellkept.journeys.need import Need, Start
from wellkept.kernel.refusal import Refusal
from wellkept.people.actor import Actor

pytestmark = pytest.mark.django_db(transaction=True)


def test_merge_and_undo(cast: Cast) -> None:
    a = people.opened(cast)
    b = people.opened(cast, of=cast.school)
    keep, away = cast.bakery.customer.pk, cast.school.customer.pk
    row = merge(keep=keep, away=away, by=cast.by("tom"))
    assert customers.customer(away).pk == keep
    assert {j.customer_id for j in Journey.objects.all()} == {keep}
    references = find("Schule am Park", by=cast.by("tom"))
    assert {row.journey for row in references} >= {a.pk, b.pk}
    undo(merge=row.pk, by=cast.by("tom"))
    assert Customer.objects.get(pk=away).merged_into_id is None
    assert Journey.objects.get(pk=b.pk).customer_id == away
    assert Contact.objects.get(pk=cast.school.contact.pk).customer_id == away


def test_split(cast: Cast) -> None:
    b = people.opened(cast, of=cast.school)
    part = split(
        customer=cast.school.customer.pk,
        name="Hort am Park",
        contacts=[cast.school.contact.pk],
        journeys=[b.pk],
        by=cast.by("tom"),
    )
    assert Journey.objects.get(pk=b.pk).customer_id == part.pk
    assert Customer.objects.filter(pk=cast.school.customer.pk).exists()


def test_three_customers_are_merged_at_once_and_undone_separately(cast: Cast) -> None:
    third = people.party("Hort am Park", "Eva Neu", by=cast.by("tom")).customer.pk
    keep, away = cast.bakery.customer.pk, cast.school.customer.pk
    before = snapshot()
    with pytest.raises(Refusal):
        merge_all(keep=keep, away=[keep], by=cast.by("tom"))
    merges = merge_all(keep=keep, away=[third, keep, away], by=cast.by("tom"))
    assert [(row.keep_id, row.away_id) for row in merges] == [(keep, away), (keep, third)]
    undo(merge=merges[0].pk, by=cast.by("ana"))
    assert dict(Customer.objects.values_list("pk", "merged_into")) == {keep: None, away: None, third: keep}
    undo(merge=merges[1].pk, by=cast.by("ana"))
    assert snapshot() == before


def test_one_refusal_stops_the_whole_merge(cast: Cast) -> None:
    third = people.party("Hort am Park", "Eva Neu", by=cast.by("tom")).customer.pk
    fourth = people.party("Optik Rosen", "Ada Rosen", by=cast.by("tom")).customer.pk
    merge(keep=fourth, away=third, by=cast.by("tom"))
    before = (snapshot(), Event.objects.count())
    with pytest.raises(Refusal) as refused:
        merge_all(keep=cast.bakery.customer.pk, away=[cast.school.customer.pk, third], by=cast.by("tom"))
    assert refused.value.code == "merged_already"
    assert (snapshot(), Event.objects.count()) == before


@pytest.mark.parametrize(
    ("street", "postcode", "folds"),
    [("Koenigstr. 4", "01097", True), ("KÖNIGSTRASSE 4", "", True), ("Königstr. 4", "10115", False),
     ("Königstraße 40", "01097", False)],
)  # fmt: skip
def test_equal_sites_are_folded_and_both_spellings_find(
    cast: Cast, street: str, postcode: str, folds: bool
) -> None:
    third = people.party("Hort am Park", "Eva Neu", by=cast.by("tom"))
    city = "Dresden" if postcode == "01097" else ""
    site = add_site(
        customer=third.customer.pk, street=street, postcode=postcode, city=city, by=cast.by("tom")
    )
    row = open_journey(
        customer=third.customer.pk,
        contact=third.contact.pk,
        site=site.pk,
        need=Need("It leaks"),
        by=cast.by("tom"),
        start=Start(blueprint="service"),
    )
    keep, before = cast.bakery.customer.pk, snapshot()
    own = Site.objects.get(customer=keep)
    merges = merge(keep=keep, away=third.customer.pk, by=cast.by("tom"))
    shown = {site.pk for site in customers.sites(keep)}
    assert ((site.pk in shown), Journey.objects.get(pk=row.pk).site_id) == (
        not folds, own.pk if folds else site.pk,
    )  # fmt: skip
    assert keep in {row.customer for row in find(street, by=cast.by("tom"))}
    undo(merge=merges.pk, by=cast.by("tom"))
    assert snapshot() == before
    assert third.customer.pk in {row.customer for row in find(street, by=cast.by("tom"))}


def test_a_journey_that_stays_has_a_copy_of_the_site_that_returns(cast: Cast) -> None:
    keep, away, tom = cast.bakery.customer.pk, cast.school.customer.pk, cast.by("tom")
    site = add_site(customer=away, street="Parkweg 7", postcode="01099", city="Dresden", by=tom)
    row = merge(keep=keep, away=away, by=tom)
    opened = open_journey(
        customer=keep,
        contact=cast.bakery.contact.pk,
        site=site.pk,
        need=Need("It leaks"),
        by=tom,
        start=Start(blueprint="service"),
    )
    before = Site.objects.count()
    assert preview_of_copies(row.pk, tom) == [(site.pk, keep, [opened.pk])]
    undo(merge=row.pk, by=tom)
    assert Site.objects.count() == before + 1
    assert_copied(opened.pk, of=site.pk, customer=keep)
    assert keep in {result.customer for result in find("Parkweg 7", by=tom)}


def test_a_journey_that_returns_has_a_copy_of_the_site_that_stays(cast: Cast) -> None:
    keep, away, tom = cast.bakery.customer.pk, cast.school.customer.pk, cast.by("tom")
    site = Site.objects.get(customer=keep)
    returning = people.opened(cast, of=cast.school)
    row = merge(keep=keep, away=away, by=tom)
    correct_need(journey=returning.pk, need=Need("It leaks here"), site=site.pk, by=tom)
    along = open_journey(
        customer=keep,
        contact=cast.school.contact.pk,
        site=site.pk,
        need=Need("It leaks"),
        by=tom,
        start=Start(blueprint="service"),
    )
    before = Site.objects.count()
    assert preview_of_copies(row.pk, tom) == []  # the same place comes back to them
    undo(merge=row.pk, by=tom)
    assert Site.objects.count() == before
    copies = {assert_copied(journey, of=site.pk, customer=away) for journey in (returning.pk, along.pk)}
    assert len(copies) == 1  # the second journey finds the place there


@pytest.mark.parametrize("chosen", ["sites", "journeys"])
def test_a_split_leaves_no_journey_at_the_other_customers_site(cast: Cast, chosen: str) -> None:
    whole, tom = cast.bakery.customer.pk, cast.by("tom")
    site = Site.objects.get(customer=whole)
    row = open_journey(
        customer=whole, site=site.pk, need=Need("It leaks"), by=tom, start=Start(blueprint="service")
    )
    keys = {"sites": site.pk, "journeys": row.pk}
    part = split(customer=whole, name="Hort am Park", by=tom, **{chosen: [keys[chosen]]})
    assert_copied(row.pk, of=site.pk, customer=whole if chosen == "sites" else part.pk)
    assert Event.objects.filter(subject=row.pk, type="journey_changed_customer").count() == 1


def preview_of_copies(row: int, by: Actor) -> list[tuple[int, int, list[int]]]:
    """The preview of an undo: the sites that it copies, for which customer, and because of which journeys."""
    copied = undo_preview(row, by=by).copied
    return [(copy.site.pk, copy.customer.pk, [line.journey.pk for line in copy.journeys]) for copy in copied]


def assert_copied(journey: int, *, of: int, customer: int) -> int:
    """Assert that the journey stands at a copy of this site, and return the copy."""
    row, site = Journey.objects.get(pk=journey), Site.objects.get(pk=of)
    assert row.site is not None
    assert (row.customer_id, row.site.customer_id, row.site.pk == of) == (customer, customer, False)
    assert str(row.site) == str(site)
    assert row.site.closed_at is None
    return row.site.pk
