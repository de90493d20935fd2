"""Lines of an agreement: amounts, taxes and totals, in every currency; frozen, and a part of the digest."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from iso4217 import Currency
from tests import cast as people
from tests.cast import DAY, MONDAY, Cast

from wellkept.events.queries import history
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Journey
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import Refusal
from wellkept.orders import commands as orders
from wellkept.orders.agreement_lines import LineTerms, PricedLines, Sum, Totals, net_of, totals_of
from wellkept.orders.models import Agreement, AgreementLine
from wellkept.orders.price_display import shown_price
from wellkept.orders.queries import frozen_text, lines_of

pytestmark = pytest.mark.django_db


def line(price: str, quantity: str = "1", *, tax: str = "19", **more: Any) -> LineTerms:
    category = more.pop("tax_category", "S" if Decimal(tax) else "Z")
    return LineTerms(
        words=more.pop("words", "A line"),
        unit_price=Decimal(price),
        quantity=Decimal(quantity),
        tax_category=category,
        tax_rate=Decimal(tax),
        **more,
    )


HEAT = [
    line("8400.00", words="Heat pump\nwith tank", section="The machine", discount=Decimal("2.5")),
    line("64.50", "3.5", words="Fitting", section="Work", unit="HUR", kind="hourly", ceiling=Decimal(6)),
    line("29.90", words="Care", kind="recurring", period_months=12, tax="7"),
    line("100", "-1", words="Your old boiler", tax="0"),
]


def put(cast: Cast, lines: list[LineTerms], currency: str = "EUR") -> tuple[Journey, Agreement]:
    row = people.in_orders(cast)
    agreement = orders.put_agreement(
        journey=row.pk,
        words="A heat pump, fitted",
        total=PricedLines(currency, lines),
        delivery_by=MONDAY + 10 * DAY,
        by=cast.by("olga"),
    )
    return row, agreement


def test_the_lines_make_the_total(cast: Cast) -> None:
    _row, agreement = put(cast, HEAT)
    agreement.refresh_from_db()
    # 8190.00 + 225.75 at 19 %, less 100.00 at nothing; what recurs is told apart
    assert (agreement.net_total, agreement.tax_total, agreement.total) == (
        Decimal("8315.75"),
        Decimal("1598.99"),
        Decimal("9914.74"),
    )
    assert [(row.position, row.net_amount, row.kind) for row in lines_of(agreement)] == [
        (1, Decimal("8190.00"), "once"),
        (2, Decimal("225.75"), "hourly"),
        (3, Decimal("29.90"), "recurring"),
        (4, Decimal("-100.00"), "once"),
    ]
    assert (agreement.itemised, agreement.line_count) == (True, 4)


@pytest.mark.parametrize(
    ("currency", "price", "net", "tax"),
    [
        ("EUR", "0.125", "0.13", "0.02"),
        ("JPY", "100.5", "101", "19"),
        ("KWD", "1.2345", "1.235", "0.235"),
        ("CLF", "1.2345", "1.2345", "0.2346"),
    ],
)
def test_amounts_are_rounded_half_up_to_the_minor_unit(
    cast: Cast, currency: str, price: str, net: str, tax: str
) -> None:
    _row, agreement = put(cast, [line(price)], currency)
    agreement.refresh_from_db()
    assert (agreement.net_total, agreement.tax_total) == (Decimal(net), Decimal(tax))


def test_the_database_knows_the_minor_units_of_iso_4217() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c, minor_units_of(c) FROM unnest(%s::text[]) AS c", [[each.code for each in Currency]]
        )
        known = dict(cursor.fetchall())
    assert known == {
        each.code: known[each.code] if each.exponent is None else each.exponent for each in Currency
    }


def test_tax_is_reckoned_on_the_sum_of_each_rate() -> None:
    lines = [line("0.03"), line("0.03"), line("0.03"), line("1.00", tax="7")]
    totals = totals_of(lines, "EUR")  # each of the first three alone would have one cent of tax
    assert totals.once.tax == Decimal("0.09")
    assert sorted((share.rate, share.tax) for share in totals.taxes) == [
        (Decimal(7), Decimal("0.07")),
        (Decimal(19), Decimal("0.02")),
    ]


def test_a_total_without_lines_makes_one_line_of_its_words(cast: Cast) -> None:
    row = people.put(cast)
    agreement = row.agreements.get()
    assert [(item.words, item.net_amount, item.tax_category, item.unit) for item in lines_of(agreement)] == [
        (agreement.words, Decimal("1840.00"), "O", "LS")
    ]
    assert (agreement.itemised, agreement.net_total, agreement.total) == (
        False,
        Decimal("1840.00"),
        Decimal("1840.00"),
    )


def test_the_lines_are_a_part_of_the_page_that_is_agreed_to(cast: Cast) -> None:
    row, agreement = put(cast, HEAT)
    page = frozen_text(agreement, lines_of(agreement), number=row.number)
    assert page.splitlines()[4:18] == [
        "[The machine]",
        "1. once; 1 H87 x 8400.00 EUR; less 2.5 %; net 8190.00 EUR; tax S 19 %",
        "   Heat pump",
        "   with tank",
        "[Work]",
        "2. hourly; 3.5 HUR x 64.50 EUR; at most 6 HUR; net 225.75 EUR; tax S 19 %",
        "   Fitting",
        "[]",
        "3. recurring; every 12 months; 1 H87 x 29.90 EUR; net 29.90 EUR; tax S 7 %",
        "   Care",
        "4. once; -1 H87 x 100.00 EUR; net -100.00 EUR; tax Z 0 %",
        "   Your old boiler",
        "",
        "Net: 8315.75 EUR; tax 1598.99 EUR; together 9914.74 EUR",
    ]
    orders.agree(journey=row.pk, by=cast.by("olga"), evidence=Evidence("paper", "Yes"))
    agreed = next(event for event in history(row.pk) if event.type == "agreed")
    assert (agreed.facts["shown"], agreed.facts["total"]) == (page, "9914.74")


def test_another_line_makes_another_digest(cast: Cast) -> None:
    row, first = put(cast, [line("10"), line("20")])
    second = orders.put_agreement(
        journey=row.pk,
        words=first.words,
        total=PricedLines("EUR", [line("20"), line("10")]),
        delivery_by=first.delivery_by,
        by=cast.by("olga"),
    )
    assert second.total == first.total
    assert bytes(second.digest) != bytes(first.digest)


@pytest.mark.parametrize(
    "wrong",
    [
        line("-1"),
        line("1", "0"),
        line("1", words=" "),
        line("1", tax="19", tax_category="E"),
        line("1", tax="0", tax_category="S"),
        line("1", tax="0", tax_category="L"),
        line("1", discount=Decimal("100.5")),
        line("1", kind="recurring"),
        line("1", period_months=1),
        line("1", kind="recurring", period_months=0),
        line("1", ceiling=Decimal(2)),
        line("1", "3", kind="hourly", ceiling=Decimal(2)),
        line("1", "-1", kind="hourly"),
        line("1.00001"),
        line("99999999", "99999999"),
        line("1", unit="piece"),
        line("1", section="a\nb"),
        line("1", kind="gift"),
    ],
)
def test_a_line_that_cannot_be_is_refused_with_its_place(cast: Cast, wrong: LineTerms) -> None:
    row = people.in_orders(cast)
    before = len(history(row.pk))
    with pytest.raises(Refusal, match=r"^Line 2: "):
        orders.put_agreement(
            journey=row.pk,
            words="w",
            total=PricedLines("EUR", [line("1"), wrong]),
            delivery_by=MONDAY + DAY,
            by=cast.by("olga"),
        )
    assert (len(history(row.pk)), AgreementLine.objects.count()) == (before, 0)


@pytest.mark.parametrize(
    "price",
    [
        PricedLines("EUR", []),
        PricedLines("XYZ", [line("1")]),
        PricedLines("EUR", [line("1"), line("2", "-1")]),
        Money(Decimal("1.005"), "EUR"),
        Money(Decimal("1"), "ZZZ"),
    ],
)
def test_a_price_that_nobody_can_pay_is_refused(cast: Cast, price: Money | PricedLines) -> None:
    row = people.in_orders(cast)
    with pytest.raises(Refusal):
        orders.put_agreement(
            journey=row.pk, words="w", total=price, delivery_by=MONDAY + DAY, by=cast.by("olga")
        )
    assert Agreement.objects.count() == 0


def test_three_thousand_lines_are_put_and_agreed_to(cast: Cast) -> None:
    row, agreement = put(cast, [line("1.11", words=f"Part {place}") for place in range(3000)])
    orders.agree(journey=row.pk, by=cast.by("olga"), evidence=Evidence("paper", "Yes"))
    assert agreement.net_total == Decimal("3330.00")
    agreed = next(event for event in history(row.pk) if event.type == "agreed")
    assert "shown" not in agreed.facts  # too long for the log; the rows and the digest have it


def test_a_person_sees_amounts_with_tax_and_an_organisation_before_it() -> None:
    lines = [line("100", "2", words="Pump"), line("10", words="Care", kind="recurring", period_months=1)]
    firm, person = (shown_price(lines, "EUR", with_tax=with_tax) for with_tax in (False, True))
    assert [(of.amount, of.count) for of in firm.sections[0][1]] == [
        ("€200", "2 pcs at €100"),
        ("€10", "1 pc at €10 · each month"),
    ]
    assert [(of.amount, of.count) for of in person.sections[0][1]] == [
        ("€238", "2 pcs at €119"),
        ("€11.90", "1 pc at €11.90 · each month"),
    ]
    assert [(of.name, of.amount) for of in firm.sums] == [
        ("Before tax", "€200"),
        ("VAT 19 %", "€38"),
        ("In total", "€238"),
        ("each month, before tax", "€10"),
        ("each month", "€11.90"),
    ]
    assert [(of.name, of.amount) for of in person.sums] == [
        ("In total", "€238"),
        ("of it VAT 19 %", "€38"),
        ("each month", "€11.90"),
    ]


def test_sums_of_nothing_are_nothing() -> None:
    assert totals_of([], "EUR") == Totals(Sum())
    assert net_of(line("0.005"), "EUR") == Decimal("0.01")
