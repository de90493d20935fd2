"""A law is no toll: a company of one goes all the way and never hands anything to itself by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests import cast as people
from tests.cast import DAY, MONDAY

from wellkept.delivery import commands as delivery
from wellkept.events.queries import history
from wellkept.journeys.commands import open
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Handoff, Journey
from wellkept.journeys.need import Need
from wellkept.kernel import clock
from wellkept.kernel.money import Money
from wellkept.orders import commands as orders
from wellkept.sales import commands as sales
from wellkept.support import commands as support

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.law
def test_from_the_first_word_to_rest_without_an_offer_to_answer() -> None:
    with clock.at(MONDAY):
        ana, party = people.company_of_one()
        row = open.open_journey(
            customer=party.customer.pk, contact=party.contact.pk, need=Need("The oven is out"), by=ana
        )
        stages = [people.fresh(row).stage]

        def station() -> Journey:
            now = people.fresh(row)
            stages.append(now.stage)
            assert now.holder_id == now.owner_id == ana.person
            assert not Handoff.objects.filter(state="offered").exists()
            assert not now.steps.filter(kind__in=("handoff", "open_point"), done_at__isnull=True).exists()
            return now

        sales.decide(
            journey=row.pk, what="A line", why="It is the cause", evidence=Evidence("click"), by=party.actor
        )
        station()
        orders.put_agreement(
            journey=row.pk,
            words="One line",
            total=Money(Decimal(900), "EUR"),
            delivery_by=MONDAY + 9 * DAY,
            by=ana,
        )
        orders.agree(journey=row.pk, by=party.actor, evidence=Evidence(signed_name="Petra Lindner"))
        station()
        delivery.deliver(journey=row.pk, words="It is in", by=ana)
        delivery.accept(journey=row.pk, by=party.actor, evidence=Evidence(signed_name="Petra Lindner"))
        station()
        support.confirm_success(journey=row.pk, by=party.actor)
    assert stages == ["sales", "orders", "delivery", "support"]
    assert people.fresh(row).state == "at_rest"
    kinds = [event.type for event in history(row.pk)]
    assert (
        kinds.count("handoff_offered") == kinds.count("handoff_accepted") == 3
    )  # both on record, in one act
    assert all(event.facts["to_oneself"] for event in history(row.pk) if event.type == "handoff_accepted")
