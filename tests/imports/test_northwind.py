"""A public sample company is imported, and every customer and order is found by each of its references.

The files are kept outside the product (`../shared/data` beside the checkout, or WELLKEPT_SHARED_DATA).
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
from tests.size import size

from wellkept.find.queries import find
from wellkept.journeys.models import Ending, Journey
from wellkept.kernel import clock
from wellkept.kernel.number import show
from wellkept.references.commands import count_words

DATA = Path(os.environ.get("WELLKEPT_SHARED_DATA") or Path(__file__).parents[2].parent / "shared" / "data")
NORTHWIND = DATA / "northwind"
EVERY = size(8, 1)  # of so many numbers and words one is asked for
MOST = 100  # more than the orders of any customer

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not NORTHWIND.exists(), reason=f"the sample company's files are not at {NORTHWIND}"),
]


def rows(name: str) -> list[dict[str, str]]:
    with (NORTHWIND / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def committed_northwind(committed_module: None, kept_company: Cast) -> Cast:
    """Import as its owner would: five files, a check, three answers, one button."""
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
    """Give the journey numbers and customer names that a text finds."""
    by = northwind.by("tom")

    def look(text: str) -> tuple[set[str], set[str]]:
        results = find(text, by=by, limit=MOST)
        return {result.number for result in results if result.number}, {
            result.customer_name for result in results
        }

    return look


def numbers() -> dict[str, str]:
    """Map old order numbers to new ones."""
    from wellkept.imports.models import OldKey

    keys = dict(OldKey.objects.filter(noun="order").values_list("subject_id", "key"))
    return {keys[pk]: number for pk, number in Journey.objects.values_list("pk", "number") if pk in keys}


def orders_of() -> dict[str, set[str]]:
    """Map customers' old numbers to the new numbers of their orders."""
    results: dict[str, set[str]] = defaultdict(set)
    new = numbers()
    for order in rows("orders"):
        results[order["CustomerID"]].add(new[order["OrderID"]])
    return results


def lost(
    asked: dict[str, tuple[str, set[str]]], finds: Callable[[str], tuple[set[str], set[str]]]
) -> list[str]:
    """List customers who, or one of whose orders, the words do not find."""
    missing = []
    for text, (name, orders) in asked.items():
        results, customers = finds(text)
        if name not in customers or orders - results:
            missing.append(f"{text}: {name}, {len(orders - results)} orders")
    return missing


def per_customer(say: Callable[[dict[str, str]], str | None]) -> dict[str, tuple[str, set[str]]]:
    orders = orders_of()
    return {
        text: (" ".join(row["CompanyName"].split()), orders[row["CustomerID"]])  # one has two spaces in a row
        for row in rows("customers")
        if (text := say(row))
    }


def test_everything_was_imported(northwind: Cast) -> None:
    counts = rows("orders")
    assert Journey.objects.count() == len(counts) == 830
    still_open = [order for order in counts if not order["ShippedDate"]]
    assert Journey.objects.filter(state="open").count() == len(still_open) == 21
    assert Ending.objects.filter(how="elsewhere").count() == len(counts) - len(still_open)
    assert chain.faults() == []


def test_the_past_keeps_its_dates(northwind: Cast) -> None:
    """Order 10248 of Vins et alcools Chevalier: ordered on 4 July 2016, shipped on the 16th."""
    row = Journey.objects.get(number=numbers()["10248"])
    assert (row.customer.name, row.state, f"{row.opened_at:%Y-%m-%d}", f"{row.ended_at:%Y-%m-%d}") == (
        "Vins et alcools Chevalier", "ended", "2016-07-04", "2016-07-16",
    )  # fmt: skip
    assert row.need == (
        "12 × Queso Cabrales, 10 × Singaporean Hokkien Fried Mee, 5 × Mozzarella di Giovanni\n440.00"
    )


def test_every_open_order_has_owner_and_holder(northwind: Cast) -> None:
    for row in Journey.objects.filter(state="open").select_related("next_step"):
        assert row.owner_id in (northwind.jonas.pk, northwind.lea.pk)
        assert (row.holder_id, row.stage, row.court) == (row.owner_id, "delivery", "us")
        assert row.next_step is not None
        assert (row.next_step.sentence, row.next_step.due_at > MONDAY) == ("Tell them when it comes", True)


