"""The catalogue: products with their options, rules and prices, tax rates, and the lines of a sale."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from wellkept.api.authentication import READ, actor
from wellkept.api.idempotent import Made, write
from wellkept.api.requests import Code, Currency, Key, Line, Said, Words
from wellkept.kernel.money import Money
from wellkept.solutions import commands, queries
from wellkept.solutions.catalogue_details import NewPrice, OptionDetails, ProductDetails, RuleDetails

if TYPE_CHECKING:
    from wellkept.solutions.models import Product, Solution, TaxRate

router = Router(tags=["Catalogue"])
Kind = Literal["once", "recurring", "metered", "hourly"]
Fine = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=4)]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
Keys = Annotated[list[Code], Field(max_length=200)]
Months = Annotated[int, Field(ge=1, le=120)]


class SolutionOut(Schema):
    """A solution in the customer's words."""

    id: int
    name: str
    problems: str
    benefits: str
    fits: str
    fits_not: str
    products: list[int]


class SolutionsOut(Schema):
    items: list[SolutionOut]


class OptionOut(Schema):
    """An option of a product."""

    id: int
    key: str
    name: str
    words: str
    unit: str
    kind: str
    months: int | None
    tax: str


class RuleOut(Schema):
    """A rule between options, with its reason. What `options` and `others` mean depends on the kind."""

    id: int
    kind: str
    sentence: str
    options: list[str]
    others: list[str]
    at_least: Decimal | None
    at_most: Decimal | None
    multiple_of: Decimal | None


class PriceOut(Schema):
    """A price of one unit of the product, or of one of its options."""

    id: int
    option: int | None
    price_list: int
    customer: int | None
    amount: Decimal
    currency: str
    at_least: Decimal
    valid_from: date
    valid_to: date | None


class ProductOut(Schema):
    """A product."""

    id: int
    key: str
    name: str
    words: str
    unit: str
    kind: str
    months: int | None
    lead_days: int | None
    sale: str
    tax: str
    solution: int | None
    is_sold: bool


class ProductsOut(Schema):
    items: list[ProductOut]


class ProductWhole(ProductOut):
    """A product with its options, rules and prices."""

    options: list[OptionOut]
    rules: list[RuleOut]
    prices: list[PriceOut]


class TaxRateOut(Schema):
    """A tax rate of a country."""

    id: int
    country: str
    key: str
    category: str
    percent: Decimal
    reason: str
    valid_from: date
    valid_to: date | None


class TaxRatesOut(Schema):
    items: list[TaxRateOut]


class NewOption(Said):
    key: Code
    name: Line
    unit: Annotated[str, Field(pattern="^[A-Z0-9]{2,3}$")] = "H87"
    words: Words = ""
    kind: Kind = "once"
    months: Months | None = None
    tax: Code = "standard"


class NewProduct(NewOption):
    lead_days: Annotated[int, Field(ge=0, le=3650)] | None = None
    sale: Literal["goods", "services", "electronic", "property"] = "goods"
    solution: Key | None = None


class NewRule(Said):
    kind: Literal["requires", "excludes", "group", "quantity", "default"]
    sentence: Words
    options: Keys
    others: Keys = []
    at_least: Fine | None = None
    at_most: Fine | None = None
    multiple_of: Fine | None = None


class NewPriceIn(Said):
    """A price of one unit. What one costs us is read by nobody through the API."""

    amount: Fine
    cost: Fine | None = None
    currency: Currency
    valid_from: Day
    valid_to: Day | None = None
    at_least: Fine = Decimal(1)
    option: Key | None = None
    price_list: Key | None = None


@router.get("/solutions", response=SolutionsOut, auth=READ, summary="Solutions in the customer's words")
def solutions(request: HttpRequest) -> SolutionsOut:
    """List the solutions of the catalogue."""
    actor(request).as_staff()
    return SolutionsOut(items=[solution_out(row) for row in queries.solutions() if row.ended_at is None])


@router.get("/products", response=ProductsOut, auth=READ, summary="What we sell")
def products(request: HttpRequest) -> ProductsOut:
    """List the products of the catalogue, those that are sold no more last."""
    actor(request).as_staff()
    return ProductsOut(items=[ProductOut.model_validate(_product(row)) for row in queries.products()])


