"""Smallest sets of assumptions that contradict each other, and smallest sets whose removal ends the contradiction.

Both are found by the same duality: what contradicts has an element in common with each removal that ends it. So a
smallest one hits all of the others that are known, until it is one itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pysat.examples.rc2 import RC2  # type: ignore[import-untyped]
from pysat.formula import WCNF  # type: ignore[import-untyped]
from pysat.solvers import Solver  # type: ignore[import-untyped]

Weights = Mapping[int, int]


def conflict(
    solver: Solver, fixed: Sequence[int], elements: Sequence[int], weights: Weights, *, tries: int
) -> tuple[list[int], bool] | None:
    """The lightest elements that contradict each other and `fixed`, and whether it is proved that none are lighter.

    None if all can hold. After so many tries the best one so far is the answer: none of its elements can be spared.
    """
    best = _shrunk(solver, fixed, elements, weights)
    if best is None:
        return None
    to_hit: list[list[int]] = []
    candidate: list[int] = []
    while weight(candidate, weights) < weight(best, weights):
        reached = list(candidate)
        while solver.solve([*fixed, *reached]):
            if tries <= 0:
                return best, False
            correction, tried = _left_out(solver, fixed, elements)
            tries -= tried
            to_hit.append(correction)
            reached += correction
        if reached == candidate:
            return candidate, True
        candidate = _lightest(to_hit, weights) or []
    return best, True


def corrections(
    solver: Solver, fixed: Sequence[int], elements: Sequence[int], weights: Weights, *, most: int
) -> list[list[int]]:
    """Minimal sets of elements without which the others and `fixed` can hold: the lightest first, at most so many.

    Empty if `fixed` alone cannot hold.
    """
    minimal: list[list[int]] = []
    if not solver.solve(list(fixed)):
        return minimal
    to_hit: list[list[int]] = []
    candidate: list[int] | None = []
    while candidate is not None and len(minimal) < most:
        kept = [element for element in elements if element not in candidate]
        if not solver.solve([*fixed, *kept]):
            to_hit.append(_core(solver, kept))
        else:
            minimal.append(candidate)
            if not candidate:
                break
        candidate = _lightest(to_hit, weights, minimal)
    return minimal


def _lightest(
    sets: Sequence[Sequence[int]], weights: Weights, blocked: Sequence[Sequence[int]] = ()
) -> list[int] | None:
    """The lightest elements that hit each of `sets` and contain none of `blocked`; None if there are none."""
    variables = {
        element: place for place, element in enumerate(sorted({e for each in sets for e in each}), 1)
    }
    formula = WCNF()
    for each in sets:
        formula.append([variables[element] for element in each])
    for each in blocked:
        formula.append([-variables[element] for element in each])
    for element, variable in variables.items():
        formula.append([-variable], weight=weights[element])
    with RC2(formula) as solver:
        model = solver.compute()
    true = set(model or ())
    return None if model is None else [element for element, variable in variables.items() if variable in true]


def weight(elements: Sequence[int], weights: Weights) -> int:
    """The weights of several elements together."""
    return sum(weights[element] for element in elements)


def _shrunk(
    solver: Solver, fixed: Sequence[int], elements: Sequence[int], weights: Weights
) -> list[int] | None:
    """Elements that contradict each other and `fixed`, none of which can be spared. The heaviest are tried first."""
    if solver.solve([*fixed, *elements]):
        return None
    core = _core(solver, elements)
    for element in sorted(core, key=lambda element: -weights[element]):
        if element not in core:
            continue
        without = [other for other in core if other != element]
        if not solver.solve([*fixed, *without]):
            core = _core(solver, without)
    return core


def _core(solver: Solver, elements: Sequence[int]) -> list[int]:
    """The elements that the solver needed for its last contradiction."""
    needed = set(solver.get_core() or ())
    return [element for element in elements if element in needed]


def _left_out(solver: Solver, fixed: Sequence[int], elements: Sequence[int]) -> tuple[list[int], int]:
    """Extend the solver's last answer as far as it goes. Returns the elements that are left out, and the tries.

    Each try asks for at least one more of them; none of them can be added to the answer.
    """
    true = set(solver.get_model() or ())
    kept = [element for element in elements if element in true]
    left = [element for element in elements if element not in true]
    tries = 1
    while left:
        tries += 1
        one_more = _next_variable(solver)
        solver.add_clause([-one_more, *left])
        is_more = solver.solve([*fixed, one_more, *kept])
        true = set(solver.get_model() or ()) if is_more else set()
        solver.add_clause([-one_more])
        if not is_more:
            break
        kept += [element for element in left if element in true]
        left = [element for element in left if element not in true]
    return left, tries


def _next_variable(solver: Solver) -> int:
    return int(solver.nof_vars()) + 1
