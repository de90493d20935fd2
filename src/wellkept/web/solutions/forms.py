"""Forms of the catalogue."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from wellkept.kernel.money import Money
from wellkept.kernel.text import Text as Words
from wellkept.kernel.text_fields import CodeField, LineField
from wellkept.kernel.wording import locale
from wellkept.people import queries as people
from wellkept.solutions import queries
from wellkept.solutions.catalogue_details import (
    OPTION,
    PRODUCT,
    SOLUTION,
    NewPrice,
    OptionDetails,
    ProductDetails,
    RuleDetails,
    SolutionDetails,
)
from wellkept.solutions.rules.tax_rules import Rate
from wellkept.solutions.tax_seed import countries as known_countries
from wellkept.solutions.units import WORDS
from wellkept.ui.fields import FormData
from wellkept.web.form_fields import Day, Text, choose
from wellkept.web.setup.views import countries, currencies

if TYPE_CHECKING:
    from wellkept.solutions.models import Product

KINDS = [
    ("once", gettext_lazy("Once")),
    ("recurring", gettext_lazy("Again and again")),
    ("metered", gettext_lazy("By what is used")),
    ("hourly", gettext_lazy("By the hour")),
]
SALES = [
    ("goods", gettext_lazy("Goods")),
    ("services", gettext_lazy("A service")),
    ("electronic", gettext_lazy("An electronic service")),
    ("property", gettext_lazy("Work on a building")),
]
RULES = [
    ("requires", gettext_lazy("needs one of the others")),
    ("excludes", gettext_lazy("does not go with the others")),
    ("group", gettext_lazy("so many of these")),
    ("quantity", gettext_lazy("only in these quantities")),
    ("default", gettext_lazy("is chosen unless they say otherwise")),
]
CATEGORIES = [
    ("S", gettext_lazy("Taxed")),
    ("Z", gettext_lazy("Rate of zero")),
    ("E", gettext_lazy("Exempt")),
]


def quantity(label: Words, initial: Decimal | None = None) -> forms.DecimalField:
    """A field for a quantity with up to four decimals."""
    return forms.DecimalField(
        label=label, max_digits=14, decimal_places=4, localize=False, required=False, initial=initial
    )


class SolutionForm(forms.Form):
    """A solution in the customer's words."""

    use_required_attribute = False
    name = LineField(label=gettext_lazy("Name"), max_length=200)
    problems = Text(label=gettext_lazy("Which problems does it solve?"), required=False, rows=3)
    benefits = Text(label=gettext_lazy("What do they have from it?"), required=False, rows=3)
    fits = Text(label=gettext_lazy("Where does it fit?"), required=False, rows=2)
    fits_not = Text(label=gettext_lazy("Where does it not fit?"), required=False, rows=2)
    expert = forms.TypedChoiceField(
        label=gettext_lazy("Who knows the answers?"), coerce=int, required=False, empty_value=None
    )

    def __init__(self, data: FormData, initial: dict[str, object]) -> None:
        super().__init__(data, initial=initial)
        choose(self, "expert", [("", "–"), *((row.pk, row.name) for row in people.staff())])

    @property
    def details(self) -> SolutionDetails:
        return SolutionDetails(**{name: self.cleaned_data[name] for name in SOLUTION})


class OptionForm(forms.Form):
    """An option, or what a product has in common with it."""

    use_required_attribute = False
    name = LineField(label=gettext_lazy("Name"), max_length=200)
    words = Text(
        label=gettext_lazy("Words on a quote"),
        required=False,
        rows=3,
        help_text=gettext_lazy("In the customer’s words. Without them, the name stands there."),
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=list(WORDS.items()))
    kind = forms.ChoiceField(label=gettext_lazy("How is it paid?"), choices=KINDS)
    months = forms.IntegerField(
        label=gettext_lazy("Every how many months?"), required=False, min_value=1, max_value=120
    )
    tax = CodeField(label=gettext_lazy("Tax rate"), max_length=60)
    key = CodeField(
        label=pgettext_lazy("of a product", "Key"),
        max_length=60,
        help_text=gettext_lazy("Small letters, digits and hyphens: heat-pump. It is for life."),
    )

    def __init__(self, data: FormData, *, initial: dict[str, object], is_new: bool) -> None:
        super().__init__(data, initial={"tax": "standard"} | initial)
        if not is_new:
            del self.fields["key"]

    @property
    def details(self) -> OptionDetails:
        return OptionDetails(**{name: self.cleaned_data[name] for name in OPTION})


class ProductForm(OptionForm):
    """A product or a service."""

    sale = forms.ChoiceField(label=gettext_lazy("What is it to the tax office?"), choices=SALES)
    lead_days = forms.IntegerField(
        label=gettext_lazy("Working days until it is there"), required=False, min_value=0, max_value=3650
    )
    solution_id = forms.TypedChoiceField(
        label=gettext_lazy("Part of the solution"), coerce=int, required=False, empty_value=None
    )

    def __init__(self, data: FormData, *, initial: dict[str, object], is_new: bool) -> None:
        super().__init__(data, initial=initial, is_new=is_new)
        choose(self, "solution_id", [("", "–"), *((row.pk, row.name) for row in queries.solutions())])

    @property
    def details(self) -> ProductDetails:
        return ProductDetails(**{name: self.cleaned_data[name] for name in PRODUCT})


