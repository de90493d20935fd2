"""Guided choice: each option of a product with whether it can be had, and why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from wellkept.solutions.rules.option_check import Check, Explanation, check, with_defaults
from wellkept.solutions.rules.option_model import Choice, Model, Option, nearest_quantities

EXPLAINED = 40  # options whose reasons are worked out for one page


@dataclass(frozen=True)
class GuidedOption:
    """One option as the choice stands: chosen, needed by another one, or not possible with its explanation.

    `nearest` are the quantities that are allowed, where the chosen one is not.
    """

    option: Option
    chosen: bool
    needed: bool
    quantity: Decimal | None
    why: Explanation | None
    nearest: tuple[Decimal, ...] = ()


@dataclass(frozen=True)
class GuidedChoice:
    """A choice that is complete, and every option as it stands. `fault` explains choices that do not go together."""

    choices: tuple[Choice, ...]
    options: tuple[GuidedOption, ...]
    fault: Explanation | None


def guide(model: Model, choices: Sequence[Choice]) -> GuidedChoice:
    """Complete a choice with its defaults and with what it needs, and explain what cannot be had."""
    complete = with_defaults(model, choices)
    checked = check(model, complete)
    chosen = {choice.option for choice in complete if choice.wanted and choice.quantity is None}
    needed = [
        option.key
        for option in model.options
        if checked.verdicts[option.key].needed and option.key not in chosen
    ]
    declined = {choice.option for choice in complete if not choice.wanted}
    final = (*complete, *map(Choice, needed))
    amounts = {choice.option: choice.quantity for choice in final if choice.quantity is not None}
    explained = 0
    options: list[GuidedOption] = []
    for option in model.options:
        verdict = checked.verdicts[option.key]
        is_chosen = option.key in chosen or option.key in needed
        is_blocked = not verdict.possible and option.key not in declined
        asks = (is_blocked or option.key in needed) and checked.is_consistent
        explained += asks
        options.append(
            GuidedOption(
                option,
                chosen=is_chosen,
                needed=option.key in needed,
                quantity=amounts.get(option.key),
                why=_why(checked, option.key, verdict.possible) if asks and explained <= EXPLAINED else None,
                nearest=_nearest(model, option.key, amounts.get(option.key)),
            )
        )
    return GuidedChoice(final, tuple(options), checked.contradiction())


def _why(checked: Check, option: str, possible: bool) -> Explanation | None:
    return checked.why_needed(option) if possible else checked.why_not(option)


def _nearest(model: Model, option: str, quantity: Decimal | None) -> tuple[Decimal, ...]:
    """Allowed quantities beside one that is not allowed; nothing if it is."""
    if quantity is None:
        return ()
    allowed = nearest_quantities(model, option, quantity)
    return () if allowed == (quantity,) else allowed
