"""A refusal is translated when it is read: its sentence is never a bare string."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import wellkept

ROOT = Path(wellkept.__file__).parent
SENTENCE_AT = {"Refusal": 1, "invalid": 1, "missing": 1, "forbidden": 0}


def bare_sentences(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        place = SENTENCE_AT.get(node.func.id)
        if place is None:
            continue
        texts = [*node.args[place : place + 1], *(k.value for k in node.keywords if k.arg in _TEXTS)]
        if any(isinstance(text, ast.JoinedStr) or _is_bare(text) for text in texts):
            yield str(path.relative_to(ROOT)), node.lineno


def _is_bare(text: ast.expr) -> bool:
    return isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value != ""


_TEXTS = ("sentence", "instead", "for_customer")


def test_no_refusal_has_a_bare_sentence() -> None:
    assert [sentence for path in sorted(ROOT.rglob("*.py")) for sentence in bare_sentences(path)] == []