@router.get("/products/{id}", response=ProductWhole, auth=READ, summary="One product, whole")
def product(request: HttpRequest, id: int) -> ProductWhole:
    """Return a product with its options, rules and prices. Amounts are texts."""
    actor(request).as_staff()
    return product_whole(id)


@router.get("/tax-rates", response=TaxRatesOut, auth=READ, summary="Tax rates by country")
def tax_rates(request: HttpRequest) -> TaxRatesOut:
    """List the tax rates."""
    actor(request).as_staff()
    return TaxRatesOut(items=[tax_rate_out(row) for row in queries.tax_rates()])


@write(router, "/products", out=ProductWhole, summary="Add a product")
def add_product(request: HttpRequest, body: NewProduct) -> Made:
    """Add a product. For an administrator."""
    values = body.model_dump(exclude={"key", "solution"})
    row = commands.add_product(
        key=body.key, details=ProductDetails(**values, solution_id=body.solution), by=actor(request)
    )
    return Made(product_whole(row.pk), location=f"/api/v1/products/{row.pk}")


@write(router, "/products/{id}/options", out=ProductWhole, summary="Add an option")
def add_option(request: HttpRequest, id: int, body: NewOption) -> Made:
    """Add an option to a product. For an administrator."""
    details = OptionDetails(**body.model_dump(exclude={"key"}))
    commands.add_option(product=id, key=body.key, details=details, by=actor(request))
    return Made(product_whole(id))


@write(router, "/products/{id}/rules", out=ProductWhole, summary="Add a rule between options")
def add_rule(request: HttpRequest, id: int, body: NewRule) -> Made:
    """Add a rule. Refuses one with which nothing could be chosen any more. For an administrator."""
    values = body.model_dump()
    details = RuleDetails(**values | {name: tuple(values[name]) for name in ("options", "others")})
    commands.add_rule(product=id, details=details, by=actor(request))
    return Made(product_whole(id))


@write(router, "/products/{id}/prices", out=ProductWhole, summary="Set a price")
def set_price(request: HttpRequest, id: int, body: NewPriceIn) -> Made:
    """Set a price of a product or an option. An open one that began before ends. For an administrator."""
    price = NewPrice(
        amount=Money(body.amount, body.currency),
        valid_from=body.valid_from,
        valid_to=body.valid_to,
        at_least=body.at_least,
        cost=body.cost,
    )
    commands.set_price(
        product=id, option=body.option, price_list=body.price_list, price=price, by=actor(request)
    )
    return Made(product_whole(id))


def solution_out(row: Solution) -> SolutionOut:
    """A solution with the keys of its products."""
    return SolutionOut(
        id=row.pk,
        name=row.name,
        problems=row.problems,
        benefits=row.benefits,
        fits=row.fits,
        fits_not=row.fits_not,
        products=[product.pk for product in row.products.all()],
    )


def tax_rate_out(row: TaxRate) -> TaxRateOut:
    """A tax rate as programs read it."""
    values = {name: getattr(row, name) for name in TaxRateOut.model_fields if name != "id"}
    return TaxRateOut.model_validate(values | {"id": row.pk})


def _product(row: Product) -> dict[str, object]:
    names = ("key", "name", "words", "unit", "kind", "months", "lead_days", "sale", "tax")
    values: dict[str, object] = {name: getattr(row, name) for name in names}
    return values | {"id": row.pk, "solution": row.solution_id, "is_sold": row.ended_at is None}


def product_whole(id: int) -> ProductWhole:
    """A product with its options, rules and prices."""
    row = queries.product(id)
    return ProductWhole.model_validate(
        _product(row)
        | {
            "options": [
                {name: getattr(option, name) for name in OptionOut.model_fields}
                for option in row.options.all()
                if option.ended_at is None
            ],
            "rules": [
                {name: getattr(rule, name) for name in RuleOut.model_fields}
                for rule in row.rules.all()
                if rule.ended_at is None
            ],
            "prices": [
                {
                    "id": price.pk,
                    "option": price.option_id,
                    "price_list": price.list_id,
                    "customer": price.list.customer_id,
                    "amount": price.amount,
                    "currency": price.currency,
                    "at_least": price.at_least,
                    "valid_from": price.valid_from,
                    "valid_to": price.valid_to,
                }
                for price in queries.prices(id)
            ],
        }
    )
