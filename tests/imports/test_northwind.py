"""A public sample company is brought in by the pages, and every customer and every order is found by whatever is said.

The files stand outside of the product (`../shared/data` beside the checkout, or WELLKEPT_SHARED_DATA).
"""

from __future__ import annotations

import csv
import os
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import transaction
from tests import cast as people
from tests.cast import MONDAY, Cast
from tests.events import chain
from tests.imports.carrier import Carrier

from wellkept.find.queries import find
from wellkept.journeys.models import Ending, Journey
from wellkept.kernel import clock
from wellkept.kernel.number import show
from wellkept.references.commands import count_words

DATA = Path(os.environ.get("WELLKEPT_SHARED_DATA") or Path(__file__).parents[2].parent / "shared" / "data")
NORTHWIND = DATA / "northwind"
MOST = 100  # more orders than any of these customers has

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not NORTHWIND.exists(), reason=f"the sample company's files are not at {NORTHWIND}"),
]


def rows(name: str) -> list[dict[str, str]]:
    with (NORTHWIND / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def committed_northwind(committed_module: None, kept_company: Cast) -> Cast:
    """Brought in as its owner would: five files, a look, three answers, one button."""
    with clock.at(MONDAY):
        with transaction.atomic():
            cast = people.bring_back(kept_company)
        carrier = Carrier(cast)
        carrier.choose(
            *(
                NORTHWIND / f"{name}.csv"
                for name in ("customers", "orders", "order_details", "products", "employees")
            )
        )
        carrier.check("Northwind")
        carrier.stages(stage="delivery")
        carrier.answer("owners", owner=cast.jonas.pk, owner0=cast.lea.pk)
        carrier.answer("next-step", next_what="Tell them when it comes", next_hours=168)
        carrier.bring_in()
        assert (carrier.row.state, carrier.row.said) == ("done", "")
        assert carrier.row.counts["customers"] == len(rows("customers"))
        count_words()
    return cast


@pytest.fixture
def northwind(committed_northwind: Cast, db: None) -> Iterator[Cast]:
    with clock.at(MONDAY):
        yield committed_northwind


@pytest.fixture
def finds(northwind: Cast) -> Callable[[str], tuple[set[str], set[str]]]:
    """The numbers of the journeys and the names of the customers that a text finds."""
    by = northwind.by("tom")

    def look(said: str) -> tuple[set[str], set[str]]:
        found = find(said, by=by, limit=MOST)
        return {one.number for one in found if one.number}, {one.customer_name for one in found}

    return look


def numbers() -> dict[str, str]:
    """The new number of each order, by its old one."""
    from wellkept.imports.models import OldKey

    keys = dict(OldKey.objects.filter(noun="order").values_list("subject_id", "key"))
    return {keys[pk]: number for pk, number in Journey.objects.values_list("pk", "number") if pk in keys}


def orders_of() -> dict[str, set[str]]:
    """The new numbers of each customer's orders, by the customer's old number."""
    found: dict[str, set[str]] = defaultdict(set)
    new = numbers()
    for order in rows("orders"):
        found[order["CustomerID"]].add(new[order["OrderID"]])
    return found


def lost(
    asked: dict[str, tuple[str, set[str]]], finds: Callable[[str], tuple[set[str], set[str]]]
) -> list[str]:
    """Those whose customer, or one of whose orders, is not among what the words find."""
    missing = []
    for said, (name, orders) in asked.items():
        found, customers = finds(said)
        if name not in customers or orders - found:
            missing.append(f"{said}: {name}, {len(orders - found)} orders")
    return missing


def per_customer(say: Callable[[dict[str, str]], str | None]) -> dict[str, tuple[str, set[str]]]:
    orders = orders_of()
    return {
        said: (row["CompanyName"], orders[row["CustomerID"]])
        for row in rows("customers")
        if (said := say(row))
    }


def test_everything_came(northwind: Cast) -> None:
    told = rows("orders")
    assert Journey.objects.count() == len(told) == 830
    still_open = [order for order in told if not order["ShippedDate"]]
    assert Journey.objects.filter(state="open").count() == len(still_open) == 21
    assert Ending.objects.filter(how="elsewhere").count() == len(told) - len(still_open)
    assert chain.faults() == []


def test_the_past_keeps_its_dates(northwind: Cast) -> None:
    """10248 of Vins et alcools Chevalier: ordered on 4 July 2016, shipped on the 16th."""
    row = Journey.objects.get(number=numbers()["10248"])
    assert (row.customer.name, row.state, f"{row.opened_at:%Y-%m-%d}", f"{row.ended_at:%Y-%m-%d}") == (
        "Vins et alcools Chevalier", "ended", "2016-07-04", "2016-07-16",
    )  # fmt: skip
    assert row.need == (
        "12 × Queso Cabrales, 10 × Singaporean Hokkien Fried Mee, 5 × Mozzarella di Giovanni\n440.00"
    )


def test_every_open_order_is_in_somebodys_hands(northwind: Cast) -> None:
    for row in Journey.objects.filter(state="open").select_related("next_step"):
        assert row.owner_id in (northwind.jonas.pk, northwind.lea.pk)
        assert (row.holder_id, row.stage, row.court) == (row.owner_id, "delivery", "us")
        assert row.next_step is not None
        assert (row.next_step.what, row.next_step.due_at > MONDAY) == ("Tell them when it comes", True)


def test_by_number_old_and_new(finds: Callable[[str], tuple[set[str], set[str]]]) -> None:
    missing = []
    for old, new in numbers().items():
        for said in (old, new, show(new)):
            if new not in finds(said)[0]:
                missing.append(said)
    assert missing == []


def test_customers_by_their_old_number(finds: Callable[[str], tuple[set[str], set[str]]]) -> None:
    assert lost(per_customer(lambda row: row["CustomerID"]), finds) == []


def test_by_company(finds: Callable[[str], tuple[set[str], set[str]]]) -> None:
    assert lost(per_customer(lambda row: row["CompanyName"]), finds) == []


def test_by_contact(finds: Callable[[str], tuple[set[str], set[str]]]) -> None:
    assert lost(per_customer(lambda row: row["ContactName"]), finds) == []


@pytest.mark.parametrize("spelling", ["as it stands", "digits alone", "in pairs", "without its zeros"])
@pytest.mark.parametrize("line", ["Phone", "Fax"])
def test_by_phone(finds: Callable[[str], tuple[set[str], set[str]]], line: str, spelling: str) -> None:
    """Also the half of them that are no valid numbers anywhere."""

    def say(row: dict[str, str]) -> str | None:
        said = row[line]
        digits = re.sub(r"\D", "", said)
        if not digits:
            return None
        pairs = " ".join(digits[place : place + 2] for place in range(0, len(digits), 2))
        return {
            "as it stands": said, "digits alone": digits, "in pairs": pairs,
            "without its zeros": digits.lstrip("0"),
        }[spelling]  # fmt: skip

    assert lost(per_customer(say), finds) == []


@pytest.mark.parametrize("half", ["street and city", "city and postcode", "the street without its number"])
def test_by_half_its_address(finds: Callable[[str], tuple[set[str], set[str]]], half: str) -> None:
    def say(row: dict[str, str]) -> str | None:
        street = re.findall(r"[^\W\d_]{2,}", row["Address"])
        if not street:
            return None
        return {
            "street and city": f"{max(street, key=len)} {row['City']}",
            "city and postcode": f"{row['City']} {row['PostalCode']}" if row["PostalCode"] else None,
            "the street without its number": " ".join(
                word for word in row["Address"].split() if word.strip("-") and not re.search(r"\d", word)
            ),
        }[half]

    assert lost(per_customer(say), finds) == []


def test_the_smallest_piece_of_an_address_is_answered(
    finds: Callable[[str], tuple[set[str], set[str]]],
) -> None:
    """`Rua da`, `5ª Ave.`: it may mean many, or nothing; it is never too little to be asked."""
    for row in rows("customers"):
        for word in row["Address"].split():
            finds(word)


def test_orders_by_the_address_they_went_to(finds: Callable[[str], tuple[set[str], set[str]]]) -> None:
    new, missing = numbers(), []
    by_place: dict[str, set[str]] = defaultdict(set)
    for order in rows("orders"):
        by_place[f"{order['ShipAddress']}, {order['ShipCity']}"].add(new[order["OrderID"]])
    for said, orders in by_place.items():
        if orders - finds(said)[0]:
            missing.append(said)
    assert missing == []


KEYBOARD = ("qwertzuiop", "asdfghjkl", "yxcvbnm")


def slip(name: str, luck: random.Random) -> str:
    """What a hurried finger makes of the longest word of a name: a letter dropped, doubled, swapped, or the one beside.

    A code, or a word of three letters or fewer, stays as it is: with one wrong it is another one.
    """
    words = name.split()
    place = max(range(len(words)), key=lambda at: len(words[at]))
    word = words[place]
    letters = [at for at in range(1, len(word) - 1) if word[at].isalpha()]
    if len(word) < 4 or not word.replace("-", "").replace("'", "").isalpha():
        return name  # a code, or too short
    at = luck.choice(letters)
    kind = luck.choice(("drop", "double", "swap", "neighbour"))
    if kind == "drop":
        word = word[:at] + word[at + 1 :]
    elif kind == "double":
        word = word[:at] + word[at] + word[at:]
    elif kind == "swap" and at + 1 < len(word):
        word = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    else:
        row = next((row for row in KEYBOARD if word[at].lower() in row), "")
        beside = row[(row.index(word[at].lower()) + 1) % len(row)] if row else ""
        word = word[:at] + beside + word[at + 1 :]
    return " ".join((*words[:place], word, *words[place + 1 :]))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_by_name_with_typing_errors(finds: Callable[[str], tuple[set[str], set[str]]], seed: int) -> None:
    luck = random.Random(seed)
    assert lost(per_customer(lambda row: slip(row["CompanyName"], luck)), finds) == []


@pytest.mark.parametrize("seed", [4, 5])
def test_by_contact_with_typing_errors(finds: Callable[[str], tuple[set[str], set[str]]], seed: int) -> None:
    luck = random.Random(seed)
    assert lost(per_customer(lambda row: slip(row["ContactName"], luck)), finds) == []
