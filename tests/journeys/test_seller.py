"""The entity that sells on a journey: chosen when it opens, changed until the customer agrees, named on letters."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests import cast as stations
from tests.api.programs import WHOLE, Program
from tests.cast import Cast
from tests.entities.test_entities import SOLAR
from tests.portal.doors import Customer
from tests.web.signed_in import at

from wellkept.endings import commands as endings
from wellkept.entities import commands as entities
from wellkept.entities.models import Entity
from wellkept.events.queries import latest
from wellkept.journeys.commands.details import change_seller
from wellkept.journeys.commands.open import open_journey
from wellkept.journeys.models import Journey
from wellkept.journeys.need import Need, Start
from wellkept.kernel.refusal import Refusal
from wellkept.messages.queries import telling_of
from wellkept.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def solar(cast: Cast) -> Entity:
    return entities.add_entity(details=SOLAR, by=cast.by("ana"))


def opened_for(cast: Cast, entity: int | None = None) -> Journey:
    return open_journey(
        customer=cast.bakery.customer.pk,
        contact=cast.bakery.contact.pk,
        need=Need("The roof is empty"),
        start=Start(entity=entity),
        by=cast.by("tom"),
    )


def test_the_usual_entity_sells_unless_another_is_named(cast: Cast, solar: Entity) -> None:
    assert opened_for(cast).entity == stations.usual_entity()
    row = opened_for(cast, solar.pk)
    (event,) = [event for event in latest(row.pk) if event.type == "journey_opened"]
    assert (stations.fresh(row).entity_id, event.facts["entity"]) == (solar.pk, solar.pk)


def test_the_seller_changes_on_record_and_stands_on_letters_and_the_customers_page(
    cast: Cast, solar: Entity
) -> None:
    row = opened_for(cast)
    page = Customer(row)
    assert "Lindenau Solar GmbH" not in page.sees()
    change_seller(journey=row.pk, entity=solar.pk, by=cast.by("tom"))
    event = latest(row.pk)[0]
    assert (event.type, event.facts["entity"], event.facts["name"]) == ("seller_changed", solar.pk, "Solar")
    assert "Lindenau Solar GmbH, Königstraße 4" in page.sees()
    telling, _ = telling_of(Notice.objects.get(subject=row.pk))
    assert telling.imprint[0] == "Lindenau Solar GmbH, Königstraße 4, 01097 Dresden"
    change_seller(journey=row.pk, entity=solar.pk, by=cast.by("tom"))
    assert latest(row.pk)[0].id == event.id


def test_a_second_problem_is_sold_by_the_same_entity(cast: Cast, solar: Entity) -> None:
    row = opened_for(cast, solar.pk)
    part = endings.split_off(journey=row.pk, need="The cellar, too", by=cast.by("tom"))
    assert part.entity_id == solar.pk
    entities.end_entity(entity=solar.pk, why="Sold", by=cast.by("ana"))
    later = endings.split_off(journey=row.pk, need="And the attic", by=cast.by("tom"))
    assert later.entity == stations.usual_entity()


def test_after_the_agreement_the_seller_stays(cast: Cast, solar: Entity) -> None:
    row = stations.in_delivery(cast)
    with pytest.raises(Refusal) as refusal:
        change_seller(journey=row.pk, entity=solar.pk, by=cast.by("jonas"))
    assert (refusal.value.code, stations.fresh(row).entity) == ("agreed_already", stations.usual_entity())


def test_an_entity_that_has_ended_sells_nothing_new(cast: Cast, solar: Entity) -> None:
    row = opened_for(cast)
    before = len(latest(row.pk))
    entities.end_entity(entity=solar.pk, why="Sold", by=cast.by("ana"))
    with pytest.raises(Refusal) as opening:
        opened_for(cast, solar.pk)
    with pytest.raises(Refusal) as changing:
        change_seller(journey=row.pk, entity=solar.pk, by=cast.by("tom"))
    with pytest.raises(Refusal) as unknown:
        change_seller(journey=row.pk, entity=0, by=cast.by("tom"))
    assert [refusal.value.code for refusal in (opening, changing, unknown)] == [
        "has_ended",
        "has_ended",
        "invalid_entity",
    ]
    assert (Journey.objects.count(), len(latest(row.pk))) == (1, before)


def test_staff_see_the_seller_only_where_there_are_two(cast: Cast) -> None:
    row, tom = opened_for(cast), at(cast, "tom")
    page = tom.get(f"/journeys/{row.number}").content.decode()
    assert ("Sold by" in page, "/seller" in page) == (False, False)
    entities.add_entity(details=replace(SOLAR, name="Roofs & more"), by=cast.by("ana"))
    page = tom.get(f"/journeys/{row.number}").content.decode()
    assert ("Sold by Lindenau Elektro" in page, "/seller" in page) == (True, True)


def test_the_api_opens_for_an_entity_and_changes_it(cast: Cast, solar: Entity) -> None:
    tom = Program(cast, "tom")
    body = {"customer": cast.bakery.customer.pk, "need": "The roof is empty", "entity": solar.pk}
    answer = tom.post("/journeys", body)
    number = answer.json()["number"]
    assert (answer.status_code, answer.json()["entity"]) == (201, solar.pk)
    usual = stations.usual_entity().pk
    answer = tom.post(f"/journeys/{number}/seller", {"entity": usual}, prefer=WHOLE)
    assert (answer.status_code, answer.json()["journey"]["entity"]) == (201, usual)
    before = latest(Journey.objects.get().pk)[0].id
    refused = Program(cast, "iris").post(f"/journeys/{number}/seller", {"entity": solar.pk})
    assert (refused.status_code, latest(Journey.objects.get().pk)[0].id) == (403, before)
