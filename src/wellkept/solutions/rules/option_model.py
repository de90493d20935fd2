"""Options, the rules between them, and a customer's choices, as values."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from wellkept.kernel.text import Text


@dataclass(frozen=True)
class Option:
    """One thing that a customer can choose."""

    key: str
    name: Text


@dataclass(frozen=True)
class Requires:
    """All of `options` together need at least one of `one_of`. Without `options`, the rule holds always."""

    key: str
    sentence: Text
    options: tuple[str, ...]
    one_of: tuple[str, ...]


@dataclass(frozen=True)
class Excludes:
    """None of `others` goes with `option`."""

    key: str
    sentence: Text
    option: str
    others: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """At least and at most so many of `options`. With `when`, the rule counts only if all of `when` are chosen."""

    key: str
    sentence: Text
    options: tuple[str, ...]
    at_least: int = 0
    at_most: int | None = None
    when: tuple[str, ...] = ()


@dataclass(frozen=True)
class Quantity:
    """Bounds of the quantity in which an option can be had."""

    key: str
    sentence: Text
    option: str
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    multiple_of: Decimal | None = None

    def allows(self, quantity: Decimal) -> bool:
        """Whether the option can be had in this quantity."""
        return (
            (self.at_least is None or quantity >= self.at_least)
            and (self.at_most is None or quantity <= self.at_most)
            and (self.multiple_of is None or Fraction(quantity) % Fraction(self.multiple_of) == 0)
        )


@dataclass(frozen=True)
class Default:
    """An option chosen for the customer, unless they or a rule say otherwise. With `when`: if all are chosen."""

    key: str
    sentence: Text
    option: str
    when: tuple[str, ...] = ()


Rule: TypeAlias = Requires | Excludes | Group | Quantity


@dataclass(frozen=True)
class Choice:
    """One choice of a customer: an option that they want or do not want, or the quantity in which they want it.

    A customer who wants four of something made two choices, so that one can change and the other stay.
    """

    option: str
    wanted: bool = True
    quantity: Decimal | None = None


@dataclass(frozen=True, eq=False)
class Model:
    """Options and the rules between them. Refuses a rule about an option that it does not have."""

    options: tuple[Option, ...]
    rules: tuple[Rule, ...] = ()
    defaults: tuple[Default, ...] = ()
    keys: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "keys", frozenset(option.key for option in self.options))
        if len(self.keys) < len(self.options):
            raise ValueError("Two options have the same key.")
        names = [rule.key for rule in (*self.rules, *self.defaults)]
        if len(set(names)) < len(names):
            raise ValueError("Two rules have the same key.")
        for rule in (*self.rules, *self.defaults):
            if unknown := set(options_of(rule)) - self.keys:
                raise ValueError(
                    f"Rule {rule.key} is about {', '.join(sorted(unknown))}, which is no option."
                )


def options_of(rule: Rule | Default) -> Iterator[str]:
    """The options that a rule is about."""
    match rule:
        case Requires():
            yield from rule.options
            yield from rule.one_of
        case Excludes():
            yield rule.option
            yield from rule.others
        case Group():
            yield from rule.options
            yield from rule.when
        case Default():
            yield rule.option
            yield from rule.when
        case Quantity():
            yield rule.option


def nearest_quantities(model: Model, option: str, quantity: Decimal) -> tuple[Decimal, ...]:
    """The next quantities below and above that every rule of the option allows; itself, if it is allowed."""
    rules = [rule for rule in model.rules if isinstance(rule, Quantity) and rule.option == option]
    if quantity > 0 and all(rule.allows(quantity) for rule in rules):
        return (quantity,)
    least = max((rule.at_least for rule in rules if rule.at_least is not None), default=Decimal(0))
    most = min((rule.at_most for rule in rules if rule.at_most is not None), default=None)
    steps = [Fraction(rule.multiple_of) for rule in rules if rule.multiple_of is not None]
    if not steps:
        allowed = [least if quantity < least else most]
    else:
        step = Fraction(
            math.lcm(*(step.numerator for step in steps)), math.gcd(*(step.denominator for step in steps))
        )
        below = math.floor(
            min(Fraction(quantity), Fraction(most) if most is not None else Fraction(quantity)) / step
        )
        above = max(1, math.ceil(max(Fraction(quantity), Fraction(least)) / step))
        allowed = [_decimal(below * step), _decimal(above * step)]
    return tuple(
        number
        for number in dict.fromkeys(allowed)
        if number is not None and number > 0 and all(rule.allows(number) for rule in rules)
    )


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)
