"""Dates as people write them: the column decides the order, never a single cell."""

from __future__ import annotations

from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from wellkept.imports.rules import formats
from wellkept.imports.rules.cells import Reader
from wellkept.imports.rules.countries import country, language
from wellkept.kernel.spreadsheet_cells import FORMULA, quoted, unquoted

UTC, BERLIN = ZoneInfo("UTC"), ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "order", "means"),
    [
        ("2016-07-04", "dmy", "2016-07-04 00:00"),
        ("2016-07-04 13:45", "dmy", "2016-07-04 13:45"),
        ("2016-07-04T13:45:10Z", "dmy", "2016-07-04 13:45"),
        ("2016-07-04T13:45:10.000+0200", "dmy", "2016-07-04 11:45"),
        ("4.7.2016", "dmy", "2016-07-04 00:00"),
        ("04.07.16", "mdy", "2016-07-04 00:00"),  # with points, nobody writes the month first
        ("04/07/2016", "dmy", "2016-07-04 00:00"),
        ("07/04/2016", "mdy", "2016-07-04 00:00"),
        ("7/4/2016 3:05 PM", "mdy", "2016-07-04 15:05"),
        ("12/31/69", "mdy", "2069-12-31 00:00"),
        ("4 Jul 2016", "dmy", "2016-07-04 00:00"),
        ("July 4, 2016", "dmy", "2016-07-04 00:00"),
        ("4. Juli 2016", "dmy", "2016-07-04 00:00"),
        ("Mon, 4 Jul 2016", "dmy", "2016-07-04 00:00"),
        ("4 de julio de 2016", "dmy", "2016-07-04 00:00"),
        ("1er juillet 2016", "dmy", "2016-07-01 00:00"),
        ("Mo, 04.07.2016", "dmy", "2016-07-04 00:00"),
        ("Montag, 4.7.2016 13:45 Uhr", "dmy", "2016-07-04 13:45"),
        ("Mon 07/04/2016", "mdy", "2016-07-04 00:00"),
        ("20160704", "dmy", "2016-07-04 00:00"),
        ("20160704 13:45", "dmy", "2016-07-04 13:45"),
        ("20161332", "dmy", None),
        ("40161231", "dmy", None),
        ("31.2.2020", "dmy", None),
        ("13/13/2020", "dmy", None),
        ("soon", "dmy", None),
        ("42", "dmy", None),
    ],
)
def test_dates_are_parsed(text: str, order: str, means: str | None) -> None:
    parsed = formats.read_date(text, order=order, zone=UTC)
    assert (f"{parsed:%Y-%m-%d %H:%M}" if parsed else None) == means


def test_a_day_begins_in_our_time_zone() -> None:
    assert str(formats.read_date("4.7.2016", order="dmy", zone=BERLIN)) == "2016-07-03 22:00:00+00:00"


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (["03/04/2026", "05/06/2026"], "ask"),
        (["03/04/2026", "13/04/2026"], "dmy"),
        (["03/04/2026", "04/13/2026"], "mdy"),
        (["13/04/2026", "04/13/2026"], "ask"),
        (["03.04.2026"], "dmy"),
        (["2026-04-03", "4 April 2026"], "plain"),
        (["Fr 03/04/2026"], "ask"),
        (["Fr, 03.04.2026"], "dmy"),
        ([], "plain"),
    ],
)
def test_the_date_order_of_a_column(column: list[str], order: str) -> None:
    assert formats.order_of_dates(Counter(map(formats.shape_of_date, column))) == order


@pytest.mark.parametrize("cell", ["#N/A", "#NV", "#REF!", "#BEZUG!", "#NAME?", "#DIV/0!"])
def test_an_error_of_the_spreadsheet_program_is_no_value(cell: str) -> None:
    header, mapping = ["Name", "Worth", "Note"], {0: "name", 1: "key", 2: "note"}
    reader = Reader("customers", header, mapping, {}, BERLIN, "DE", ("de",))
    values = reader.read([cell, cell, "Call her"])
    assert (values.texts, [trouble.kind for trouble in values.troubles]) == (
        {"note": "Call her"},
        ["formula_error", "formula_error"],
    )
    assert {trouble.column for trouble in values.troubles} == {"Name", "Worth"}


def test_eight_digits_are_a_date_only_where_one_is_asked_for() -> None:
    assert formats.shape_of_date("20160704") == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [("Germany", "DE"), ("Deutschland", "DE"), ("Allemagne", "DE"), ("UK", "GB"), ("U.S.A.", "US"), ("us", "US"),
     ("United States", "US"), ("Österreich", "AT"), ("Schweiz", "CH"), ("Atlantis", ""), ("", "")],
)  # fmt: skip
def test_countries_are_recognised(text: str, code: str) -> None:
    assert country(text) == code


@pytest.mark.parametrize(
    ("text", "code"), [("de_DE", "de"), ("German", "de"), ("Deutsch", "de"), ("French", "")]
)
def test_languages_are_recognised(text: str, code: str) -> None:
    assert language(text, known=("en", "de")) == code


FORMULAS = [
    *("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd", "＝1+1", "＋1+A1", "－1+A1", "＠SUM(A1)", "−A1"),
    *(
        "\t=1",
        "\r=1",
        "\n=1",
        "\tplain",
        "\rplain",
        " =1+1",
        "\u00a0=1",
        "\u3000＝1",
        "\ufeff=1",
        "\u200b=1",
        "\x01=1",
    ),
    *("-A1", "+A1*2", "+HYPERLINK(1)", "-1+cmd|'x'!A0", "+49 30 x", "=", "@me"),
]
PLAIN = [
    *(
        "+49 30 1234",
        "+49 (30) 12-34/5",
        "-12.50",
        "-1.234,50",
        "-12,50 €",
        "-12.50 EUR",
        "-5 %",
        "−12,50",
        "＋49 30 1",
        "-",
    ),
    *("Müller", "", " ", "a=b", "1+1", "'=1", "it's", "{=1}"),
]


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_formula_is_quoted_in_every_spelling_and_read_back(cell: str) -> None:
    assert quoted(cell) == f"'{cell}"
    assert unquoted(quoted(cell)) == cell


@pytest.mark.parametrize("cell", PLAIN)
def test_telephone_numbers_amounts_and_words_stay_as_they_are(cell: str) -> None:
    assert quoted(cell) == cell


@pytest.mark.django_db
def test_the_database_quotes_the_same_cells() -> None:
    cells = [*FORMULAS, *PLAIN]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cell ~ %s FROM unnest(%s::text[]) WITH ORDINALITY AS t (cell, n) ORDER BY n",
            [FORMULA, cells],
        )
        matches = [match for (match,) in cursor.fetchall()]
    assert [cell for cell, match in zip(cells, matches, strict=True) if match] == FORMULAS
