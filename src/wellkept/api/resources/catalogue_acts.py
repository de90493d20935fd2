"""Acts on the catalogue: what was added is changed and ended, with price lists, solutions and tax rates.

They stand on the router of what is read: one address is read and written there.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from wellkept.api.authentication import READ, actor
from wellkept.api.idempotent import Made, write
from wellkept.api.requests import Code, Flag, Key, Line, Nothing, Said, Words
from wellkept.api.resources.solutions import (
    Day,
    Fine,
    Kind,
    Months,
    ProductWhole,
    SolutionOut,
    TaxRateOut,
    TaxRatesOut,
    product_whole,
    router,
    solution_out,
    tax_rate_out,
)
from wellkept.solutions import commands, queries
from wellkept.solutions.catalogue_details import (
    OPTION,
    PRODUCT,
    SOLUTION,
    OptionDetails,
    ProductDetails,
    SolutionDetails,
)
from wellkept.solutions.rules.tax_rules import Rate

__all__ = ["router"]
Country = Annotated[str, Field(pattern="^[A-Z]{2}$")]


class ChangedOption(Said):
    """Changes of an option. Omitted fields stay as they are."""

    name: Line = ""
    unit: Annotated[str, Field(pattern="^[A-Z0-9]{2,3}$")] = "H87"
    words: Words = ""
    kind: Kind = "once"
    months: Months | None = None
    tax: Code = "standard"


class ChangedProduct(ChangedOption):
    """Changes of a product. Omitted fields stay as they are."""

    lead_days: Annotated[int, Field(ge=0, le=3650)] | None = None
    sale: Literal["goods", "services", "electronic", "property"] = "goods"
    solution: Key | None = None


class TakenOut(Said):
    """False takes it in again."""

    ended: Flag = True


class LastDay(Said):
    """The last day on which it counts."""

    last_day: Day


class PriceListIn(Said):
    """Without a customer it is the usual list, for everybody."""

    name: Line
    customer: Key | None = None


class PriceListOut(Schema):
    """A price list. One without a customer is for everybody."""

    id: int
    name: str
    customer: int | None


class PriceListsOut(Schema):
    items: list[PriceListOut]


class NewSolution(Said):
    name: Line
    problems: Words = ""
    benefits: Words = ""
    fits: Words = ""
    fits_not: Words = ""
    expert: Key | None = None


class ChangedSolution(Said):
    """Changes of a solution. Omitted fields stay as they are."""

    name: Line = ""
    problems: Words = ""
    benefits: Words = ""
    fits: Words = ""
    fits_not: Words = ""
    expert: Key | None = None


class NewTaxRate(Said):
    country: Country
    key: Code
    category: Literal["S", "Z", "E"] = "S"
    percent: Fine = Decimal(0)
    reason: Words = ""
    valid_from: Day
    valid_to: Day | None = None


class RatesOfCountry(Said):
    country: Country


@write(router, "/products/{id}/details", out=ProductWhole, summary="Change a product")
def product_details(request: HttpRequest, id: int, body: ChangedProduct) -> Made:
    """Change details of a product. What was quoted and agreed keeps its words. For an administrator."""
    row = queries.product(id)
    new = body.model_dump(exclude_unset=True)
    if "solution" in new:
        new["solution_id"] = new.pop("solution")
    details = ProductDetails(**{name: getattr(row, name) for name in PRODUCT} | new)
    commands.change_product(product=id, details=details, by=actor(request))
    return Made(product_whole(id))


@write(router, "/products/{id}/ending", out=ProductWhole, summary="Take a product out, or in again")
def product_ending(request: HttpRequest, id: int, body: TakenOut) -> Made:
    """Take a product out of the catalogue, or in again. For an administrator."""
    commands.end_product(product=id, ended=body.ended, by=actor(request))
    return Made(product_whole(id))


@write(router, "/product-options/{id}/details", out=ProductWhole, summary="Change an option")
def option_details(request: HttpRequest, id: int, body: ChangedOption) -> Made:
    """Change details of an option. For an administrator."""
    row = queries.option(id)
    new = body.model_dump(exclude_unset=True)
    details = OptionDetails(**{name: getattr(row, name) for name in OPTION} | new)
    commands.change_option(option=id, details=details, by=actor(request))
    return Made(product_whole(row.product_id))


@write(router, "/product-options/{id}/ending", out=ProductWhole, summary="Take an option out, or in again")
def option_ending(request: HttpRequest, id: int, body: TakenOut) -> Made:
    """Take an option out, or in again. Refuses while a rule names it. For an administrator."""
    row = commands.end_option(option=id, ended=body.ended, by=actor(request))
    return Made(product_whole(row.product_id))


@write(router, "/option-rules/{id}/ending", out=ProductWhole, summary="Take a rule out")
def rule_ending(request: HttpRequest, id: int, body: Nothing) -> Made:
    """Take a rule between options out. For an administrator."""
    row = commands.end_rule(rule=id, by=actor(request))
    return Made(product_whole(row.product_id))


@write(router, "/prices/{id}/ending", out=ProductWhole, summary="Let a price end")
def price_ending(request: HttpRequest, id: int, body: LastDay) -> Made:
    """Give a price its last day. For an administrator."""
    row = commands.end_price(price=id, last_day=body.last_day, by=actor(request))
    return Made(product_whole(row.product_id))


@write(router, "/prices/{id}/striking", out=ProductWhole, summary="Strike a price")
def price_striking(request: HttpRequest, id: int, body: Nothing) -> Made:
    """Strike a price that was entered in error. Quotes and agreements keep it. For an administrator."""
    row = commands.strike_price(price=id, by=actor(request))
    return Made(product_whole(row.product_id))


@router.get("/price-lists", response=PriceListsOut, auth=READ, summary="Price lists")
def price_lists(request: HttpRequest) -> PriceListsOut:
    """List the price lists, the usual one first."""
    actor(request).as_staff()
    return PriceListsOut(
        items=[
            PriceListOut(id=row.pk, name=row.name, customer=row.customer_id) for row in queries.price_lists()
        ]
    )


@write(router, "/price-lists", out=PriceListOut, summary="Add a price list")
def add_price_list(request: HttpRequest, body: PriceListIn) -> Made:
    """Add the usual price list, or one for a customer. For an administrator."""
    row = commands.add_price_list(name=body.name, customer=body.customer, by=actor(request))
    return Made(PriceListOut(id=row.pk, name=row.name, customer=row.customer_id))


@write(router, "/solutions", out=SolutionOut, summary="Add a solution")
def add_solution(request: HttpRequest, body: NewSolution) -> Made:
    """Add a solution in the customer's words. For an administrator."""
    details = SolutionDetails(**body.model_dump(exclude={"expert"}))
    row = commands.add_solution(details=details, expert=body.expert, by=actor(request))
    return Made(solution_out(queries.solution(row.pk)))


