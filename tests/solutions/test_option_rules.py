"""Options and the rules between them, compared with a judge that tries every combination."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wellkept.solutions.rules.option_check import CHANGES, Check, check, with_defaults
from wellkept.solutions.rules.option_model import (
    Choice,
    Default,
    Excludes,
    Group,
    Model,
    Option,
    Quantity,
    Requires,
    Rule,
    nearest_quantities,
)

KEYS = "abcdef"


def holds(rule: Rule, had: set[str], amounts: Sequence[Choice]) -> bool:
    """The judge's reading of a rule, which shares no code with the product's."""
    match rule:
        case Requires():
            return not set(rule.options) <= had or bool(set(rule.one_of) & had)
        case Excludes():
            return rule.option not in had or not set(rule.others) & had
        case Group():
            count = len(set(rule.options) & had)
            most = len(rule.options) if rule.at_most is None else rule.at_most
            return not set(rule.when) <= had or rule.at_least <= count <= most
        case Quantity():
            return all(
                amount.option != rule.option
                or rule.option not in had
                or (
                    (rule.at_least is None or amount.quantity >= rule.at_least)
                    and (rule.at_most is None or amount.quantity <= rule.at_most)
                    and (rule.multiple_of is None or amount.quantity % rule.multiple_of == 0)
                )
                for amount in amounts
                if amount.quantity is not None
            )


def can_hold(
    model: Model, rules: Sequence[Rule], choices: Sequence[Choice], goal: tuple[str, bool] | None
) -> bool:
    """Whether some combination of options fulfils all of it: every one is tried."""
    amounts = [choice for choice in choices if choice.quantity is not None]
    for chosen in product((False, True), repeat=len(model.options)):
        had = {option.key for option, is_had in zip(model.options, chosen, strict=True) if is_had}
        if goal is not None and (goal[0] in had) != goal[1]:
            continue
        if any((choice.option in had) != choice.wanted for choice in choices if choice.quantity is None):
            continue
        if all(holds(rule, had, amounts) for rule in rules):
            return True
    return False


def subsets(items: Sequence[object]) -> Iterator[tuple[object, ...]]:
    for size in range(len(items) + 1):
        yield from combinations(items, size)


def ages(choices: Sequence[Choice], all_choices: Sequence[Choice]) -> int:
    return sum(len(all_choices) - all_choices.index(choice) for choice in choices)


def lightest_reason(
    model: Model, choices: Sequence[Choice], goal: tuple[str, bool] | None
) -> tuple[int, int] | None:
    """Size and ages of the smallest set of rules and choices that cannot hold."""
    lightest = None
    for rules in subsets(model.rules):
        for some in subsets(choices):
            size = (len(rules) + len(some), ages(some, choices))  # type: ignore[arg-type]
            if (lightest is None or size < lightest) and not can_hold(model, rules, some, goal):  # type: ignore[arg-type]
                lightest = size
    return lightest


def minimal_changes(
    model: Model, choices: Sequence[Choice], goal: tuple[str, bool] | None
) -> list[tuple[int, int]]:
    """Size and ages of every minimal set of choices to take back."""
    minimal: list[tuple[Choice, ...]] = []
    for away in subsets(choices):
        if any(set(smaller) <= set(away) for smaller in minimal):
            continue
        kept = [choice for choice in choices if choice not in away]
        if can_hold(model, model.rules, kept, goal):
            minimal.append(away)  # type: ignore[arg-type]
    return sorted((len(away), ages(away, choices)) for away in minimal)


keys = st.sampled_from(KEYS)
several = st.lists(keys, min_size=1, max_size=3, unique=True).map(tuple)
few = st.lists(keys, max_size=2, unique=True).map(tuple)
amount = st.sampled_from([Decimal(n) for n in (1, 2, 3, 4, 6)])


@st.composite
def rules(draw: st.DrawFn, key: str) -> Rule:
    kind = draw(st.sampled_from(("requires", "excludes", "group", "quantity")))
    if kind == "requires":
        return Requires(key, key, draw(few), draw(few))
    if kind == "excludes":
        return Excludes(key, key, draw(keys), draw(several))
    if kind == "group":
        options = draw(st.lists(keys, min_size=1, max_size=5, unique=True).map(tuple))
        most = draw(st.none() | st.integers(0, len(options)))
        least = draw(st.integers(0, len(options) if most is None else most))
        return Group(key, key, options, least, most, draw(few))
    return Quantity(
        key, key, draw(keys), draw(st.none() | amount), draw(st.none() | amount), draw(st.none() | amount)
    )


@st.composite
def models(draw: st.DrawFn) -> Model:
    count = draw(st.integers(1, 6))
    return Model(
        tuple(Option(key, key) for key in KEYS), tuple(draw(rules(f"r{place}")) for place in range(count))
    )


wishes = st.builds(Choice, keys, st.booleans())
amounts = st.builds(Choice, keys, st.just(True), amount)
customer_choices = st.lists(wishes | amounts, max_size=4, unique=True)


@settings(max_examples=80, deadline=None)
@given(models(), customer_choices)
def test_verdicts_equal_those_of_trying_every_combination(model: Model, choices: list[Choice]) -> None:
    checked = check(model, choices)
    assert checked.is_consistent == can_hold(model, model.rules, choices, None)
    for key in KEYS:
        verdict = checked.verdicts[key]
        possible = can_hold(model, model.rules, choices, (key, True))
        assert verdict.possible == possible
        assert verdict.needed == (possible and not can_hold(model, model.rules, choices, (key, False)))


@settings(max_examples=40, deadline=None)
@given(models(), customer_choices, keys, st.booleans())
def test_reasons_and_changes_equal_those_of_trying_every_combination(
    model: Model, choices: list[Choice], key: str, wanted: bool
) -> None:
    checked = check(model, choices, [key])
    explanation = checked.why_not(key) if wanted else checked.why_needed(key)
    lightest = lightest_reason(model, choices, (key, wanted))
    if explanation is None:
        assert lightest is None
        return
    reason = explanation.reason
    assert reason.is_smallest
    assert (len(reason.rules) + len(reason.choices), ages(reason.choices, choices)) == lightest
    assert not can_hold(model, reason.rules, reason.choices, (key, wanted))
    changes = [(len(change), ages(change, choices)) for change in explanation.changes]
    assert changes == minimal_changes(model, choices, (key, wanted))[:CHANGES]
    for change in explanation.changes:
        assert can_hold(model, model.rules, [c for c in choices if c not in change], (key, wanted))


BOILER = Model(
    (
        Option("pump", "Heat pump"),
        Option("three_phase", "3-phase supply"),
        Option("single_phase", "1-phase supply"),
        Option("buffer", "Buffer tank"),
        Option("panel", "Solar panel"),
    ),
    (
        Requires(
            "pump_supply", "This needs a 3-phase supply, because the pump draws 9 kW.", ("pump",), ("three_phase",)
        ),
        Group("supply", "A house has exactly one supply.", ("three_phase", "single_phase"), 1, 1),
        Excludes("no_room", "The panel and the tank do not fit into one delivery.", "panel", ("buffer",)),
        Quantity("packs", "Panels come in packs of three, twelve at most.", "panel", None, Decimal(12), Decimal(3)),
    ),
    (
        Default("usual_tank", "A pump usually comes with a tank.", "buffer", ("pump",)),
        Default("usual_supply", "Most houses have one phase.", "single_phase"),
    ),
)  # fmt: skip


def explain(checked: Check, option: str) -> tuple[list[str], list[str], list[list[str]]]:
    explanation = checked.why_not(option)
    assert explanation is not None
    return (
        [rule.key for rule in explanation.reason.rules],
        [choice.option for choice in explanation.reason.choices],
        [[choice.option for choice in change] for change in explanation.changes],
    )


def test_an_option_that_cannot_be_had_says_why_and_what_frees_it() -> None:
    checked = check(BOILER, [Choice("single_phase"), Choice("buffer")])
    assert {key: verdict.possible for key, verdict in checked.verdicts.items()} == {
        "buffer": True, "panel": False, "pump": False, "single_phase": True, "three_phase": False,
    }  # fmt: skip
    assert explain(checked, "pump") == (["pump_supply", "supply"], ["single_phase"], [["single_phase"]])
    assert explain(checked, "panel") == (["no_room"], ["buffer"], [["buffer"]])
    assert checked.why_not("buffer") is None


def test_an_option_that_cannot_be_left_out_says_why() -> None:
    checked = check(BOILER, [Choice("pump")])
    assert checked.verdicts["three_phase"].needed
    explanation = checked.why_needed("three_phase")
    assert explanation is not None
    assert [rule.key for rule in explanation.reason.rules] == ["pump_supply"]


def test_choices_that_do_not_go_together_are_explained() -> None:
    checked = check(BOILER, [Choice("buffer"), Choice("three_phase"), Choice("panel"), Choice("pump")])
    assert not checked.is_consistent
    contradiction = checked.contradiction()
    assert contradiction is not None
    assert [choice.option for choice in contradiction.reason.choices] == ["buffer", "panel"]
    assert [[choice.option for choice in change] for change in contradiction.changes] == [
        ["panel"],
        ["buffer"],
    ]
    assert check(BOILER, [Choice("buffer")]).contradiction() is None


def test_the_later_of_two_choices_is_named() -> None:
    model = Model(
        tuple(Option(key, key) for key in "xyz"),
        (Excludes("first", "x and z", "x", ("z",)), Excludes("second", "y and z", "y", ("z",))),
    )
    assert explain(check(model, [Choice("x"), Choice("y")]), "z")[:2] == (["second"], ["y"])
    assert explain(check(model, [Choice("y"), Choice("x")]), "z")[:2] == (["first"], ["x"])


def test_rules_alone_can_forbid_an_option_and_then_no_change_helps() -> None:
    model = Model((Option("x", "x"),), (Requires("gone", "x is no longer made.", ("x",), ()),))
    assert explain(check(model, [Choice("x", False)]), "x") == (["gone"], [], [])


def test_a_wrong_quantity_is_a_choice_of_its_own() -> None:
    choices = [Choice("panel"), Choice("panel", quantity=Decimal(4))]
    checked = check(BOILER, choices)
    contradiction = checked.contradiction()
    assert contradiction is not None
    assert [rule.key for rule in contradiction.reason.rules] == ["packs"]
    assert contradiction.changes[0] == (choices[1],)
    assert check(BOILER, [Choice("panel"), Choice("panel", quantity=Decimal(6))]).is_consistent


@pytest.mark.parametrize(
    ("quantity", "nearest"), [("4", ("3", "6")), ("6", ("6",)), ("1", ("3",)), ("50", ("12",)), ("0", ("3",))]
)
def test_the_nearest_quantities_are_those_that_every_rule_allows(
    quantity: str, nearest: tuple[str, ...]
) -> None:
    assert nearest_quantities(BOILER, "panel", Decimal(quantity)) == tuple(map(Decimal, nearest))


def test_defaults_give_way_to_choices_and_rules() -> None:
    assert [choice.option for choice in with_defaults(BOILER, [Choice("pump")])] == ["pump", "buffer"]
    assert [choice.option for choice in with_defaults(BOILER, [])] == ["single_phase"]
    assert with_defaults(BOILER, [Choice("pump"), Choice("buffer", False)]) == (
        Choice("pump"), Choice("buffer", False),
    )  # fmt: skip
    assert Choice("buffer") not in with_defaults(BOILER, [Choice("pump"), Choice("panel")])


@pytest.mark.parametrize("size", [30, 3])
def test_large_groups_are_counted(size: int) -> None:
    model = Model(
        tuple(Option(f"o{place}", "o") for place in range(size)),
        (Group("two", "Two of them.", tuple(f"o{place}" for place in range(size)), 2, 2),),
    )
    chosen = [Choice("o0"), Choice("o1")]
    assert not check(model, chosen).verdicts["o2"].possible
    assert explain(check(model, chosen), "o2") == (["two"], ["o0", "o1"], [["o1"], ["o0"]])
    refused = [Choice(f"o{place}", False) for place in range(size - 1)]
    assert not check(model, refused).is_consistent


@pytest.mark.parametrize(
    "wrong",
    [
        ((Option("x", "x"), Option("x", "y")), ()),
        ((Option("x", "x"),), (Excludes("r", "s", "x", ("y",)),)),
        ((Option("x", "x"),), (Excludes("r", "s", "x", ("x",)), Excludes("r", "s", "x", ("x",)))),
    ],
)
def test_a_model_that_contradicts_its_own_keys_is_no_model(
    wrong: tuple[tuple[Option, ...], tuple[Rule, ...]],
) -> None:
    with pytest.raises(ValueError, match=r"key|no option"):
        Model(*wrong)


def test_a_choice_of_something_else_is_an_error() -> None:
    with pytest.raises(ValueError, match="No option"):
        check(BOILER, [Choice("lamp")])