@pytest.mark.long
def test_orders_are_found_by_old_and_new_number(finds: Callable[[str], tuple[set[str], set[str]]]) -> None:
    missing = []
    for old, new in sorted(numbers().items())[::EVERY]:
        for text in (old, new, show(new)):
            if new not in finds(text)[0]:
                missing.append(text)
    assert missing == []


def test_customers_are_found_by_old_number(finds: Callable[[str], tuple[set[str], set[str]]]) -> None:
    assert lost(per_customer(lambda row: row["CustomerID"]), finds) == []


def test_customers_are_found_by_company(finds: Callable[[str], tuple[set[str], set[str]]]) -> None:
    assert lost(per_customer(lambda row: row["CompanyName"]), finds) == []


def test_customers_are_found_by_contact(finds: Callable[[str], tuple[set[str], set[str]]]) -> None:
    assert lost(per_customer(lambda row: row["ContactName"]), finds) == []


@pytest.mark.parametrize("spelling", ["as it stands", "digits alone", "in pairs", "without its zeros"])
@pytest.mark.parametrize("line", ["Phone", "Fax"])
def test_customers_are_found_by_phone(
    finds: Callable[[str], tuple[set[str], set[str]]], line: str, spelling: str
) -> None:
    """Half of the numbers are valid nowhere and are found too."""

    def say(row: dict[str, str]) -> str | None:
        text = row[line]
        digits = re.sub(r"\D", "", text)
        if not digits:
            return None
        pairs = " ".join(digits[place : place + 2] for place in range(0, len(digits), 2))
        return {
            "as it stands": text, "digits alone": digits, "in pairs": pairs,
            "without its zeros": digits.lstrip("0"),
        }[spelling]  # fmt: skip

    assert lost(per_customer(say), finds) == []


@pytest.mark.parametrize("half", ["street and city", "city and postcode", "the street without its number"])
def test_customers_are_found_by_half_an_address(
    finds: Callable[[str], tuple[set[str], set[str]]], half: str
) -> None:
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


@pytest.mark.long
def test_a_short_piece_of_an_address_is_accepted(
    finds: Callable[[str], tuple[set[str], set[str]]],
) -> None:
    """`Rua da`, `5ª Ave.`: many results or none, but never a refusal."""
    for word in sorted({word for row in rows("customers") for word in row["Address"].split()})[::EVERY]:
        finds(word)


def test_orders_are_found_by_their_address(finds: Callable[[str], tuple[set[str], set[str]]]) -> None:
    new, missing = numbers(), []
    by_place: dict[str, set[str]] = defaultdict(set)
    for order in rows("orders"):
        by_place[f"{order['ShipAddress']}, {order['ShipCity']}"].add(new[order["OrderID"]])
    for text, orders in by_place.items():
        if orders - finds(text)[0]:
            missing.append(text)
    assert missing == []


KEYBOARD = ("qwertzuiop", "asdfghjkl", "yxcvbnm")


def slip(name: str, luck: random.Random) -> str:
    """Add a typo to the longest word of a name: a letter dropped, doubled, swapped or hit beside.

    A code, or a word of three letters or fewer, stays: with one wrong letter it is another word.
    """
    words = name.split()
    place = max(range(len(words)), key=lambda at: len(words[at]))
    word = words[place]
    letters = [at for at in range(1, len(word) - 1) if word[at].isalpha()]
    if len(word) < 4 or not word.replace("-", "").replace("'", "").isalpha():
        return name  # a code or too short
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
def test_customers_are_found_by_a_mistyped_name(
    finds: Callable[[str], tuple[set[str], set[str]]], seed: int
) -> None:
    luck = random.Random(seed)
    assert lost(per_customer(lambda row: slip(row["CompanyName"], luck)), finds) == []


@pytest.mark.parametrize("seed", [4, 5])
def test_customers_are_found_by_a_mistyped_contact(
    finds: Callable[[str], tuple[set[str], set[str]]], seed: int
) -> None:
    luck = random.Random(seed)
    assert lost(per_customer(lambda row: slip(row["ContactName"], luck)), finds) == []
