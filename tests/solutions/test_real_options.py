"""Options of a real product family: 771 options and 7,238 rules, checked and explained within bounds.

The file is kept outside the product (`../shared/data` beside the checkout, or WELLKEPT_SHARED_DATA).
"""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from pysat.solvers import Solver

from wellkept.solutions.rules.option_check import Explanation, check
from wellkept.solutions.rules.option_model import Choice, Model, Option, Requires

DATA = Path(os.environ.get("WELLKEPT_SHARED_DATA") or Path(__file__).parents[2].parent / "shared" / "data")
FILE = DATA / "options" / "financial-services.dimacs"
CHECK_AT_MOST, REASON_AT_MOST = 0.050, 0.100  # seconds of processor time, the median

pytestmark = pytest.mark.skipif(not FILE.exists(), reason=f"the real model of options is not at {FILE}")


def clauses() -> list[list[int]]:
    lines = FILE.read_text().splitlines()
    return [[int(number) for number in line.split()[:-1]] for line in lines if line and line[0] not in "cp"]


@pytest.fixture(scope="module")
def model() -> Model:
    rules = tuple(
        Requires(
            f"rule{place}",
            f"Rule {place}",
            tuple(str(-number) for number in clause if number < 0),
            tuple(str(number) for number in clause if number > 0),
        )
        for place, clause in enumerate(clauses(), 1)
    )
    assert len(rules) == 7238
    return Model(tuple(Option(str(number), str(number)) for number in range(1, 772)), rules)


def choices_that_go_together(seed: int) -> list[Choice]:
    """Up to 25 choices, drawn by chance, as a customer makes them one after the other."""
    chance = random.Random(seed)
    chosen: list[Choice] = []
    with Solver("minisat22", bootstrap_with=clauses()) as judge:
        literals: list[int] = []
        for number in chance.sample(range(1, 772), 40):
            literal = chance.choice((number, -number))
            if len(chosen) < 25 and judge.solve([*literals, literal]):
                literals.append(literal)
                chosen.append(Choice(str(number), literal > 0))
    return chosen


def can_hold(rules: Sequence[Requires], choices: Sequence[Choice], option: str) -> bool:
    """The judge: a solver of another family, on clauses made here."""
    literals = [int(choice.option) * (1 if choice.wanted else -1) for choice in choices]
    judged = [[-int(key) for key in rule.options] + [int(key) for key in rule.one_of] for rule in rules]
    with Solver(
        "cadical153", bootstrap_with=[*judged, *([literal] for literal in literals), [int(option)]]
    ) as judge:
        return bool(judge.solve())


def elements(explanation: Explanation) -> Iterator[tuple[list[Requires], list[Choice]]]:
    """The reason without each single one of its elements."""
    rules, choices = list(explanation.reason.rules), list(explanation.reason.choices)
    for rule in rules:
        yield [other for other in rules if other is not rule], choices  # type: ignore[misc]
    for choice in choices:
        yield rules, [other for other in choices if other is not choice]  # type: ignore[misc]


def test_sixty_options_are_checked_and_explained_in_time(model: Model) -> None:
    check(model, [])  # the clauses of a model are made once
    checked_in, explained_in, proved, explained = [], [], 0, 0
    for seed in range(6):
        choices = choices_that_go_together(seed)
        chance = random.Random(seed)
        sixty = [str(number) for number in chance.sample(range(1, 772), 60)]
        start = time.process_time()
        checked = check(model, choices, sixty)
        checked_in.append(time.process_time() - start)
        assert set(checked.verdicts) == set(sixty)
        forbidden = [option for option in sixty if not checked.verdicts[option].possible]
        assert [can_hold(model.rules, choices, option) for option in forbidden[:5]] == [False] * len(
            forbidden[:5]
        )  # type: ignore[arg-type]
        for option in forbidden[:8]:
            start = time.process_time()
            explanation = checked.why_not(option)
            explained_in.append(time.process_time() - start)
            assert explanation is not None
            reason = explanation.reason
            assert not can_hold(reason.rules, reason.choices, option)  # type: ignore[arg-type]
            assert [can_hold(rules, some, option) for rules, some in elements(explanation)] == [True] * (
                len(reason.rules) + len(reason.choices)
            )
            for change in explanation.changes:
                kept = [choice for choice in choices if choice not in change]
                assert can_hold(model.rules, kept, option)  # type: ignore[arg-type]
                assert not any(can_hold(model.rules, [*kept, back], option) for back in change)  # type: ignore[arg-type]
            explained += 1
            proved += reason.is_smallest
    print(
        f"60 options: {statistics.median(checked_in) * 1000:.1f} ms, a reason:"
        f" {statistics.median(explained_in) * 1000:.1f} ms (at most {max(explained_in) * 1000:.0f}),"
        f" {proved} of {explained} proved the smallest"
    )
    assert statistics.median(checked_in) <= CHECK_AT_MOST
    assert statistics.median(explained_in) <= REASON_AT_MOST
    assert proved > explained / 2
