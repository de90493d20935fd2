"""Lines of a sale: a product with the options that a customer chose, each with words, price and tax."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.money import Money
from wellkept.kernel.refusal import Refusal, invalid
from wellkept.kernel.text import Text, fill
from wellkept.solutions.rules.option_check import Explanation, check
from wellkept.solutions.rules.option_model import Choice, Model
from wellkept.solutions.rules.price_rules import Price, price_of
from wellkept.solutions.rules.tax_rules import LineTax, Rate, tax_of
from wellkept.solutions.rules.vat_treatment import Treatment
from wellkept.solutions.units import counted


@dataclass(frozen=True, kw_only=True)
class Article:
    """A product or one of its options, as it is sold. `kind`: once, recurring (each `months`), metered or hourly.

    `unit` is a code of UN/ECE Recommendation 20, `item` the key of its prices, `tax` the key of its rate. Of an
    option, `product` is the one that it belongs to.
    """

    item: str
    words: Text
    unit: str
    kind: str
    product: int
    option: int | None = None
    months: int | None = None
    tax: str = "standard"


@dataclass(frozen=True, kw_only=True)
class Offering:
    """A product with all that its lines need: options by key, the rules between them, prices, and tax rates."""

    product: Article
    options: dict[str, Article]
    model: Model
    prices: tuple[Price, ...]
    rates: tuple[Rate, ...]


@dataclass(frozen=True, kw_only=True)
class SaleLine:
    """Values of one line. `net` is quantity times price, rounded half up to the currency's smallest unit."""

    words: Text
    quantity: Decimal
    unit: str
    price: Money
    net: Money
    tax: LineTax
    kind: str
    months: int | None
    product: int
    option: int | None
    price_source: Text
    cost: Decimal | None = None  # ours for one: no customer sees it

    @property
    def how_many(self) -> str:
        """The quantity with its unit."""
        return counted(self.quantity, self.unit)


def lines_for(
    offering: Offering,
    choices: Sequence[Choice],
    *,
    quantity: Decimal,
    customer: int | None,
    day: date,
    treatment: Treatment,
) -> tuple[SaleLine, ...]:
    """Make the lines of a sale: the product first, then each chosen option in the order of the catalogue.

    `choices` are complete: call `with_defaults` before. The quantity of an option is for one of the product. Refuses
    in words if the choices do not go together, or if a line has no price or no tax rate on that day.
    """
    if quantity <= 0:
        raise invalid("quantity", _("How many?"))
    if (fault := check(offering.model, choices, ()).contradiction()) is not None:
        raise no_such_combination(fault)
    wanted = {choice.option: Decimal(1) for choice in choices if choice.wanted and choice.quantity is None}
    wanted |= {
        choice.option: choice.quantity for choice in choices if choice.quantity and choice.option in wanted
    }
    articles = {article.item: article for article in (offering.product, *offering.options.values())}
    total = price_of(
        offering.prices,
        product=offering.product.item,
        options={offering.options[key].item: wanted[key] for key in offering.options if key in wanted},
        quantity=quantity,
        customer=customer,
        day=day,
        names={item: article.words for item, article in articles.items()},
    )
    return tuple(
        SaleLine(
            words=article.words,
            quantity=part.quantity,
            unit=article.unit,
            price=part.price.amount,
            net=part.total,
            tax=tax_of(offering.rates, key=article.tax, treatment=treatment, day=day),
            kind=article.kind,
            months=article.months,
            product=article.product,
            option=article.option,
            price_source=part.source,
            cost=part.price.cost,
        )
        for part in total.parts
        for article in (articles[part.item],)
    )


def no_such_combination(fault: Explanation) -> Refusal:
    """Word why choices do not go together: the sentences of the smallest reason."""
    sentences = " ".join(str(rule.sentence) for rule in fault.reason.rules)
    return Refusal(
        "no_such_combination",
        fill(_("These options do not go together. %(why)s"), why=sentences),
        field="options",
        status=422,
    )
