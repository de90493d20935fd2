"""The catalogue: products with options, rules and prices, kept by an administrator and held by the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from tests.cast import Cast
from tests.solutions.catalogue import HEAT_PUMP, Catalogue, build

from wellkept.events.models import Event
from wellkept.events.queries import latest
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import Refusal
from wellkept.solutions import commands, queries
from wellkept.solutions.catalogue_details import NewPrice, OptionDetails, RuleDetails, SolutionDetails
from wellkept.solutions.models import Price
from wellkept.solutions.rules.guided_choice import guide
from wellkept.solutions.rules.option_model import Choice
from wellkept.solutions.rules.sale_lines import lines_for
from wellkept.solutions.rules.tax_rules import Rate
from wellkept.solutions.rules.vat_treatment import Buyer, Seller, treatment_of

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
HOME = treatment_of(seller=Seller(country="DE"), buyer=Buyer(country="DE"), kind="goods")


@pytest.fixture
def catalogue(cast: Cast) -> Catalogue:
    return build(cast)


def euros(amount: str, *, since: date = DAY, until: date | None = None, at_least: str = "1") -> NewPrice:
    return NewPrice(
        amount=Money(Decimal(amount), "EUR"), valid_from=since, valid_to=until, at_least=Decimal(at_least)
    )


def refused_as(code: str, act: Callable[[], object]) -> Refusal:
    before = Event.objects.count()
    with pytest.raises(Refusal) as refusal, transaction.atomic():
        act()
    assert (refusal.value.code, Event.objects.count()) == (code, before)
    return refusal.value


def test_a_solution_says_what_it_solves_and_who_knows(cast: Cast) -> None:
    details = SolutionDetails(name=" Cool in summer ", problems="The boiler is old")
    row = commands.add_solution(details=details, expert=cast.tom.pk, by=cast.by("ana"))
    (event,) = latest(row.pk)
    assert (event.type, event.facts["name"], event.facts["expert"]) == (
        "solution_added",
        "Cool in summer",
        cast.tom.pk,
    )
    changed = replace(details, fits_not="Flats")
    commands.change_solution(solution=row.pk, details=changed, expert=None, by=cast.by("ana"))
    commands.change_solution(solution=row.pk, details=changed, expert=None, by=cast.by("ana"))
    commands.end_solution(solution=row.pk, ended=True, by=cast.by("ana"))
    assert [event.type for event in latest(row.pk)] == [
        "solution_ended",
        "solution_changed",
        "solution_added",
    ]
    refused_as(
        "invalid_name",
        lambda: commands.add_solution(details=SolutionDetails(name=" "), by=cast.by("ana")),
    )


def test_a_product_keeps_its_key_and_changes_its_words_on_record(cast: Cast, catalogue: Catalogue) -> None:
    row = catalogue.product
    commands.change_product(product=row.pk, details=replace(HEAT_PUMP, lead_days=30), by=cast.by("ana"))
    event = latest(row.pk)[0]
    assert (event.type, event.facts["now"]) == ("product_changed", {"lead_days": 30})
    refused_as("key_taken", lambda: commands.add_product(key=row.key, details=HEAT_PUMP, by=cast.by("ana")))
    refused_as(
        "invalid_key", lambda: commands.add_product(key="Heat pump", details=HEAT_PUMP, by=cast.by("ana"))
    )
    refused_as(
        "invalid_months",
        lambda: commands.add_product(
            key="care", details=replace(HEAT_PUMP, kind="recurring"), by=cast.by("ana")
        ),
    )


def test_an_option_that_a_rule_names_stays(cast: Cast, catalogue: Catalogue) -> None:
    option = catalogue.options["three-phase"]
    refused_as(
        "a_rule_names_it", lambda: commands.end_option(option=option.pk, ended=True, by=cast.by("ana"))
    )
    for rule in catalogue.product.rules.all():
        commands.end_rule(rule=rule.pk, by=cast.by("ana"))
    commands.end_option(option=option.pk, ended=True, by=cast.by("ana"))
    assert "three-phase" not in queries.model_of(queries.product(catalogue.product.pk)).keys


def test_rules_with_which_nothing_could_be_chosen_are_refused(cast: Cast, catalogue: Catalogue) -> None:
    by = cast.by("ana")
    both = RuleDetails(
        kind="group", sentence="Both belong to it.", options=("large", "small"), at_least=Decimal(2)
    )
    refused_as(
        "rules_contradict", lambda: commands.add_rule(product=catalogue.product.pk, details=both, by=by)
    )
    unknown = replace(both, options=("large", "huge"))
    refused_as(
        "invalid_options", lambda: commands.add_rule(product=catalogue.product.pk, details=unknown, by=by)
    )


def test_a_new_price_ends_the_one_before_and_never_overlaps(cast: Cast, catalogue: Catalogue) -> None:
    by, product = cast.by("ana"), catalogue.product.pk
    first = Price.objects.get(product=product, option=None)
    commands.set_price(product=product, price=euros("9800", since=date(2026, 5, 1)), by=by)
    first.refresh_from_db()
    assert first.valid_to == date(2026, 4, 30)
    refused_as(
        "one_price_on_a_day",
        lambda: commands.set_price(product=product, price=euros("1", since=date(2026, 4, 1)), by=by),
    )
    refused_as("invalid_amount", lambda: commands.set_price(product=product, price=euros("0.00001"), by=by))
    last = Price.objects.latest("pk")
    commands.strike_price(price=last.pk, by=by)
    refused_as("is_struck", lambda: commands.strike_price(price=last.pk, by=by))
    commands.set_price(product=product, price=euros("9900", since=date(2026, 5, 1)), by=by)
    assert [row.amount for row in queries.prices(product) if row.option is None] == [
        Decimal("9900"),
        Decimal("9500"),
    ]


def test_the_database_refuses_a_second_price_of_the_same_day(cast: Cast, catalogue: Catalogue) -> None:
    copy = (
        "INSERT INTO price (product_id, option_id, list_id, amount, currency, at_least, valid_from, valid_to)"
        " SELECT product_id, option_id, list_id, 1, currency, at_least, valid_from + 5, NULL FROM price LIMIT 1"
    )
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(copy)
        with pytest.raises(IntegrityError, match="one_price_on_a_day"):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def test_tax_rates_are_data_with_days_and_never_overlap(cast: Cast, catalogue: Catalogue) -> None:
    by = cast.by("ana")
    assert commands.load_tax_rates(country="DE", by=by) == []
    rate = Rate(
        country="DE",
        key="standard",
        category="S",
        percent=Decimal(20),
        reason="",
        valid_from=date(2027, 1, 1),
    )
    refused_as("one_tax_rate_on_a_day", lambda: commands.add_tax_rate(rate=rate, by=by))
    standard = next(row for row in queries.tax_rates() if row.key == "standard")
    commands.end_tax_rate(rate=standard.pk, last_day=date(2026, 12, 31), by=by)
    commands.add_tax_rate(rate=rate, by=by)
    refused_as("no_such_country", lambda: commands.load_tax_rates(country="XX", by=by))
    refused_as(
        "invalid_reason",
        lambda: commands.add_tax_rate(
            rate=replace(rate, key="free", category="E", percent=Decimal(0)), by=by
        ),
    )


def test_only_an_administrator_keeps_the_catalogue(cast: Cast, catalogue: Catalogue) -> None:
    tom, product = cast.by("tom"), catalogue.product.pk
    option = OptionDetails(name="x")
    for act in (
        lambda: commands.add_product(key="x", details=HEAT_PUMP, by=tom),
        lambda: commands.change_product(product=product, details=HEAT_PUMP, by=tom),
        lambda: commands.end_product(product=product, ended=True, by=tom),
        lambda: commands.add_option(product=product, key="x", details=option, by=tom),
        lambda: commands.set_price(product=product, price=euros("1"), by=tom),
        lambda: commands.add_price_list(name="x", by=tom),
        lambda: commands.load_tax_rates(country="AT", by=tom),
    ):
        refused_as("not_yours_to_do", act)


def test_lines_have_the_words_price_and_tax_of_each_part(catalogue: Catalogue) -> None:
    offering = queries.offering(catalogue.product.pk)
    guided = guide(offering.model, [Choice("large")])
    lines = lines_for(offering, guided.choices, quantity=Decimal(2), customer=None, day=DAY, treatment=HOME)
    assert [(str(line.words), line.quantity, str(line.net.amount), line.tax.percent) for line in lines] == [
        ("Heat pump", Decimal(2), "19000.00", Decimal(19)),
        ("Large", Decimal(2), "2400.00", Decimal(19)),
        ("Three phases", Decimal(2), "700.00", Decimal(19)),
        ("Care", Decimal(2), "480.00", Decimal(19)),
    ]
    assert [(line.kind, line.months) for line in lines][-1] == ("recurring", 12)
    assert lines[0].product == catalogue.product.pk
    assert lines[1].option == catalogue.options["large"].pk


def test_an_option_that_cannot_be_had_says_why_and_what_frees_it(catalogue: Catalogue) -> None:
    offering = queries.offering(catalogue.product.pk)
    guided = guide(offering.model, [Choice("large")])
    small = next(item for item in guided.options if item.option.key == "small")
    assert small.why is not None
    assert [str(rule.sentence) for rule in small.why.reason.rules] == ["One size goes into one house."]
    assert small.why.changes == ((Choice("large"),),)
    phases = next(item for item in guided.options if item.option.key == "three-phase")
    assert (phases.chosen, phases.needed) == (True, True)
    refusal = refused_as(
        "no_such_combination",
        lambda: lines_for(
            offering,
            [Choice("large"), Choice("small")],
            quantity=Decimal(1),
            customer=None,
            day=DAY,
            treatment=HOME,
        ),
    )
    assert "One size goes into one house." in refusal.in_words()


def test_a_default_that_they_leave_out_can_be_ticked_again(catalogue: Catalogue) -> None:
    guided = guide(queries.offering(catalogue.product.pk).model, [Choice("care", wanted=False)])
    care = next(item for item in guided.options if item.option.key == "care")
    assert (care.chosen, care.why) == (False, None)


def test_a_quantity_that_is_not_allowed_names_the_nearest(catalogue: Catalogue) -> None:
    offering = queries.offering(catalogue.product.pk)
    guided = guide(offering.model, [Choice("sensor"), Choice("sensor", quantity=Decimal(3))])
    sensor = next(item for item in guided.options if item.option.key == "sensor")
    assert (guided.fault is not None, sensor.nearest) == (True, (Decimal(2), Decimal(4)))


def test_a_customers_own_list_comes_first_also_after_a_merge(cast: Cast, catalogue: Catalogue) -> None:
    by, customer = cast.by("ana"), cast.bakery.customer.pk
    own = commands.add_price_list(name="Bakery", customer=customer, by=by)
    commands.set_price(product=catalogue.product.pk, price=euros("9000"), price_list=own.pk, by=by)
    refused_as("list_is_there", lambda: commands.add_price_list(name="Again", customer=customer, by=by))

    def first_price(of: int | None) -> Decimal:
        offering = queries.offering(catalogue.product.pk, customer=of)
        choices = guide(offering.model, []).choices
        return lines_for(offering, choices, quantity=Decimal(1), customer=of, day=DAY, treatment=HOME)[
            0
        ].price.amount

    assert [first_price(of) for of in (customer, cast.school.customer.pk, None)] == [9000, 9500, 9500]


def test_without_a_price_or_a_rate_there_is_no_line(cast: Cast, catalogue: Catalogue) -> None:
    offering = queries.offering(catalogue.product.pk)
    choices = guide(offering.model, []).choices

    def lines(day: date, country: str = "DE") -> object:
        home = treatment_of(seller=Seller(country=country), buyer=Buyer(country=country), kind="goods")
        return lines_for(offering, choices, quantity=Decimal(1), customer=None, day=day, treatment=home)

    assert "Heat pump" in refused_as("no_such_price", lambda: lines(date(2026, 1, 1))).in_words()
    refused_as("no_such_tax_rate", lambda: lines(DAY, "FR"))
