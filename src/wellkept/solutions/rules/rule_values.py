"""Options and rules of the catalogue, as the solver takes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wellkept.kernel.text import Text
from wellkept.solutions.catalogue_details import RuleDetails
from wellkept.solutions.rules.option_model import (
    Default,
    Excludes,
    Group,
    Model,
    Option,
    Quantity,
    Requires,
    Rule,
)


def model_from(options: Mapping[str, Text], rules: Iterable[tuple[str, RuleDetails]]) -> Model:
    """Make the model of options by key with their names, and rules by key. A rule about another option is left out."""
    known = [
        (key, rule) for key, rule in rules if options.keys() >= {*rule.options, *rule.others} and rule.options
    ]
    return Model(
        tuple(Option(key, name) for key, name in options.items()),
        tuple(_rule(key, rule) for key, rule in known if rule.kind != "default"),
        tuple(
            Default(key, rule.sentence, rule.options[0], rule.others)
            for key, rule in known
            if rule.kind == "default"
        ),
    )


def _rule(key: str, rule: RuleDetails) -> Rule:
    match rule.kind:
        case "requires":
            return Requires(key, rule.sentence, rule.options, rule.others)
        case "excludes":
            return Excludes(key, rule.sentence, rule.options[0], rule.others)
        case "group":
            most = None if rule.at_most is None else int(rule.at_most)
            return Group(key, rule.sentence, rule.options, int(rule.at_least or 0), most, rule.others)
        case _:
            bounds = (rule.at_least, rule.at_most, rule.multiple_of)
            return Quantity(key, rule.sentence, rule.options[0], *bounds)
