"""Plain language: the rules of STYLE.md that a program can check.

Rooms that break a rule have a number in `language_debt.toml`. It may only shrink, and the file is empty at the end.
"""

from __future__ import annotations

import ast

import pytest
from tests.house import language


def docstring_offences(source: str) -> list[str]:
    return [
        rule
        for node, _, text in language.docstrings(ast.parse(source))
        for rule, _ in language.in_docstring(node, text)
    ]


@pytest.mark.parametrize("table", ["rooms", "file_names", "glossary"])
def test_offences_do_not_grow(table: str) -> None:
    debt = language.debt().get(table, {})
    grown = {name: count for name, count in language.present()[table].items() if count > debt.get(name, 0)}
    rooms = grown if table == "rooms" else {}
    assert (grown, [str(o) for o in language.offences() if o.room in rooms]) == ({}, [])


@pytest.mark.parametrize("table", ["rooms", "file_names", "glossary"])
def test_the_debt_is_lowered_as_soon_as_a_room_is_better(table: str) -> None:
    """Run `python -m tests.house.language --lower` when this fails, and commit the file with the improvement."""
    present = language.present()[table]
    better = {
        name: count for name, count in language.debt().get(table, {}).items() if present.get(name, 0) < count
    }
    assert better == {}


@pytest.mark.parametrize(
    ("source", "rules"),
    [
        ('"""Lock the customer until the transaction ends."""', []),
        ('"""Who the customer is."""', ["begins with a relative"]),
        ('"""Whosoever."""', ["an old word"]),
        ('def f() -> bool:\n    """Whether the customer waits."""', []),
        (
            'def f() -> int:\n    """Whether the customer waits."""',
            ["begins with Whether and returns no bool"],
        ),
        (f'"""Count {"word " * 29}."""', []),
        (f'"""Count {"word " * 30}."""', ["more than 30 words"]),
        (f'"""Count {"word " * 29}.\n\nCount again."""', []),
        (f'"""Choose:\n\n  PORT  {"word " * 29}\n  NAMES  {"word " * 29}"""', []),
        (f'"""Choose:\n\n  PORT  {"word " * 30}"""', ["more than 30 words"]),
        ('"""Read; parse; store."""', ["semicolons in a row"]),
        ('"""Count those who know whom they told whose number."""', ["a chain of who, whom, whose"]),
        ('"""Number it anew, by itself."""', ["an old word", "an old word"]),
    ],
)
def test_each_rule_of_docstrings_is_checked(source: str, rules: list[str]) -> None:
    assert docstring_offences(source) == rules


def test_a_glossary_word_in_a_name_is_kept_to_its_rooms() -> None:
    assert language.strangers("PairOfSearches", "find") == ["pair"]
    assert language.strangers("PairOfCustomers", "duplicates") == []
    assert language.strangers("repair", "find") == []


def test_a_file_name_exists_once_unless_it_means_the_same_everywhere() -> None:
    paths = [
        "find/commands/x.py",
        "find/queries/x.py",
        "mail/y.py",
        "web/y.py",
        "mail/models.py",
        "web/models.py",
    ]
    assert language.twice([language.SOURCE / path for path in paths]) == {"y": 2}
