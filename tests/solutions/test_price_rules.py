"""Prices with validity, steps and lists of single customers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wellkept.kernel import clock
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import Refusal
from wellkept.solutions.rules.price_rules import Price, PriceList, Total, overlap, price_of

ALL = PriceList("all", "Prices 2026")
BAKERY = PriceList("bakery", "Bakery Lindner", customer=7)
NEW_YEAR = date(2026, 1, 1)


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


PRICES = (
    Price("pump", ALL, euros("4000"), NEW_YEAR, date(2026, 6, 30)),
    Price("pump", ALL, euros("4200"), date(2026, 7, 1)),
    Price("pump", ALL, euros("3900"), date(2026, 7, 1), at_least=Decimal(10)),
    Price("pump", BAKERY, euros("3500"), NEW_YEAR, at_least=Decimal(5)),
    Price("panel", ALL, euros("99.995"), NEW_YEAR),
    Price("care", ALL, euros("12"), NEW_YEAR, every_months=1),
    Price("check", ALL, euros("150"), NEW_YEAR, every_months=12),
    Price("tank", ALL, euros("800"), NEW_YEAR, date(2026, 3, 31)),
    Price("pack", ALL, euros("5"), NEW_YEAR, at_least=Decimal(10)),
    Price("old", BAKERY, euros("1"), NEW_YEAR),
    Price("swiss", ALL, Money(Decimal(1), "CHF"), NEW_YEAR),
    Price("yen", ALL, Money(Decimal("10.5"), "JPY"), NEW_YEAR),
)


def price(
    product: str,
    quantity: str = "1",
    *,
    options: dict[str, Decimal] | None = None,
    customer: int | None = None,
    day: date = date(2026, 8, 1),
    prices: Sequence[Price] = PRICES,
) -> Total:
    return price_of(
        prices, product=product, options=options or {}, quantity=Decimal(quantity), customer=customer, day=day
    )


@pytest.mark.parametrize(
    ("quantity", "customer", "day", "amount", "source"),
    [
        ("1", None, date(2026, 6, 30), "4000", "List “Prices 2026”."),
        ("1", None, date(2026, 7, 1), "4200", "List “Prices 2026”."),
        ("9", None, date(2026, 7, 1), "4200", "List “Prices 2026”."),
        ("10", None, date(2026, 7, 1), "3900", "List “Prices 2026”, from 10 on."),
        ("10", 7, date(2026, 7, 1), "3500", "List “Bakery Lindner”, from 5 on."),
        ("4", 7, date(2026, 7, 1), "4200", "List “Prices 2026”."),
        ("10", 8, date(2026, 7, 1), "3900", "List “Prices 2026”, from 10 on."),
    ],
)
def test_a_price_says_its_list_and_its_step(
    quantity: str, customer: int | None, day: date, amount: str, source: str
) -> None:
    (part,) = price("pump", quantity, customer=customer, day=day).parts
    assert (part.price.amount, str(part.source)) == (euros(amount), source)
    assert part.total == euros(str(Decimal(amount) * Decimal(quantity)))


def test_options_count_for_each_of_the_product_and_recurring_prices_stand_apart() -> None:
    options = {"panel": Decimal(3), "care": Decimal(1), "check": Decimal(1)}
    total = price("pump", "2", options=options)
    assert [(part.item, part.quantity, part.total) for part in total.parts] == [
        ("pump", Decimal(2), euros("8400")),
        ("panel", Decimal(6), euros("599.97")),
        ("care", Decimal(2), euros("24")),
        ("check", Decimal(2), euros("300")),
    ]
    assert (total.once, total.recurring) == (euros("8999.97"), {1: euros("24"), 12: euros("300")})


def test_a_total_is_rounded_half_up_to_the_smallest_unit_of_its_currency() -> None:
    assert price("panel").once == euros("100.00")
    assert price("yen").once == Money(Decimal(11), "JPY")


@pytest.mark.parametrize(
    ("item", "day", "sentence"),
    [
        ("tank", date(2026, 8, 1), "The price of “tank” ended on 31 March."),
        ("pump", date(2025, 12, 31), "The price of “pump” begins on 1 January."),
        ("pack", date(2026, 8, 1), "“pack” has a price from 10 on."),
        ("lamp", date(2026, 8, 1), "“lamp” has no price."),
        ("old", date(2026, 8, 1), "“old” has no price."),
    ],
)
def test_a_missing_price_is_refused_in_words(item: str, day: date, sentence: str) -> None:
    with pytest.raises(Refusal) as refusal:
        price(item, day=day)
    with clock.at(datetime(2026, 8, 1, tzinfo=UTC)):
        assert (refusal.value.code, str(refusal.value.sentence)) == ("no_such_price", sentence)


def test_prices_in_two_currencies_are_never_added() -> None:
    with pytest.raises(Refusal) as refusal:
        price("pump", options={"swiss": Decimal(1)})
    assert str(refusal.value.sentence) == "These prices are in different currencies: CHF, EUR."


days = st.dates(date(2026, 1, 1), date(2026, 1, 20))
some_prices = st.builds(
    Price,
    st.just("pump"),
    st.sampled_from((ALL, BAKERY)),
    st.just(euros("1")),
    days,
    st.none() | days,
    st.sampled_from((Decimal(1), Decimal(5))),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(some_prices, max_size=6))
def test_overlaps_equal_those_found_day_by_day(prices: list[Price]) -> None:
    prices = [each for each in prices if each.valid_to is None or each.valid_to >= each.valid_from]
    overlaps = any(
        (first.list, first.at_least) == (other.list, other.at_least)
        and any(
            first.is_valid(day) and other.is_valid(day)
            for day in (NEW_YEAR + timedelta(days=number) for number in range(25))
        )
        for place, first in enumerate(prices)
        for other in prices[:place]
    )
    assert (overlap(prices) is not None) == overlaps
