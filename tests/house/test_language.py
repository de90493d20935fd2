"""Plain language: the rules of STYLE.md that a program can check."""

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


def test_nothing_breaks_a_rule() -> None:
    assert [str(offence) for offence in language.offences()] == []


def test_each_file_name_exists_once() -> None:
    assert language.twice(language.files()) == {}


def test_each_word_has_one_row_in_the_glossary() -> None:
    assert language.glossary() == {}


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
