"""Rules of a model as clauses for the solver, each under a switch of its own."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from pysat.card import CardEnc, EncType  # type: ignore[import-untyped]

from wellkept.solutions.rules.option_model import Choice, Excludes, Group, Model, Quantity, Requires, Rule

Clause = list[int]
MOST_SUBSETS = 200  # a group with more of them is counted by further variables


@dataclass(frozen=True)
class Clauses:
    """Clauses of a model. `plain` holds every rule; in `switched` a rule holds only while its switch is on."""

    variables: Mapping[str, int]
    switches: Mapping[int, Rule]
    plain: Sequence[Clause]
    switched: Sequence[Clause]
    quantities: Mapping[str, Sequence[tuple[int, Quantity]]]
    top: int


@dataclass(frozen=True)
class Elements:
    """A customer's choices as literals, and the clauses about the quantities among them."""

    choices: Mapping[int, Choice]
    plain: Sequence[Clause]
    switched: Sequence[Clause]


@lru_cache(maxsize=32)  # a model is itself alone: two that say the same are two
def clauses_of(model: Model) -> Clauses:
    """Translate a model."""
    variables = {option.key: place for place, option in enumerate(model.options, 1)}
    switches = {len(variables) + place: rule for place, rule in enumerate(model.rules, 1)}
    top = len(variables) + len(switches)
    plain: list[Clause] = []
    switched: list[Clause] = []
    quantities: dict[str, list[tuple[int, Quantity]]] = {}
    for switch, rule in switches.items():
        if isinstance(rule, Quantity):
            quantities.setdefault(rule.option, []).append((switch, rule))
            continue
        for clause in _clauses(rule, variables, top):
            top = max(top, *map(abs, clause)) if clause else top
            plain.append(clause)
            switched.append([-switch, *clause])
    return Clauses(variables, switches, plain, switched, quantities, top)


def elements(clauses: Clauses, choices: Sequence[Choice]) -> Elements:
    """Translate choices, in their order. A quantity is a variable of its own: it counts if the option is had."""
    literals: dict[int, Choice] = {}
    plain: list[Clause] = []
    switched: list[Clause] = []
    top = clauses.top
    for choice in choices:
        option = clauses.variables[choice.option]
        if choice.quantity is None:
            literals.setdefault(option if choice.wanted else -option, choice)
            continue
        top += 1
        literals[top] = choice
        for switch, rule in clauses.quantities.get(choice.option, ()):
            if not rule.allows(choice.quantity):
                plain.append([-top, -option])
                switched.append([-switch, -top, -option])
    return Elements(literals, plain, switched)


def _clauses(rule: Rule, variables: Mapping[str, int], top: int) -> Iterator[Clause]:
    match rule:
        case Requires():
            yield [-variables[key] for key in rule.options] + [variables[key] for key in rule.one_of]
        case Excludes():
            for other in rule.others:
                yield [-variables[rule.option], -variables[other]]
        case Group():
            unless = [-variables[key] for key in rule.when]
            members = [variables[key] for key in dict.fromkeys(rule.options)]
            for clause in _bounds(rule, members, top):
                yield unless + clause


def _bounds(rule: Group, members: list[int], top: int) -> list[Clause]:
    count = len(members)
    most = count if rule.at_most is None else rule.at_most
    clauses = [members] if rule.at_least == 1 else []
    if rule.at_least > 1:
        clauses += _at_most([-member for member in members], count - rule.at_least, top)
    return clauses + _at_most(
        members, most, max([top, *(abs(literal) for clause in clauses for literal in clause)])
    )


def _at_most(literals: list[int], most: int, top: int) -> list[Clause]:
    """Clauses that let at most so many of the literals be true."""
    if most >= len(literals):
        return []
    if most < 0:
        return [[]]
    if math.comb(len(literals), most + 1) <= MOST_SUBSETS:
        return [[-literal for literal in several] for several in combinations(literals, most + 1)]
    return [
        list(clause)
        for clause in CardEnc.atmost(literals, most, top_id=top, encoding=EncType.seqcounter).clauses
    ]
