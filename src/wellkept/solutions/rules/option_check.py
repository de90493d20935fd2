"""Check which options can still be had, and explain those that cannot."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from pysat.solvers import Solver  # type: ignore[import-untyped]

from wellkept.solutions.rules import smallest_reason
from wellkept.solutions.rules.clauses import clauses_of, elements
from wellkept.solutions.rules.option_model import Choice, Model, Rule

SOLVER = "minisat22"  # the fastest of those tried with thousands of switches
CHANGES = 3  # ways out that are named
TRIES = 60  # of the solver to find a smaller reason


@dataclass(frozen=True)
class Reason:
    """Choices and rules that cannot all hold: without any single one of them, the others can.

    `is_smallest` says that no other reason has fewer elements. Among equals, it names the choices that were made last.
    """

    choices: tuple[Choice, ...]
    rules: tuple[Rule, ...]
    is_smallest: bool


@dataclass(frozen=True)
class Explanation:
    """A reason, and the smallest changes that end it: in each, choices to take back, the later ones preferred.

    There is no change if the rules alone forbid it.
    """

    reason: Reason
    changes: tuple[tuple[Choice, ...], ...]


@dataclass(frozen=True)
class Verdict:
    """Answer for one option: can it be had with the choices, and must it be?"""

    possible: bool
    needed: bool


class Check:
    """One check of a customer's choices. Each explanation is worked out when it is asked for.

    `options` are those whose verdicts are wanted, all by default.
    """

    def __init__(
        self, model: Model, choices: Sequence[Choice], options: Collection[str] | None = None
    ) -> None:
        if unknown := ({choice.option for choice in choices} | set(options or ())) - model.keys:
            raise ValueError(f"No option: {', '.join(sorted(unknown))}")
        self._clauses = clauses_of(model)
        self._elements = elements(self._clauses, choices)
        self._choices = list(self._elements.choices)
        self._weights = _weights(self._choices, list(self._clauses.switches))
        self._solver = Solver(SOLVER, bootstrap_with=[*self._clauses.plain, *self._elements.plain])
        self.is_consistent = bool(self._solver.solve(self._choices))
        self.verdicts = self._verdicts(model.keys if options is None else options)

    def contradiction(self) -> Explanation | None:
        """Explain why the choices do not go together; None if they do."""
        return self._explanation([])

    def why_not(self, option: str) -> Explanation | None:
        """Explain why an option cannot be had; None if it can."""
        return self._explanation([self._clauses.variables[option]])

    def why_needed(self, option: str) -> Explanation | None:
        """Explain why an option cannot be left out; None if it can."""
        return self._explanation([-self._clauses.variables[option]])

    def _verdicts(self, options: Collection[str]) -> dict[str, Verdict]:
        """Ask the solver about each option, both ways. Each of its answers shows many others possible at once."""
        variables = [self._clauses.variables[option] for option in sorted(options)]
        possible: set[int] = set()
        for literal in (sign * variable for variable in variables for sign in (1, -1)):
            if literal not in possible and self._solver.solve([*self._choices, literal]):
                possible.update(self._solver.get_model() or ())
        return {
            option: Verdict(
                possible=variable in possible, needed=variable in possible and -variable not in possible
            )
            for option, variable in zip(sorted(options), variables, strict=True)
        }

    def _explanation(self, goal: list[int]) -> Explanation | None:
        switches = self._clauses.switches
        conflict = smallest_reason.conflict(
            self._switched, goal, [*self._choices, *switches], self._weights, tries=TRIES
        )
        if conflict is None:
            return None
        reason, is_smallest = conflict
        changes = smallest_reason.corrections(self._solver, goal, self._choices, self._weights, most=CHANGES)
        return Explanation(
            Reason(
                tuple(self._in_order(reason)),
                tuple(switches[element] for element in sorted(reason) if element in switches),
                is_smallest,
            ),
            tuple(tuple(self._in_order(change)) for change in changes),
        )

    def _in_order(self, literals: Collection[int]) -> list[Choice]:
        return [choice for literal, choice in self._elements.choices.items() if literal in literals]

    @cached_property
    def _switched(self) -> Solver:
        solver = Solver(SOLVER, bootstrap_with=[*self._clauses.switched, *self._elements.switched])
        solver.set_phases(list(self._clauses.switches))
        return solver


def check(model: Model, choices: Sequence[Choice], options: Collection[str] | None = None) -> Check:
    """Check which options can still be had with these choices, given in the order in which they were made."""
    return Check(model, choices, options)


def with_defaults(model: Model, choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """The choices, and each default that goes with them. A choice and an earlier default come before a default."""
    chosen = list(choices)
    decided = {choice.option for choice in chosen if choice.quantity is None}
    clauses, more = clauses_of(model), elements(clauses_of(model), choices)
    with Solver(SOLVER, bootstrap_with=[*clauses.plain, *more.plain]) as solver:
        literals = list(more.choices)
        for default in model.defaults:
            wanted = {choice.option for choice in chosen if choice.wanted}
            variable = clauses.variables[default.option]
            if (
                default.option not in decided
                and wanted.issuperset(default.when)
                and solver.solve([*literals, variable])
            ):
                literals.append(variable)
                chosen.append(Choice(default.option))
                decided.add(default.option)
    return tuple(chosen)


def _weights(choices: Sequence[int], switches: Sequence[int]) -> dict[int, int]:
    """Weights by which fewer elements are lighter, and among as many those whose choices were made later.

    The newest choice has the age 1, and ages are added up.
    """
    element = len(choices) * (len(choices) + 1) // 2 + 1
    ages = {choice: age for age, choice in enumerate(reversed(choices), 1)}
    return {other: element + ages.get(other, 0) for other in (*choices, *switches)}
