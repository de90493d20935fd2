"""Numbers and amounts as people and accounting programs write them: never a sign that is a guess."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from tests.cast import Cast

from wellkept.imports import queries
from wellkept.imports.commands import answers, pipeline, uploads
from wellkept.imports.models import Import, Problem
from wellkept.imports.rules import amounts
from wellkept.imports.rules.cells import Reader, Values
from wellkept.kernel.refusal import Refusal

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "mark", "means"),
    [
        ("1,234.50", "point", "1234.50"),
        ("1.234,50", "comma", "1234.50"),
        ("1.234,50", "point", None),
        ("12,5", "point", None),
        ("12,5", "comma", "12.5"),
        ("1,234", "point", "1234"),
        ("1,234", "comma", "1.234"),
        ("€ 1.000,00", "comma", "1000.00"),
        ("1'234.50 CHF", "point", "1234.50"),
        ("1 234,50", "comma", "1234.50"),
        ("(12.50)", "point", "-12.50"),
        ("-3", "point", "-3"),
        ("1.234,56-", "comma", "-1234.56"),
        ("1.234,-", "comma", "1234"),
        ("\u22123,50", "comma", "-3.50"),
        ("$-3.10", "point", "-3.10"),
        ("a dozen", "point", None),
    ],
)
def test_numbers_are_parsed(text: str, mark: str, means: str | None) -> None:
    parsed = amounts.read_number(text, mark=mark)
    assert parsed == (Decimal(means) if means else None)


@pytest.mark.parametrize(
    ("column", "mark"),
    [
        (["1,234", "2,500"], "ask"),
        (["1,234", "2.50"], "point"),
        (["1.234", "2,50"], "comma"),
        (["1,234,567"], "point"),
        (["12", "13"], "point"),
        (["1,5", "1.5"], "ask"),
    ],
)
def test_the_decimal_mark_of_a_column(column: list[str], mark: str) -> None:
    assert amounts.mark_of_decimals(Counter(map(amounts.shape_of_number, column))) == mark


@pytest.mark.parametrize(
    ("text", "how", "means"),
    [
        ("1.234,56-", "comma", "-1234.56"),
        ("1.234,56 EUR-", "comma", "-1234.56"),
        ("1.234,56- EUR", "comma", "-1234.56"),
        ("EUR -1.234,56", "comma", "-1234.56"),
        ("(12.50)", "point", "-12.50"),
        ("(12.50 EUR)", "point", "-12.50"),
        ("USD (12.50)", "point", "-12.50"),
        ("\u201312,50", "comma", "-12.50"),
        ("12.50 Dollar", "point", "12.50"),
        ("12,50 Schweizer Franken", "comma", "12.50"),
        ("100 zł", "point", "100"),
        ("US$ 12.50", "point", "12.50"),
        ("12,-- Fr.", "comma", "12"),
        ("12,50 S", "comma+debit", "12.50"),
        ("12,50 H", "comma+debit", "-12.50"),
        ("12,50 Haben", "comma+debit", "-12.50"),
        ("12.50 CR", "point+debit", "-12.50"),
        ("12.50 CR.", "point+credit", "12.50"),
        ("DR 12.50 EUR", "point+credit", "-12.50"),
        # The sign is not known, or contradicts itself.
        ("12,50 H", "comma", None),
        ("12.50 CR", "point", None),
        ("-12.50 CR", "point+debit", None),
        ("(12.50) DR", "point+debit", None),
        ("-12.50-", "point", None),
        ("(-12.50)", "point", None),
        ("(12.50", "point", None),
        ("12.50 DR CR", "point+debit", None),
        ("minus 12.50", "point", None),
        ("12.50 Gutschrift", "point", None),
        ("12.50 %", "point", None),
    ],
)
def test_an_amount_has_the_sign_that_is_written_or_none(text: str, how: str, means: str | None) -> None:
    assert amounts.read_amount(text, how=how) == (Decimal(means) if means else None)


@pytest.mark.parametrize(
    ("side", "plus", "means"),
    [
        ("S", "debit", "5"),
        ("H", "debit", "-5"),
        ("S", "credit", "-5"),
        ("Haben", "credit", "5"),
        ("+", "", "5"),
        ("\u2212", "", "-5"),
        ("S", "", None),
        ("X", "debit", None),
        ("", "debit", None),
    ],
)
def test_a_side_in_another_column_gives_the_sign(side: str, plus: str, means: str | None) -> None:
    assert amounts.with_side(Decimal(5), side, plus=plus) == (Decimal(means) if means else None)


def test_a_negative_amount_with_a_side_has_no_sign_that_is_sure() -> None:
    assert amounts.with_side(Decimal(-5), "H", plus="debit") is None


def _order(*cells: str, formats: dict[int, str]) -> Values:
    mapping = {0: "customer_name", 1: "amount", 2: "amount_side"}
    return Reader("orders", ["Who", "Sum", "S/H"], mapping, formats, BERLIN, "DE", ("de",)).read(cells)


def test_an_amount_without_a_side_is_left_out_and_said() -> None:
    values = _order("Ann", "12,50", "", formats={1: "comma", 2: "debit"})
    assert "amount" not in values.numbers
    assert [(trouble.kind, trouble.parameters) for trouble in values.troubles] == [
        ("no_side", {"cell": "12.50"})
    ]
    assert _order("Ann", "12,50", "H", formats={1: "comma", 2: "debit"}).numbers == {
        "amount": Decimal("-12.50")
    }


def test_a_unit_of_a_quantity_is_no_side() -> None:
    mapping = {0: "order_key", 1: "what", 2: "quantity"}
    values = Reader("lines", ["No", "What", "Hours"], mapping, {}, BERLIN, "DE", ("de",)).read(
        ["1", "Work", "5 h"]
    )
    assert (values.numbers, values.troubles) == ({"quantity": Decimal(5)}, [])


def _read(cast: Cast, text: str) -> Import:
    row = uploads.begin(by=cast.by("ana"), source="books")
    uploads.add_file(of=row.pk, name="orders.csv", content=text.encode(), by=cast.by("ana"))
    uploads.read(of=row.pk, by=cast.by("ana"))
    pipeline.go_on(of=row.pk, seconds=None)
    return Import.objects.get(pk=row.pk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "place", "chosen", "sums"),
    [
        (
            "Auftragsnummer;Kunde;Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen\n"
            "A1;Nord;1.234,56;S\nA2;Nord;10,00;H\n",
            3,
            "debit",
            ["1234.56", "-10.00"],
        ),
        (
            "Order number;Customer;Amount\nA1;Nord;1,234.56 DR\nA2;Nord;10.00 CR\n",
            2,
            "point+credit",
            ["-1234.56", "10.00"],
        ),
    ],
)
def test_the_side_that_counts_as_plus_is_asked_once(
    cast: Cast, text: str, place: int, chosen: str, sums: list[str]
) -> None:
    row = _read(cast, text)
    file = row.files.get()
    assert file.noun == "orders"
    assert list(queries.ambiguous(file)) == [place]
    with pytest.raises(Refusal) as refused:
        answers.check(of=row.pk, by=cast.by("ana"))
    assert (refused.value.code, "counts as plus" in str(refused.value.sentence)) == ("ambiguous", True)
    mapping = {int(column): name for column, name in file.mapping.items()}
    file = answers.map_columns(
        of=row.pk, file=file.pk, noun="orders", mapping=mapping, formats={place: chosen}, by=cast.by("ana")
    )
    assert queries.ambiguous(file) == {}
    answers.check(of=row.pk, by=cast.by("ana"))
    pipeline.go_on(of=row.pk, seconds=None)
    assert not Problem.objects.filter(file=file, kind__in=("no_sign", "no_side", "no_number")).exists()
    formats = {int(column): how for column, how in file.formats.items()}
    reader = Reader("orders", file.header, mapping, formats, BERLIN, "DE", ("de",))
    cells = [line.split(";") for line in text.splitlines()[1:]]
    assert [reader.read(line).numbers["amount"] for line in cells] == [Decimal(value) for value in sums]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mapping", "formats", "sentence"),
    [
        ({0: "nmae"}, {}, "“nmae” is no field of this table."),
        ({0: "key", 9: "need"}, {}, "This table has no column 9."),
        ({0: "key"}, {0: "ymd"}, "“ymd” is none of the formats: dmy, mdy, point, comma,"),
    ],
)
def test_a_field_or_a_format_that_does_not_exist_is_refused(
    cast: Cast, mapping: dict[int, str], formats: dict[int, str], sentence: str
) -> None:
    row = _read(cast, "Order number;Customer;Amount\nA1;Nord;12.00\n")
    file = row.files.get()
    with pytest.raises(Refusal) as refused:
        answers.map_columns(
            of=row.pk,
            file=file.pk,
            noun="orders",
            mapping={1: "customer_name"} | mapping,
            formats=formats,
            by=cast.by("ana"),
        )
    assert str(refused.value.sentence).startswith(sentence)
    assert row.files.get().mapping == file.mapping
