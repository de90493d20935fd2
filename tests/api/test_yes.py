"""A yes names what it was said to, by page and by program, and is refused when that has changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse
from tests import cast as stations
from tests.api.programs import Program
from tests.cast import DAY, Cast
from tests.portal.doors import Customer
from tests.web.signed_in import at

from wellkept.delivery import commands as delivery
from wellkept.delivery.queries import delivered
from wellkept.events.models import Event
from wellkept.journeys.commands import handoffs
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.kernel.money import Money
from wellkept.orders import commands as orders
from wellkept.orders.models import Agreement
from wellkept.sales import commands as sales
from wellkept.sales.models import ReadBack

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Yes:
    """A yes: what is put to them, how it is named, and the words of the second one."""

    stage: Callable[[Cast], Journey]
    put: Callable[[Cast, Journey, str], None]
    name: Callable[[Journey], str]
    who: str
    page: str
    door: str
    field: str
    typed: dict[str, Any]
    customer: str = ""


def put_agreement(cast: Cast, row: Journey, words: str) -> None:
    due = clock.now() + 9 * DAY
    total = Money(Decimal("940.00"), "EUR")
    orders.put_agreement(journey=row.pk, words=words, total=total, delivery_by=due, by=cast.by("olga"))


def read_back(cast: Cast, row: Journey, words: str) -> None:
    sales.read_back(journey=row.pk, text=words, by=cast.by("tom"))


def deliver(cast: Cast, row: Journey, words: str) -> None:
    delivery.deliver(journey=row.pk, words=words, by=cast.by("jonas"))


def delivery_of(row: Journey) -> str:
    latest = delivered(row.pk)
    return str(latest.id if latest is not None else 0)


YES = {
    "read-back": Yes(
        stage=stations.opened,
        put=read_back,
        name=lambda row: str(ReadBack.objects.get(journey=row, state="put").pk),
        who="tom",
        page="read-backs/answer",
        door="confirmation",
        field="read_back",
        typed={"answer": "yes"},
        customer="confirmation",
    ),
    "agreement": Yes(
        stage=stations.in_orders,
        put=put_agreement,
        name=lambda row: bytes(Agreement.objects.get(journey=row, state="put").digest).hex(),
        who="olga",
        page="agreement",
        door="agreement",
        field="shown_digest",
        typed={"evidence": "paper", "words": "Signed"},
    ),
    "acceptance": Yes(
        stage=stations.in_delivery,
        put=deliver,
        name=delivery_of,
        who="jonas",
        page="acceptance",
        door="acceptance",
        field="delivery",
        typed={"evidence": "paper", "signed_name": "Petra Lindner", "words": "Fine"},
        customer="acceptance",
    ),
}


def refused(answer: HttpResponse, row: Journey, before: int) -> str:
    assert answer.status_code in (409, 422), answer.content.decode()
    assert Event.objects.filter(subject=row.pk).count() == before, "nothing is recorded"
    return answer.content.decode()


@pytest.mark.parametrize("kind", YES)
def test_a_yes_to_what_was_replaced_is_refused_and_says_how_it_is_now(kind: str, cast: Cast) -> None:
    yes = YES[kind]
    row = yes.stage(cast)
    yes.put(cast, row, "The first wording")
    first = yes.name(row)
    yes.put(cast, row, "The second wording")
    second = yes.name(row)
    assert first != second
    before = Event.objects.filter(subject=row.pk).count()
    program, browser = Program(cast, yes.who), at(cast, yes.who)
    door, page = f"/journeys/{row.number}/{yes.door}", f"/journeys/{row.number}/{yes.page}"
    fields = {name: value for name, value in yes.typed.items() if name != "answer"}

    def named(key: str) -> Any:
        return key if yes.field == "shown_digest" else int(key)

    assert "The second wording" in refused(
        program.post(door, {**fields, yes.field: named(first)}), row, before
    )
    assert program.post(door, fields).status_code == 422, "a yes without a name is none"
    assert "The second wording" in refused(browser.post(page, {**yes.typed, "seen": first}), row, before)
    refused(browser.post(page, yes.typed), row, before)
    assert f'name="seen" value="{second}"' in browser.get(page).content.decode()
    if yes.customer:
        petra = Customer(row)
        typed = {name: value for name, value in yes.typed.items() if name == "signed_name"}
        assert "The second wording" in refused(petra.sends(yes.customer, seen=first, **typed), row, before)
    assert program.post(door, {**fields, yes.field: named(second)}).status_code == 201


@pytest.mark.parametrize("kind", YES)
def test_a_yes_on_the_page_to_what_it_shows_is_taken(kind: str, cast: Cast) -> None:
    yes = YES[kind]
    row = yes.stage(cast)
    yes.put(cast, row, "The first wording")
    answer = at(cast, yes.who).post(
        f"/journeys/{row.number}/{yes.page}", {**yes.typed, "seen": yes.name(row)}
    )
    assert answer.status_code == 303, answer.content.decode()


def test_an_answer_to_another_offer_is_refused(cast: Cast) -> None:
    row = stations.offered(cast)
    first = row.handoffs.get().pk
    handoffs.withdraw_handoff(journey=row.pk, by=cast.by("tom"), reason="Too early")
    second = handoffs.offer_handoff(
        journey=row.pk, by=cast.by("tom"), ticks=["need-confirmed", "budget-known"]
    ).pk
    before = Event.objects.filter(subject=row.pk).count()
    place = f"/journeys/{row.number}/handoffs"
    olga, browser = Program(cast, "olga"), at(cast, "olga")
    refused(olga.post(f"{place}/{first}/acceptance"), row, before)
    refused(browser.post(f"{place}/{first}/acceptance", {}), row, before)
    with pytest.raises(Exception, match="changed since"):
        handoffs.accept_handoff(journey=row.pk, by=cast.by("olga"), offer=first)
    assert olga.post(f"{place}/{second}/acceptance").status_code == 201
