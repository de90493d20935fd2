"""Lines of an agreement where people and programs meet them: the form, both pages, the letter and the API."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from tests import cast as people
from tests.api.programs import Program
from tests.cast import DAY, Cast
from tests.portal.doors import Customer
from tests.web.signed_in import at

from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.messages.letters.blocks import Person, Telling, priced_lines
from wellkept.notices.models import Notice
from wellkept.orders.queries import lines_of

pytestmark = pytest.mark.django_db
WHEN = "2099-03-01T10:00"
TYPED: dict[str, Any] = {
    "words": "A heat pump",
    "total": "5",
    "delivery_by": WHEN,
    "no_tax": "E",
    "no_tax_reason": "§ 19 UStG",
    "lines-words": ["Pump", "", "Fitting", "Care"],
    "lines-quantity": ["2", "", "3,5", ""],
    "lines-unit": ["H87", "H87", "HUR", "MON"],
    "lines-price": ["1000.50", "", "60", "9.90"],
    "lines-discount": ["10", "", "", ""],
    "lines-tax": ["19", "19", "19", ""],
    "lines-paid": ["once", "once", "hourly", "1"],
}


def typed(cast: Cast, **other: Any) -> tuple[Journey, Any]:
    row = people.in_orders(cast)
    return row, at(cast, "olga").post(f"/journeys/{row.number}/agreements", TYPED | other)


def test_the_form_takes_lines_and_they_make_the_total(cast: Cast) -> None:
    row, answer = typed(cast)
    assert answer.status_code == 303
    agreement = row.agreements.get()
    assert (agreement.net_total, agreement.total) == (Decimal("2010.90"), Decimal("2392.97"))
    assert [
        (line.words, line.quantity, line.kind, line.tax_category, line.exemption_reason)
        for line in lines_of(agreement)
    ] == [
        ("Pump", Decimal(2), "once", "S", ""),
        ("Fitting", Decimal("3.5"), "hourly", "S", ""),
        ("Care", Decimal(1), "recurring", "E", "§ 19 UStG"),
    ]


def test_a_line_that_cannot_be_read_is_named_and_everything_typed_is_kept(cast: Cast) -> None:
    row, answer = typed(cast, **{"lines-price": ["a lot", "", "60", "-1"]})
    assert answer.status_code == 422
    assert answer.context["form"].errors["lines"] == [
        "Line 1: Write numbers like 1250 or 12.50.",
        "Line 4: A price is not negative.",
    ]
    assert 'value="a lot"' in answer.content.decode()
    assert row.agreements.count() == 0


def test_neither_lines_nor_a_total_are_asked_for(cast: Cast) -> None:
    _row, answer = typed(cast, **{"total": ""} | {name: [] for name in TYPED if name.startswith("lines")})
    assert answer.context["form"].errors == {"total": ["For how much?"]}


def test_more_rows_come_without_script_and_nothing_is_judged_yet(cast: Cast) -> None:
    row, answer = typed(cast, **{"words": "", "more-lines": "1"})
    page = answer.content.decode()
    assert (answer.status_code, row.agreements.count()) == (200, 0)
    assert (page.count('name="lines-words"'), page.count('class="error"')) == (3 + 3, 0)
    assert 'value="1000.50"' in page


def test_another_agreement_begins_with_the_lines_of_the_last_one(cast: Cast) -> None:
    row, _answer = typed(cast)
    form = at(cast, "olga").get(f"/journeys/{row.number}/agreements").context["form"]
    assert [line["words"] for line in form["lines"].value()] == ["Pump", "Fitting", "Care"]
    assert form["lines"].value()[1] == {
        "words": "Fitting",
        "quantity": "3.5",
        "unit": "HUR",
        "price": "60",
        "discount": "",
        "tax": "19",
        "paid": "hourly",
        "continues": "",
    }


def test_staff_and_customer_see_the_lines(cast: Cast) -> None:
    row, _answer = typed(cast)
    petra = Customer(row).sees("agreement")
    staff = at(cast, "olga").get(f"/journeys/{row.number}").content.decode()
    for page in (petra, staff):
        shown = re.findall(r'class="amount">([^<]+)<', page)
        assert shown == ["€1,800.90", "€210", "€9.90"]
        assert "VAT 19 %" in page
        assert "€2,392.97" in page


def test_the_letter_shows_the_first_lines(cast: Cast) -> None:
    row, _answer = typed(cast)
    notice = Notice.objects.get(subject=row.pk, kind="please_agree")
    assert notice.facts["lines"] == [["Pump", "1800.90"], ["Fitting", "210.00"], ["Care", "9.90"]]
    telling = Telling("please_agree", "en", "Lindenau", Person("Olga"), facts=notice.facts | {"more": 2})
    shown = priced_lines(telling)
    assert list(shown[0].pairs) == [("Pump", "€1,800.90"), ("Fitting", "€210.00"), ("Care", "€9.90")]
    assert shown[1].text == "Further lines on your page: 2"


def test_a_program_puts_lines_and_reads_them(cast: Cast) -> None:
    row = people.in_orders(cast)
    olga = Program(cast, "olga")
    body = {
        "words": "Cable",
        "delivery_by": (clock.now() + 9 * DAY).isoformat(),
        "lines": [
            {"words": "Cable", "unit_price": "0.2875", "quantity": "150", "unit": "MTR", "tax_rate": "19"},
            {
                "words": "Care",
                "unit_price": "5",
                "kind": "recurring",
                "period_months": 1,
                "tax_category": "Z",
            },
        ],
    }
    olga.does(f"/journeys/{row.number}/agreements", body)
    put = olga.get(f"/journeys/{row.number}").json()["agreements"][0]  # type: ignore[attr-defined]
    assert [put[name] for name in ("total", "net_total", "tax_total", "itemised")] == [
        "51.32",
        "43.13",
        "8.19",
        True,
    ]
    assert [(line["position"], line["net_amount"], line["unit"]) for line in put["lines"]] == [
        (1, "43.13", "MTR"),
        (2, "5.00", "H87"),
    ]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "invalid_total"),
        ({"total": "5", "lines": [{"words": "x", "unit_price": "5", "tax_category": "Z"}]}, "invalid_total"),
        ({"lines": [{"words": "x", "unit_price": "5", "tax_category": "S"}]}, "invalid_lines"),
    ],
)
def test_a_program_gives_the_lines_or_one_total(cast: Cast, body: dict[str, Any], code: str) -> None:
    row = people.in_orders(cast)
    whole = {"words": "x", "delivery_by": (clock.now() + DAY).isoformat()} | body
    answer = Program(cast, "olga").post(f"/journeys/{row.number}/agreements", whole)
    assert (answer.status_code, answer.json()["code"]) == (422, code)  # type: ignore[attr-defined]
    assert row.agreements.count() == 0
