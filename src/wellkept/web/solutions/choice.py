"""Guided choice of a product's options, as a page shows it. It needs no script: each tick is a round trip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import groupby

from django.http import QueryDict
from django.utils import timezone

from wellkept.entities.queries import sellers
from wellkept.kernel import clock
from wellkept.kernel.money import Money, digits
from wellkept.kernel.refusal import Refusal
from wellkept.solutions.queries import offering
from wellkept.solutions.rules.guided_choice import GuidedChoice, GuidedOption, guide
from wellkept.solutions.rules.option_check import Explanation
from wellkept.solutions.rules.option_model import Choice, Model
from wellkept.solutions.rules.sale_lines import Offering, SaleLine, lines_for
from wellkept.solutions.rules.vat_treatment import Buyer, Seller, Treatment, treatment_of

ONE = Decimal(1)


@dataclass(frozen=True)
class ShownOption:
    """One option of the choice: its price where it has one, why it is as it is, and what would free it."""

    state: GuidedOption
    why: Sequence[str]
    changes: Sequence[str]
    adjustable: bool

    @property
    def key(self) -> str:
        return self.state.option.key

    @property
    def typed(self) -> str:
        """The quantity as somebody would type it."""
        return digits(self.state.quantity or ONE)

    @property
    def blocked(self) -> bool:
        return self.state.why is not None and not self.state.chosen


@dataclass(frozen=True)
class ShownChoice:
    """A choice as the page shows it: options, lines with their sums for each interval, or the refusal."""

    product: int
    quantity: Decimal
    choices: Sequence[Choice]
    options: Sequence[ShownOption]
    fault: Sequence[str]
    lines: Sequence[SaleLine]
    sums: Sequence[tuple[int | None, Money]]
    refusal: Refusal | None

    @property
    def typed(self) -> str:
        """The quantity as somebody would type it."""
        return digits(self.quantity)


def choice_of(
    product: int,
    data: QueryDict,
    *,
    customer: int | None = None,
    day: date | None = None,
    treatment: Treatment | None = None,
) -> ShownChoice:
    """Read what was ticked, complete it, and price it. Without another treatment it is a sale at home, today."""
    what = offering(product, customer=customer)
    quantity = number_in(data.get("quantity")) or ONE
    guided = guide(what.model, choices_in(what.model, data))
    lines: tuple[SaleLine, ...] = ()
    refusal = None
    try:
        lines = lines_for(
            what,
            guided.choices,
            quantity=quantity,
            customer=customer,
            day=day or timezone.localdate(clock.now()),
            treatment=treatment or at_home(),
        )
    except Refusal as no:
        refusal = no if guided.fault is None else None
    return ShownChoice(
        product,
        quantity,
        guided.choices,
        _shown(what, guided),
        _words(guided.fault),
        lines,
        _sums(lines),
        refusal,
    )


def choices_in(model: Model, data: QueryDict) -> list[Choice]:
    """The choices in a form that was sent. One that was not sent leaves everything to the defaults."""
    if "seen" not in data:
        return []
    ticked = [key for key in data.getlist("option") if key in model.keys]
    amounts = {key: number_in(data.get(f"quantity-{key}")) for key in ticked}
    unticked = [default.option for default in model.defaults if default.option not in ticked]
    return [
        *map(Choice, ticked),
        *(
            Choice(key, quantity=amount)
            for key, amount in amounts.items()
            if amount is not None and amount != 1
        ),
        *(Choice(key, wanted=False) for key in dict.fromkeys(unticked)),
    ]


def at_home() -> Treatment:
    """The treatment of a sale in the country of the usual entity."""
    country = sellers()[0].country
    return treatment_of(seller=Seller(country=country), buyer=Buyer(country=country), kind="goods")


def _shown(what: Offering, guided: GuidedChoice) -> list[ShownOption]:
    return [
        ShownOption(
            state,
            _words(state.why),
            [_named(what, change) for change in state.why.changes] if state.why else [],
            what.options[state.option.key].kind != "recurring",
        )
        for state in guided.options
    ]


def _words(fault: Explanation | None) -> list[str]:
    return [str(rule.sentence) for rule in fault.reason.rules] if fault is not None else []


def _named(what: Offering, change: Sequence[Choice]) -> str:
    return ", ".join(dict.fromkeys(str(what.options[choice.option].words) for choice in change))


def _sums(lines: Sequence[SaleLine]) -> list[tuple[int | None, Money]]:
    """Net sums: what is paid once, and what is paid in each interval of months."""
    ordered = sorted(lines, key=lambda line: line.months or 0)
    return [
        (months, Money(sum((line.net.amount for line in group), Decimal(0)), ordered[0].net.currency))
        for months, group in (
            (months, list(of_interval))
            for months, of_interval in groupby(ordered, key=lambda line: line.months)
        )
    ]


def number_in(text: str | None) -> Decimal | None:
    """A positive number as it was typed, or None."""
    try:
        number = Decimal((text or "").strip().replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 < number < 10**9 else None
