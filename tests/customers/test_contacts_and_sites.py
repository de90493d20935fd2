"""Contacts and places change, go and come back; what found them keeps finding them."""

from __future__ import annotations

from datetime import time

import pytest
from django.db import IntegrityError, transaction
from tests import cast as stations
from tests.cast import Cast, fresh
from tests.race import race

from wellkept.customers import commands as customers
from wellkept.customers.models import Contact, Site
from wellkept.customers.preferences import Preferences
from wellkept.events.queries import history
from wellkept.find.queries import find
from wellkept.journeys.models import Journey
from wellkept.kernel.refusal import Refusal
from wellkept.laws import constraint_of
from wellkept.leaving.commands.contacts import contact_leaves

pytestmark = pytest.mark.django_db


def finds(cast: Cast, words: str) -> bool:
    return cast.bakery.customer.pk in {result.customer for result in find(words, by=cast.by("iris"))}


def test_a_contact_has_a_role_a_way_a_language_a_zone_and_quiet_hours(cast: Cast) -> None:
    row = customers.add_contact(
        customer=cast.bakery.customer.pk,
        name="Max Lindner",
        role="Pays",
        phone="+49 351 99",
        preferences=Preferences(
            language="de", channel="phone", time_zone="Asia/Tokyo", quiet_from=time(20), quiet_until=time(7)
        ),
        by=cast.by("tom"),
    )
    customers.change_contact(
        contact=row.pk, quiet_from=None, quiet_until=None, role="Decides", by=cast.by("tom")
    )
    row.refresh_from_db()
    assert (row.role, row.channel, row.language, row.time_zone, row.quiet_from) == (
        "Decides", "phone", "de", "Asia/Tokyo", None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"quiet_from": time(20)}, "quiet_until"),
        ({"quiet_from": time(7), "quiet_until": time(7)}, "quiet_until"),
        ({"time_zone": "Europe/Nowhere"}, "time_zone"),
        ({"email": "nobody"}, "email"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_an_impossible_change_is_refused_and_nothing_is_recorded(
    cast: Cast, change: dict[str, object], field: str
) -> None:
    before = len(history(cast.bakery.customer.pk))
    with pytest.raises(Refusal) as refusal:
        customers.change_contact(contact=cast.bakery.contact.pk, by=cast.by("tom"), **change)  # type: ignore[arg-type]
    assert (refusal.value.field, len(history(cast.bakery.customer.pk))) == (field, before)


def test_a_contact_who_leaves_gives_their_journeys_to_another_in_one_act(cast: Cast) -> None:
    heir = customers.add_contact(
        customer=cast.bakery.customer.pk, name="Max Lindner", phone="+49 351 777 888", by=cast.by("tom")
    )
    open_, rested, ended = stations.opened(cast), stations.at_rest(cast), stations.opened(cast)
    from wellkept.endings.commands import decline

    decline(journey=ended.pk, why="No", by=cast.by("tom"))
    count = contact_leaves(
        contact=cast.bakery.contact.pk, why="Left the bakery", successor=heir.pk, by=cast.by("iris")
    )
    assert count == 2
    assert [fresh(row).contact_id for row in (open_, rested, ended)] == [
        heir.pk, heir.pk, cast.bakery.contact.pk,
    ]  # fmt: skip
    assert history(open_.pk)[-1].facts == {"contact": heir.pk, "contact_before": cast.bakery.contact.pk}
    assert not Contact.objects.get(pk=cast.bakery.contact.pk).active
    assert finds(cast, cast.bakery.contact.email)  # the one who went keeps finding them
    assert {result.journey for result in find("+49351777888", by=cast.by("iris"))} >= {open_.pk}


def test_without_a_successor_somebody_finds_out_who_it_is(cast: Cast) -> None:
    row = stations.opened(cast)
    contact_leaves(contact=cast.bakery.contact.pk, why="Left", by=cast.by("tom"))
    assert fresh(row).contact_id is None
    assert row.steps.filter(
        done_at__isnull=True, kind="name_speaker", parameters={"customer": "Bäckerei Lindner"}
    ).exists()


def test_somebody_elses_contact_is_no_successor(cast: Cast) -> None:
    row = stations.opened(cast)
    before = len(history(row.pk))
    for other in (cast.school.contact.pk, cast.bakery.contact.pk):
        with pytest.raises(Refusal) as refusal:
            contact_leaves(contact=cast.bakery.contact.pk, why="Left", successor=other, by=cast.by("tom"))
        assert refusal.value.field == "successor"
    assert (len(history(row.pk)), Contact.objects.get(pk=cast.bakery.contact.pk).active) == (before, True)


def test_a_contact_who_left_gets_no_journeys_and_can_come_back(cast: Cast) -> None:
    contact = cast.bakery.contact.pk
    contact_leaves(contact=contact, why="Left", by=cast.by("tom"))
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        stations.opened(cast)
    assert constraint_of(refusal.value) == "who_has_gone_speaks_for_nothing_open"
    customers.take_contact_back(contact=contact, by=cast.by("tom"))
    assert stations.opened(cast).contact_id == contact
    with pytest.raises(Refusal) as twice:
        customers.take_contact_back(contact=contact, by=cast.by("tom"))
    assert twice.value.code == "here_already"


@pytest.mark.django_db(transaction=True)
def test_opening_with_somebody_while_they_go(cast: Cast) -> None:
    """Whichever comes first: no open journey is left with a contact who has gone."""

    def goes() -> None:
        contact_leaves(contact=cast.bakery.contact.pk, why="Left", by=cast.by("ana"))

    def opens() -> None:
        stations.opened(cast)

    race(goes, opens)
    gone = not Contact.objects.get(pk=cast.bakery.contact.pk).active
    assert not (gone and Journey.objects.filter(contact=cast.bakery.contact).exclude(state="ended").exists())


def test_a_place_changes_closes_and_opens_and_keeps_finding(cast: Cast) -> None:
    row, by = cast.bakery.site, cast.by("tom")
    customers.change_site(site=row.pk, street="Hofweg 3", by=by)
    customers.close_site(site=row.pk, why="They moved out", by=by)
    assert list(Site.objects.filter(customer=cast.bakery.customer, closed_at__isnull=True)) == []
    assert finds(cast, "Hofweg 3")
    assert finds(cast, "Königstraße 4")
    with pytest.raises(Refusal) as refusal:
        customers.close_site(site=row.pk, why="Again", by=by)
    assert refusal.value.code == "closed_already"
    customers.open_site_again(site=row.pk, by=by)
    assert [event.type for event in history(cast.bakery.customer.pk)][-3:] == [
        "site_changed", "site_closed", "site_opened_again",
    ]  # fmt: skip


def test_a_customer_changes_kind_and_how_they_heard_of_us(cast: Cast) -> None:
    row = customers.change(
        customer=cast.bakery.customer.pk, kind="person", heard_through="searched", by=cast.by("tom")
    )
    assert (row.kind, row.heard_through) == ("person", "searched")
    before = len(history(row.pk))
    for change in ({"kind": "ghost"}, {"heard_through": "dream"}, {"time_zone": "Mars/Base"}):
        with pytest.raises(Refusal):
            customers.change(customer=row.pk, by=cast.by("tom"), **change)
    assert len(history(row.pk)) == before
