"""Find where a translated sentence is stored: a value that came from gettext, in a column, a fact, or a command's text.

A sentence that is stored stays in the language of whoever acted. A column or a fact holds a code and its parameters, or
a text in a `StoredTextField` or by `stored_text.store`. A command takes such a text where its parameter is a `Text`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db import models

from wellkept.events import types
from wellkept.kernel.stored_text import StoredTextField

SOURCE = Path(__file__).parents[2] / "src"
GETTEXT = "django.utils.translation"
WORDINGS = ("in_words", "fill", "fill_now")
MANAGER_WRITES = ("create", "bulk_create", "update", "get_or_create", "update_or_create")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules() -> list[Path]:
    return [path for path in sorted((SOURCE / "wellkept").rglob("*.py")) if "migrations" not in path.parts]


def stored(path: Path) -> list[str]:
    """Each place of this file at which a translated sentence is stored."""
    tree = ast.parse(path.read_text())
    reader = _Reader(path, tree)
    return sorted({f"{path.relative_to(SOURCE)}:{line}: {where}" for line, where in reader.places()})


class _Reader:
    def __init__(self, path: Path, tree: ast.Module) -> None:
        self.path, self.tree = path, tree
        self.translators: set[str] = set()
        self.imported: dict[str, str] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    name = alias.asname or alias.name
                    if node.module == GETTEXT and "gettext" in alias.name:
                        self.translators.add(name)
                    self.imported[name] = f"{node.module}.{alias.name}"
        self.classes = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
        self.functions = {node.name: node for node in ast.walk(tree) if isinstance(node, Function)}
        self.wording: set[str] = set()
        constants = {
            name for node in tree.body for name in _assigned(node) if self._is_translated(node, set())
        }
        self.constants = constants
        self.wording = {name for name, node in self.functions.items() if self._returns_words(node)}

    def places(self) -> Iterator[tuple[int, str]]:
        for function in self.functions.values():
            words = self._words_in(function)
            for node in ast.walk(function):
                if isinstance(node, ast.Call):
                    yield from self._in_call(node, words)
                elif isinstance(node, ast.Assign):
                    yield from self._in_assignment(node, words)

    def _words_in(self, function: Function) -> set[str]:
        """Names that hold a translated sentence in this function."""
        words = set(self.constants)
        for node in ast.walk(function):
            if isinstance(node, ast.Assign | ast.AnnAssign) and self._is_translated(node.value, words):
                words |= set(_assigned(node))
        return words

    def _returns_words(self, function: Function) -> bool:
        words = self._words_in(function)
        returned = [node.value for node in ast.walk(function) if isinstance(node, ast.Return) and node.value]
        return any(self._is_translated(value, words) for value in returned)

    def _is_translated(self, node: ast.AST | None, words: set[str]) -> bool:
        """Whether the value of an expression has a translated sentence in it. A refusal in it is none."""
        if node is None or isinstance(node, ast.Lambda):
            return False
        if isinstance(node, ast.Name):
            return node.id in words
        if isinstance(node, ast.Call):
            name = _name_of(node.func)
            if name in self.translators or name in WORDINGS or name in self.wording:
                return True
            if name in ("str", "join", "strip", "format", "one_line"):
                parts = [*node.args, node.func]
                return any(self._is_translated(part, words) for part in parts)
            return False
        return any(self._is_translated(part, words) for part in ast.iter_child_nodes(node))

    def _in_call(self, call: ast.Call, words: set[str]) -> Iterator[tuple[int, str]]:
        name = _name_of(call.func)
        named = [(keyword.arg or "", keyword.value) for keyword in call.keywords]
        translated = [column for column, value in named if self._is_translated(value, words)]
        if not translated:
            return
        if name in MANAGER_WRITES or self._is_model(call.func):
            for column in translated:
                if column not in _text_columns():
                    yield call.lineno, f"{name}({column}=…) stores a translated sentence"
        elif name in _fact_names():
            for column in translated:
                yield call.lineno, f"the fact {name} has a translated sentence as {column}"
        elif (command := self._command(call.func)) is not None:
            for column in set(translated) & _str_parameters(command):
                yield call.lineno, f"the command {command.name} gets a translated sentence as {column}"

    def _in_assignment(self, node: ast.Assign, words: set[str]) -> Iterator[tuple[int, str]]:
        for target, value in _pairs(node):
            if not isinstance(target, ast.Attribute) or not self._is_translated(value, words):
                continue
            of_row = isinstance(target.value, ast.Name) and target.value.id != "self"
            if of_row and target.attr in _columns() - _text_columns():
                yield node.lineno, f"{target.attr} of a row is a translated sentence"

    def _is_model(self, function: ast.expr) -> bool:
        name = _name_of(function)
        return (
            name in _model_names()
            and (name not in self.classes)
            and ".models" in self.imported.get(name, ".models")
        )

    def _command(self, function: ast.expr) -> Function | None:
        """The command that is called, if it stands in a module of commands."""
        if isinstance(function, ast.Name):
            dotted = self.imported.get(function.id, "")
        elif isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
            dotted = f"{self.imported.get(function.value.id, '')}.{function.attr}"
        else:
            return None
        module, _dot, name = dotted.rpartition(".")
        return _functions_of(module).get(name) if ".commands" in module else None


def _pairs(node: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    for target in node.targets:
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            yield from zip(target.elts, node.value.elts, strict=False)
        else:
            yield target, node.value


def _assigned(node: ast.AST) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _str_parameters(function: Function) -> set[str]:
    arguments = [*function.args.args, *function.args.kwonlyargs]
    return {a.arg for a in arguments if a.annotation and ast.unparse(a.annotation).split(" |")[0] == "str"}


@cache
def _functions_of(module: str) -> dict[str, Function]:
    """Functions of a module. A package of commands offers those of its modules."""
    place = SOURCE / module.replace(".", "/")
    paths = [place.with_suffix(".py")] if place.with_suffix(".py").exists() else sorted(place.glob("*.py"))
    return {
        node.name: node
        for path in paths
        for node in ast.parse(path.read_text()).body
        if isinstance(node, Function)
    }


@cache
def _models() -> tuple[type[models.Model], ...]:
    return tuple(model for model in apps.get_models() if model.__module__.startswith("wellkept."))


@cache
def _model_names() -> frozenset[str]:
    return frozenset(model.__name__ for model in _models())


@cache
def _fact_names() -> frozenset[str]:
    return frozenset(cls.__name__ for cls in types.fact_types().values())


@cache
def _columns() -> frozenset[str]:
    """Names of columns for words."""
    return frozenset(
        field.name
        for model in _models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.TextField | models.CharField | models.JSONField)
    )


@cache
def _text_columns() -> frozenset[str]:
    """Names of columns that keep a text with its parameters, in each table that has them."""
    return frozenset(
        field.name
        for model in _models()
        for field in model._meta.concrete_fields
        if isinstance(field, StoredTextField)
    )
