"""The catalogue from files: read in any shape, compared, and loaded once however often the file comes."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from openpyxl import Workbook
from tests.cast import Cast
from tests.solutions.catalogue import Catalogue, build

from wellkept.events.models import Event
from wellkept.files.models import StoredFile
from wellkept.imports.catalogue_tables import Comparison, compare_with_catalogue
from wellkept.imports.commands.catalogue_uploads import add_catalogue_file, load_catalogue_file
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.solutions import commands
from wellkept.solutions.catalogue_details import OptionDetails, ProductDetails
from wellkept.solutions.models import OptionRule, Price, PriceList, Product, ProductOption, Solution
from wellkept.solutions.rules.catalogue_columns import ARTICLES, RULES, columns_of
from wellkept.verification.queries import verify
from wellkept.web.solutions.catalogue_template import csv_template, workbook_template

pytestmark = pytest.mark.django_db
GERMAN = """Artikelnummer;Option;Bezeichnung;Einheit;Steuersatz;Preis;Währung;Ab Menge;Erster Tag;Bemerkung
WP 100;;Wärmepumpe;Stück;19 %;9.500,00;EUR;1;01.03.2026;neu
WP 100;;;;;"8.900,50";EUR;5;01.03.2026;
WP 100;groß;Große Ausführung;Stück;;1.200,00;EUR;;01.03.2026;
Wartung;;Wartung;Std.;ermäßigt;"85,00";;;01.03.2026;
"""


@pytest.fixture
def catalogue(cast: Cast) -> Catalogue:
    return build(cast)


def stored(cast: Cast, content: str | bytes, name: str = "list.csv") -> StoredFile:
    data = content.encode() if isinstance(content, str) else content
    return add_catalogue_file(name=name, content=data, by=cast.by("ana"))


def seen(file: StoredFile, decimals: str = "") -> Comparison:
    return compare_with_catalogue(file, decimals=decimals)


def load(cast: Cast, content: str | bytes, name: str = "list.csv") -> Comparison:
    file = stored(cast, content, name)
    compared = seen(file)
    load_catalogue_file(file=file.pk, decimals="", seen=compared.plan.digest, by=cast.by("ana"))
    return compared


def faults(compared: Comparison) -> list[tuple[int, str, str, str]]:
    return [
        (fault.place.row, fault.column, fault.cell, str(fault.sentence)) for fault in compared.plan.faults
    ]


def prices(product: str, option: str | None = None) -> list[tuple[str, date, date | None]]:
    rows = Price.objects.filter(product__key=product, option__key=option, struck_at=None)
    return [
        (f"{row.amount.normalize():f}", row.valid_from, row.valid_to)
        for row in rows.order_by("at_least", "pk")
    ]


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_german_price_list_comes_in_and_once_more_changes_nothing(cast: Cast, charset: str) -> None:
    commands.load_tax_rates(country="DE", by=cast.by("ana"))
    compared = load(cast, GERMAN.encode(charset))
    assert (faults(compared), [name for _sheet, name in compared.rows.unknown]) == ([], ["Bemerkung"])
    heat_pump, care = Product.objects.get(key="wp-100"), Product.objects.get(key="wartung")
    assert (heat_pump.name, heat_pump.unit, heat_pump.tax) == ("Wärmepumpe", "H87", "standard")
    assert (care.unit, care.tax) == ("HUR", "reduced")
    option = heat_pump.options.get()
    assert (option.key, option.name, option.tax) == ("gross", "Große Ausführung", "standard")
    first = date(2026, 3, 1)
    assert prices("wp-100") == [("9500", first, None), ("8900.5", first, None)]
    assert prices("wp-100", "gross") == [("1200", first, None)]
    assert PriceList.objects.get().customer_id is None
    before = Event.objects.count()
    file = stored(cast, GERMAN.encode(charset))
    assert seen(file).plan.changes == 0
    with pytest.raises(Refusal) as refused:
        load_catalogue_file(file=file.pk, decimals="", seen=seen(file).plan.digest, by=cast.by("ana"))
    assert (refused.value.code, Event.objects.count()) == ("invalid_file", before)
    act = Event.objects.get(type="catalogue_loaded")
    facts = json.loads(act.facts)
    assert (facts["sha256"], facts["added"], facts["left_out"]) == (file.sha256, 3, 0)
    assert set(Event.objects.filter(cause_id=act.pk).exclude(pk=act.pk).values_list("type", flat=True)) == {
        "product_added", "option_added", "price_set", "price_list_added",
    }  # fmt: skip


def test_a_workbook_brings_products_and_rules(cast: Cast, catalogue: Catalogue) -> None:
    book = Workbook()
    products = book.worksheets[0]
    products.append(["SKU", "Option", "Name", "Price", "Valid from"])
    products.append(["heat-pump", "quiet", "Quiet", 99.5, date(2026, 4, 1)])
    rules = book.create_sheet("Rules")
    rules.append(["Product", "Rule", "Options", "Others", "At least", "Reason"])
    rules.append(["heat-pump", "requires", "quiet", "Small", None, "Only small ones are quiet."])
    rules.append(["heat-pump", "requires", "large", "three-phase", None, "A large one needs more."])
    rules.append(["heat-pump", "excludes", "quiet", "violet", None, "No."])
    rules.append(["heat-pump", "requires", "quiet", "large", None, "It contradicts."])
    book.create_sheet("Cover").append(["Our catalogue", "2026"])
    content = BytesIO()
    book.save(content)
    compared = load(cast, content.getvalue(), "catalogue.xlsx")
    assert faults(compared) == [(4, "Others", "violet", "The product has no option “violet”.")]
    assert compared.rows.unread == ["Cover"]
    assert prices("heat-pump", "quiet") == [("99.5", date(2026, 4, 1), None)]
    open_rules = OptionRule.objects.filter(ended_at=None).order_by("pk")
    assert [row.sentence for row in open_rules][-3:] == [
        "Only small ones are quiet.", "A large one needs more.", "It contradicts.",
    ]  # fmt: skip
    assert OptionRule.objects.get(sentence="A large one needs three phases.").ended_at is not None
    assert seen(stored(cast, content.getvalue(), "again.xlsx")).plan.changes == 0


def test_a_rule_with_which_nothing_could_be_chosen_is_left_out(cast: Cast, catalogue: Catalogue) -> None:
    text = (
        "product,rule,options,others,at least,at most,reason\n"
        "heat-pump,group,large;small,,2,,Both are needed.\n"
        "heat-pump,group,large;small,,1,,One is needed.\n"
    )
    compared = load(cast, text)
    assert faults(compared) == [(2, "rule", "group", "With this rule, nothing could be chosen any more.")]
    assert OptionRule.objects.latest("pk").sentence == "One is needed."


WRONG = """product,option,name,unit,payment,months,tax,solution,price,currency,min quantity,from,until,cost,list
,,Nothing,,,,,,1,,,,,,
§§§,,Signs,,,,,,1,,,,,,
new,,,,,,,,10,,,,,,
good,,Good,pcs,,,,,10,,,,,,
good,,Better,,,,,,,,,,,,
GO OD,,Good,,,,,,,,,,,,
go-od,,Good,,,,,,,,,,,,
unit,,Unit,bushel,,,,,,,,,,,
care,,Care,,recurring,,,,,,,,,,
rate,,Rate,,,,7.5 %,,,,,,,,
solved,,Solved,,,,,Nowhere,,,,,,,
much,,Much,,,,,,a lot,,,,,,
less,,Less,,,,,,-5,,,,,,
euro,,Euro,,,,,,5,EURO,,,,,
none,,None,,,,,,5,,0,,,,
when,,When,,,,,,5,,,31.02.2026,,,
back,,Back,,,,,,5,,,2026-05-01,2026-04-01,,
list,,List,,,,,,5,,,,,,Friends
cost,,Cost,,,,,,,,,,,5,
heat-pump,gone,Gone,,,,,,,,,,,,
absent,large,Large,,,,,,,,,,,,
good,,,,,,,,11,,,,,,
"""


def test_each_wrong_row_is_left_out_with_its_row_column_and_reason(cast: Cast, catalogue: Catalogue) -> None:
    gone = commands.add_option(
        product=catalogue.product.pk, key="gone", details=OptionDetails(name="Gone"), by=cast.by("ana")
    )
    commands.end_option(option=gone.pk, ended=True, by=cast.by("ana"))
    compared = load(cast, WRONG)
    assert sorted(faults(compared)) == [
        (2, "product", "", "The row does not say which product."),
        (3, "product", "§§§", "“§§§” cannot be a key: it needs 1 to 60 letters and digits."),
        (4, "name", "", "What is it called?"),
        (6, "name", "Better", "Row 5 says something else about it."),
        (8, "product", "go-od", "In row 7 it is written “go od”. Both would become the key “go-od”."),
        (9, "unit", "bushel", "“bushel” is not known here."),
        (10, "months", "", "Every how many months is it paid?"),
        (11, "tax", "7.5 %", "Our country has no tax rate of 7.5 %."),
        (12, "solution", "Nowhere", "There is no such solution. Add it first."),
        (13, "price", "a lot", "“a lot” is no number."),
        (14, "price", "-5", "A price is zero or more, with at most four decimals."),
        (15, "currency", "EURO", "This is no currency: EUR, CHF, USD …"),
        (16, "min quantity", "0", "From which quantity on?"),
        (17, "from", "31.02.2026", "“31.02.2026” is no day. Write it like 2026-12-31."),
        (18, "until", "2026-04-01", "Its last day comes before its first."),
        (19, "list", "Friends", "There is no such price list. Add it first."),
        (20, "cost", "5", "A price is missing in this row."),
        (21, "option", "gone", "It was taken out of the catalogue. Take it in again first."),
        (22, "product", "absent", "There is no such product, or its row is left out."),
        (23, "price", "11", "Row 5 sets this price already."),
    ]
    assert set(Product.objects.values_list("key", flat=True)) == {"heat-pump", "good", "go-od"}
    assert ProductOption.objects.filter(product__key="absent").count() == 0


def test_a_new_price_ends_the_one_before_and_one_of_the_same_day_replaces_it(
    cast: Cast, catalogue: Catalogue
) -> None:
    march, today = date(2026, 3, 1), clock.now().date()
    compared = load(cast, "product,name,price,cost\nheat-pump,Heat pump,9800,6000\n")
    assert [change.before is not None for change in compared.plan.prices] == [True]
    yesterday = date.fromordinal(today.toordinal() - 1)
    assert prices("heat-pump") == [("9500", march, yesterday), ("9800", today, None)]
    load(cast, "product,price\nheat-pump,9900\n")
    assert prices("heat-pump") == [("9500", march, yesterday), ("9900", today, None)]
    assert Price.objects.exclude(struck_at=None).get().amount == Decimal(9800)
    later = date(today.year + 1, 1, 1)
    load(cast, f"product,price,first day\nheat-pump,10000,{later}\n")
    load(cast, "product,price\nheat-pump,9950\n")
    end = date.fromordinal(later.toordinal() - 1)
    assert prices("heat-pump")[1:] == [("10000", later, None), ("9950", today, end)]
    text = f"product,price,first day,last day\nheat-pump,1,{today},{later}\n"
    assert [fault[1] for fault in faults(seen(stored(cast, text)))] == ["last day"]
    load(cast, f"product,price,first day,last day\nheat-pump,10000,{later},{later}\n")
    assert prices("heat-pump")[1] == ("10000", later, later)


def test_an_empty_cell_changes_nothing_and_another_value_does(cast: Cast, catalogue: Catalogue) -> None:
    compared = load(
        cast,
        "product,option,name,lead time,solution,payment,months,words\n"
        "heat-pump,,,15,WARM without gas,,,\n"
        "heat-pump,care,Full care,,,once,,In words\n"
        "heat-pump,large,Large,,,,,\n",
    )
    assert [change.changes for change in compared.plan.parts] == [
        {"lead_days": 15, "solution_id": Solution.objects.get().pk},
        {"name": "Full care", "kind": "once", "months": None, "words": "In words"},
    ]
    row = Product.objects.get(key="heat-pump")
    assert (row.name, row.lead_days, row.solution.name) == ("Heat pump", 15, "Warm without gas")
    care = row.options.get(key="care")
    assert (care.name, care.kind, care.months) == ("Full care", "once", None)
    assert set(Event.objects.filter(type__in=["product_changed", "option_changed"]).values_list("type", flat=True)) == {
        "product_changed", "option_changed",
    }  # fmt: skip


def test_a_number_that_can_be_two_is_asked_and_never_guessed(cast: Cast) -> None:
    file = stored(cast, "product;name;price\na;A;1.250\nb;B;2.500\n")
    compared = seen(file)
    assert (compared.asks, len(compared.plan.faults), compared.plan.changes) == (True, 2, 0)
    comma, point = seen(file, "comma").plan, seen(file, "point").plan
    assert [change.price.amount.amount for change in comma.prices] == [1250, 2500]
    assert [change.price.amount.amount for change in point.prices] == [Decimal("1.25"), Decimal("2.5")]
    load_catalogue_file(file=file.pk, decimals="comma", seen=comma.digest, by=cast.by("ana"))
    assert prices("a")[0][0] == "1250"


def test_a_changed_catalogue_is_looked_at_again(cast: Cast, catalogue: Catalogue) -> None:
    file = stored(cast, "product,name\nheat-pump,Pump\n")
    digest = seen(file).plan.digest
    details = ProductDetails(name="Warm pump", lead_days=20)
    commands.change_product(product=catalogue.product.pk, details=details, by=cast.by("ana"))
    before = Event.objects.count()
    with pytest.raises(Refusal, match="changed since you opened"):
        load_catalogue_file(file=file.pk, decimals="", seen=digest, by=cast.by("ana"))
    assert Event.objects.count() == before


def test_a_file_that_names_no_product_is_refused(cast: Cast) -> None:
    for content in (b"colour,size\nred,1\n", b"\x00\x01\x02", b""):
        with pytest.raises(Refusal):
            stored(cast, content)
    with pytest.raises(Refusal, match="Only an administrator"):
        add_catalogue_file(name="a.csv", content=b"product,name\na,A\n", by=cast.by("tom"))
    with pytest.raises(Refusal, match="no such file"):
        load_catalogue_file(file=0, decimals="", seen="", by=cast.by("ana"))


@pytest.mark.parametrize("language", ["en", "de"])
def test_headings_of_the_templates_are_understood(cast: Cast, language: str) -> None:
    with translation.override(language):
        articles = columns_of([str(label) for label in ARTICLES.values()])
        rules = columns_of([str(label) for label in RULES.values()])
        assert articles is not None
        assert rules is not None
        assert (list(articles.places), list(rules.places)) == (list(ARTICLES), list(RULES))
        assert (articles.noun, rules.noun) == ("articles", "rules")
        assert seen(stored(cast, csv_template(), "t.csv")).rows.count == 0
        compared = seen(stored(cast, workbook_template(), "t.xlsx"))
        assert (compared.rows.count, len(compared.rows.unread), compared.rows.unknown) == (0, 1, [])


@pytest.mark.django_db(transaction=True)
def test_a_long_file_takes_as_many_statements_as_a_short_one_and_the_record_agrees(cast: Cast) -> None:
    load(cast, "product,name,price\nfirst,First,1\n")
    counts = []
    for size in (3, 300):
        rows = [f"n{size}-{i},,N {i},{i},{(i % 4) + 1}\nn{size}-{i},x,X {i},{i},\n" for i in range(size)]
        file = stored(cast, "product,option,name,price,lead time\n" + "".join(rows))
        digest = seen(file).plan.digest
        with CaptureQueriesContext(connection) as asked:
            load_catalogue_file(file=file.pk, decimals="", seen=digest, by=cast.by("ana"))
        counts.append(len(asked))
        text = "product,name,price,lead time\n" + "".join(f"n{size}-{i},M {i},7,9\n" for i in range(size))
        compared = load(cast, text)
        assert (len(compared.plan.parts), compared.plan.faults) == (size, [])
    assert counts == [counts[0]] * 2
    assert verify().broken is None