@write(router, "/solutions/{id}/details", out=SolutionOut, summary="Change a solution")
def solution_details(request: HttpRequest, id: int, body: ChangedSolution) -> Made:
    """Change its words, or the colleague who knows the answers. For an administrator."""
    row = queries.solution(id)
    new = body.model_dump(exclude_unset=True)
    expert = new.pop("expert", row.expert_id)
    details = SolutionDetails(**{name: getattr(row, name) for name in SOLUTION} | new)
    commands.change_solution(solution=id, details=details, expert=expert, by=actor(request))
    return Made(solution_out(queries.solution(id)))


@write(router, "/solutions/{id}/ending", out=SolutionOut, summary="Take a solution out, or in again")
def solution_ending(request: HttpRequest, id: int, body: TakenOut) -> Made:
    """Take a solution out of the catalogue, or in again. Its products stay. For an administrator."""
    commands.end_solution(solution=id, ended=body.ended, by=actor(request))
    return Made(solution_out(queries.solution(id)))


@write(router, "/tax-rates", out=TaxRateOut, summary="Add a tax rate")
def add_tax_rate(request: HttpRequest, body: NewTaxRate) -> Made:
    """Add a tax rate of a country. For an administrator."""
    return Made(tax_rate_out(commands.add_tax_rate(rate=Rate(**body.model_dump()), by=actor(request))))


@write(router, "/tax-rates/loading", out=TaxRatesOut, summary="Add the rates of a country")
def load_tax_rates(request: HttpRequest, body: RatesOfCountry) -> Made:
    """Add the rates that the product brings with it. For an administrator."""
    commands.load_tax_rates(country=body.country, by=actor(request))
    return Made(TaxRatesOut(items=[tax_rate_out(row) for row in queries.tax_rates()]))


@write(router, "/tax-rates/{id}/ending", out=TaxRateOut, summary="Let a tax rate end")
def tax_rate_ending(request: HttpRequest, id: int, body: LastDay) -> Made:
    """Give a tax rate its last day. For an administrator."""
    return Made(tax_rate_out(commands.end_tax_rate(rate=id, last_day=body.last_day, by=actor(request))))