class RuleForm(forms.Form):
    """A rule between the options of a product."""

    use_required_attribute = False
    options = forms.MultipleChoiceField(
        label=gettext_lazy("These options"), widget=forms.CheckboxSelectMultiple
    )
    kind = forms.ChoiceField(label=gettext_lazy("What about them?"), choices=RULES)
    others = forms.MultipleChoiceField(
        label=gettext_lazy("The others"), widget=forms.CheckboxSelectMultiple, required=False
    )
    at_least = quantity(gettext_lazy("At least"))
    at_most = quantity(gettext_lazy("At most"))
    multiple_of = quantity(gettext_lazy("A multiple of"))
    sentence = Text(
        label=gettext_lazy("Why?"), rows=2, help_text=gettext_lazy("The customer reads this sentence.")
    )

    def __init__(self, data: FormData, product: Product) -> None:
        super().__init__(data)
        rows = [(row.key, row.name) for row in product.options.all() if row.ended_at is None]
        choose(self, "options", rows)
        choose(self, "others", rows)

    @property
    def details(self) -> RuleDetails:
        values = self.cleaned_data
        return RuleDetails(**values | {name: tuple(values[name]) for name in ("options", "others")})


class PriceForm(forms.Form):
    """A price of a product or of one of its options."""

    use_required_attribute = False
    part = forms.TypedChoiceField(
        label=gettext_lazy("Price of"), coerce=int, required=False, empty_value=None
    )
    amount = forms.DecimalField(
        label=gettext_lazy("For one"), max_digits=16, decimal_places=4, min_value=0, localize=False
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"))
    cost = forms.DecimalField(
        label=gettext_lazy("What one costs us"),
        help_text=gettext_lazy("No customer sees it. Quotes show the margin to those who may see it."),
        max_digits=16,
        decimal_places=4,
        min_value=0,
        localize=False,
        required=False,
    )
    at_least = quantity(gettext_lazy("From this quantity on"), initial=Decimal(1))
    valid_from = Day(label=gettext_lazy("First day"))
    valid_to = Day(label=gettext_lazy("Last day"), required=False)
    price_list = forms.TypedChoiceField(label=gettext_lazy("Price list"), coerce=int)

    def __init__(self, data: FormData, product: Product, initial: dict[str, object]) -> None:
        super().__init__(data, initial=initial)
        parts = [(row.pk, row.name) for row in product.options.all() if row.ended_at is None]
        choose(self, "part", [("", product.name), *parts])
        choose(self, "currency", currencies(locale()))
        choose(self, "price_list", [(row.pk, row.name) for row in queries.price_lists()])

    @property
    def price(self) -> NewPrice:
        values = self.cleaned_data
        return NewPrice(
            amount=Money(values["amount"], values["currency"]),
            valid_from=values["valid_from"],
            valid_to=values["valid_to"],
            at_least=values["at_least"] or Decimal(1),
            cost=values["cost"],
        )


class PriceListForm(forms.Form):
    """The name of a price list."""

    use_required_attribute = False
    name = LineField(label=gettext_lazy("Name"), max_length=200)


class LastDayForm(forms.Form):
    """The last day on which a price or a rate counts."""

    use_required_attribute = False
    valid_to = Day(label=gettext_lazy("Last day"))


class TaxRateForm(forms.Form):
    """A tax rate of a country."""

    use_required_attribute = False
    country = forms.ChoiceField(label=gettext_lazy("Country"))
    key = CodeField(
        label=gettext_lazy("Called"), max_length=60, help_text=gettext_lazy("standard, reduced, zero …")
    )
    category = forms.ChoiceField(label=gettext_lazy("Taxed?"), choices=CATEGORIES)
    percent = forms.DecimalField(
        label=gettext_lazy("Per cent"),
        max_digits=7,
        decimal_places=4,
        min_value=0,
        max_value=100,
        localize=False,
    )
    reason = LineField(
        label=gettext_lazy("Why is there no tax?"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("It stands on the paper."),
    )
    valid_from = Day(label=gettext_lazy("First day"))
    valid_to = Day(label=gettext_lazy("Last day"), required=False)

    def __init__(self, data: FormData, initial: dict[str, object]) -> None:
        super().__init__(data, initial=initial)
        choose(self, "country", countries(locale()))

    @property
    def rate(self) -> Rate:
        return Rate(**self.cleaned_data)


class CountryForm(forms.Form):
    """A country whose rates the product brings with it."""

    country = forms.ChoiceField(label=gettext_lazy("Country"))

    def __init__(self, data: FormData, initial: dict[str, object]) -> None:
        super().__init__(data, initial=initial)
        known = set(known_countries())
        choose(self, "country", [row for row in countries(locale()) if row[0] in known])
