"""Signs in an incoming message, and the journeys that they suggest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from tests.intake.lindenau import OFFICE, Lindenau
from tests.mail.corpus import mail
from wellkept.customers import commands as customers
from wellkept.duplicates.commands.merge import merge
from wellkept.intake import queries
from wellkept.intake.commands import items
from wellkept.intake.models import Item, Message
from wellkept.intake.receive import receive
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.kernel.number import likely, show
from wellkept.people.actor import SYSTEM

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def morning(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.FILES = tmp_path
    with clock.at(NOW):
        yield


@pytest.fixture
def oven(lindenau: Lindenau) -> Journey:
    """Petra's, of the bakery."""
    customer = customers.add_customer(name="Bäckerei Lindner", by=lindenau.by_ana)
    petra = customers.add_contact(
        customer=customer.pk,
        name="Petra Lindner",
        email="petra@lindner.example",
        phone="+49 351 8888 17",
        by=lindenau.by_ana,
    )
    return lindenau.journey(petra, "The oven trips the breaker every morning")


def said(body: str, **fields: str) -> list[tuple[str, str]]:
    fields.setdefault("From", "Somebody <somebody@elsewhere.example>")
    fields.setdefault("Message-ID", f"<{Message.objects.count()}@x.example>")
    assert receive(mail(body.encode(), To=OFFICE, **fields)) == 0
    page = queries.item(Item.objects.latest("pk").pk, by=SYSTEM)
    return [(suggestion.journey.number, suggestion.why) for suggestion in page.suggestions]


def test_a_number_in_the_text(oven: Journey) -> None:
    assert said(f"About {show(oven.number)}, please call.\n") == [(oven.number, "Its number is in it")]


def test_a_number_with_a_slip(oven: Journey) -> None:
    wrong = next(digits for digits in _damaged(oven.number) if oven.number in likely(digits))
    assert said(f"About {wrong[:4]}-{wrong[4:]}.\n") == [
        (oven.number, f"{wrong[:4]}-{wrong[4:]} is one digit away from its number")
    ]


def _damaged(number: str) -> list[str]:
    return [number[:3] + digit + number[4:] for digit in "0123456789" if digit != number[3]]


def test_a_telephone_number_in_the_signature(oven: Journey) -> None:
    assert said("Please call me.\n\nBakery\nTel. 0351 / 88 88-17\n") == [
        (oven.number, "0351 / 88 88-17 in the text is known there")
    ]


def test_a_colleague_of_the_same_firm(oven: Journey) -> None:
    assert said("When do you come?\n", From="Max <max@lindner.example>") == [
        (oven.number, "Same company by its mail domain, lindner.example: others write to us from there")
    ]


def test_an_address_that_anybody_has_says_nothing(lindenau: Lindenau, oven: Journey) -> None:
    contact = lindenau.contact("Erika Muster", "erika@gmail.com")
    lindenau.journey(contact)
    assert said("When do you come?\n", From="Max <max@gmail.com>") == []


def test_somebody_of_that_name_from_another_address(oven: Journey) -> None:
    assert said("When do you come?\n", From="Petra Lindner <petra.private@web.de>") == [
        (oven.number, "Somebody called Petra Lindner is known there")
    ]


def test_of_two_of_theirs_the_one_that_it_speaks_of(lindenau: Lindenau, oven: Journey) -> None:
    assert oven.contact is not None
    tap = lindenau.journey(oven.contact, "A leaking tap in the shop")
    suggested = said("The breaker again: the oven trips it.\n", From="petra@lindner.example")
    assert [number for number, _ in suggested] == [oven.number, tap.number]
    assert suggested[0][1] == "Petra Lindner speaks on it · It speaks of the same thing"
    suggested = said("The tap in the shop is leaking again.\n", From="petra@lindner.example")
    assert [number for number, _ in suggested] == [tap.number, oven.number]


def test_a_merged_customer_leads_to_the_one_that_was_kept(lindenau: Lindenau, oven: Journey) -> None:
    other = customers.add_customer(name="Lindner Backwaren", by=lindenau.by_ana)
    customers.add_contact(
        customer=other.pk,
        name="Kai Rot",
        email="kai@backwaren.example",
        phone="+49 351 4444 55",
        by=lindenau.by_ana,
    )
    merge(keep=oven.customer_id, away=other.pk, by=lindenau.by_ana)
    assert said("Call me: 0351 444455\n") == [(oven.number, "0351 444455 in the text is known there")]
    assert said("When?\n", From="Max <max@backwaren.example>") == [
        (oven.number, "Same company by its mail domain, backwaren.example: others write to us from there")
    ]


def test_one_key_accepts_it(lindenau: Lindenau, oven: Journey) -> None:
    said(f"About {show(oven.number)}\n")
    item = Item.objects.get()
    items.attach_to(item=item.pk, journey=oven.pk, by=lindenau.by_tom)
    assert queries.item(item.pk, by=lindenau.by_tom).suggestions == (), (
        "decided, nothing is suggested any more"
    )


@pytest.mark.parametrize("journeys", [1, 3])
def test_however_many_it_may_belong_to_it_is_looked_up_at_once(
    lindenau: Lindenau, oven: Journey, journeys: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert oven.contact is not None
    for number in range(journeys - 1):
        lindenau.journey(oven.contact, f"Need {number}")
    receive(mail(b"When?\n", To=OFFICE, From="Max <max@lindner.example>"))
    item = Item.objects.get().pk
    with django_assert_num_queries(10):
        assert len(queries.item(item, by=SYSTEM).suggestions) == journeys


def test_a_domain_of_many_customers_is_a_providers(lindenau: Lindenau) -> None:
    """A provider that no list names: of its fourth customer on, sharing it says nothing."""
    for n in range(3):
        contact = lindenau.contact(f"Erika Muster {n}", f"erika{n}@stadtnetz.example")
        lindenau.journey(contact)
    assert len(said("When do you come?\n", From="Max <max@stadtnetz.example>")) == 3
    lindenau.journey(lindenau.contact("Erika Muster 4", "erika4@stadtnetz.example"))
    assert said("When will it be?\n", From="Max <max@stadtnetz.example>") == []
