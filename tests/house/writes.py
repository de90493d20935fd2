"""Find where a room writes a table of another room, read from the code.

Three kinds of writes are found: by the ORM on a model, a row of known type or its relations, by the functions of
`kernel.rows`, and by INSERT, UPDATE and DELETE in SQL.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db.models import Model

SOURCE = Path(__file__).parents[2] / "src" / "wellkept"
WRITES = {
    "create", "bulk_create", "update", "bulk_update", "save", "delete", "get_or_create", "update_or_create",
}  # fmt: skip
SQL = re.compile(
    r"\b(?:INSERT\s+INTO|UPDATE(?:\s+ONLY)?|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?|COPY)\s+\"?([a-z_]+)\b", re.I
)


@dataclass(frozen=True, order=True)
class Write:
    """One write: the file, its line, the room that it stands in, and the table that it changes."""

    path: str
    line: int
    room: str
    table: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.room} writes {self.table}"


def room_of(model: type[Model]) -> str:
    return model.__module__.split(".")[1]


def owners() -> dict[str, str]:
    """Name the room of each table of ours."""
    models = [m for m in apps.get_models(include_auto_created=True) if m.__module__.startswith("wellkept.")]
    return {model._meta.db_table: room_of(model) for model in models}


def strangers() -> list[Write]:
    """List each write of a room on a table of another room."""
    tables = owners()
    writes = [
        write
        for path in sorted(SOURCE.rglob("*.py"))
        if "migrations" not in path.parts
        for write in in_python(path)
    ]
    writes += [write for path in sorted(SOURCE.rglob("*.sql")) for write in in_sql(path, path.read_text(), 1)]
    return sorted({write for write in writes if tables.get(write.table, write.room) != write.room})


def in_sql(path: Path, text: str, first_line: int) -> Iterator[Write]:
    code = re.sub(r"--[^\n]*", "", text)
    for match in SQL.finditer(code):
        yield _write(path, first_line + code.count("\n", 0, match.start()), match[1].lower())


def in_python(path: Path) -> Iterator[Write]:
    tree = ast.parse(path.read_text())
    models = imported_models(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from in_sql(path, node.value, node.lineno)
    yield from _of_scope(path, tree.body, models, {})


def imported_models(tree: ast.Module) -> dict[str, type[Model]]:
    """Find the models that this module names, by the names that it gives them."""
    known = {(m.__module__, m.__name__): m for m in apps.get_models()}
    by_package = {
        (module.partition(".models")[0] + ".models", name): m for (module, name), m in known.items()
    }
    models = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                model = known.get((node.module, alias.name)) or by_package.get((node.module, alias.name))
                if model is not None:
                    models[alias.asname or alias.name] = model
    return models


def _of_scope(
    path: Path, body: list[ast.stmt], models: dict[str, type[Model]], rows: dict[str, type[Model]]
) -> Iterator[Write]:
    """Read one scope from top to bottom; `rows` are the variables that hold rows of a model."""
    for node in _walk(body):
        if isinstance(node, ast.FunctionDef):
            inner = dict(rows)
            for argument in [*node.args.args, *node.args.kwonlyargs]:
                if argument.annotation is not None and (model := _named(argument.annotation, models)):
                    inner[argument.arg] = model
            yield from _of_scope(path, node.body, models, inner)
        elif isinstance(node, ast.ClassDef):
            yield from _of_scope(path, node.body, models, dict(rows))
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr | ast.For):
            _learn(node, models, rows)
        elif isinstance(node, ast.comprehension):
            _learn_pair(node.target, node.iter, models, rows)
        if isinstance(node, ast.Call):
            yield from _of_call(path, node, models, rows)


def _of_call(
    path: Path, call: ast.Call, models: dict[str, type[Model]], rows: dict[str, type[Model]]
) -> Iterator[Write]:
    called = call.func
    if isinstance(called, ast.Attribute) and called.attr in WRITES:
        model = _type_of(called.value, models, rows)
        if model is not None:
            yield _write(path, call.lineno, model._meta.db_table)
    elif (isinstance(called, ast.Name) and called.id in ("insert", "update")) or (
        isinstance(called, ast.Attribute) and ast.unparse(called) in ("rows.insert", "rows.update")
    ):
        for argument in call.args[:2]:
            model = _type_of(argument, models, rows)
            if model is not None:
                yield _write(path, call.lineno, model._meta.db_table)


def _walk(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """Walk in order, and not into functions and classes, which have scopes of their own."""
    for node in body:
        yield node
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield from _walk(list(ast.iter_child_nodes(node)))  # type: ignore[arg-type]


def _learn(
    node: ast.Assign | ast.AnnAssign | ast.NamedExpr | ast.For,
    models: dict[str, type[Model]],
    rows: dict[str, type[Model]],
) -> None:
    if isinstance(node, ast.Assign):
        for target in node.targets:
            _learn_pair(target, node.value, models, rows)
    elif isinstance(node, ast.AnnAssign):
        model = _named(node.annotation, models)
        if model is not None and isinstance(node.target, ast.Name):
            rows[node.target.id] = model
    elif isinstance(node, ast.NamedExpr):
        _learn_pair(node.target, node.value, models, rows)
    else:
        _learn_pair(node.target, node.iter, models, rows)


def _learn_pair(
    target: ast.expr, value: ast.expr, models: dict[str, type[Model]], rows: dict[str, type[Model]]
) -> None:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        for name, item in zip(target.elts, value.elts, strict=True):
            _learn_pair(name, item, models, rows)
    elif isinstance(target, ast.Name):
        model = _type_of(value, models, rows)
        if model is not None:
            rows[target.id] = model
        else:
            rows.pop(target.id, None)


def _named(annotation: ast.expr, models: dict[str, type[Model]]) -> type[Model] | None:
    """Find the model that an annotation names, also inside `list[…]` and `… | None`."""
    names = {node.id for node in ast.walk(annotation) if isinstance(node, ast.Name)}
    text = annotation.value if isinstance(annotation, ast.Constant) else ""
    names |= set(re.findall(r"\w+", text)) if isinstance(text, str) else set()
    matches = [models[name] for name in names if name in models]
    return matches[0] if len(matches) == 1 else None


def _type_of(
    value: ast.expr, models: dict[str, type[Model]], rows: dict[str, type[Model]]
) -> type[Model] | None:
    """Find the model of which this expression has a row, rows or the manager; relations are followed."""
    if isinstance(value, ast.Name):
        return rows.get(value.id) or models.get(value.id)
    if isinstance(value, ast.Call):
        return _returned(value.func) or _type_of(value.func, models, rows)
    if isinstance(value, ast.Subscript | ast.Starred | ast.Await):
        return _type_of(value.value, models, rows)
    if isinstance(value, ast.List | ast.Tuple) and value.elts:
        return _type_of(value.elts[0], models, rows)
    if isinstance(value, ast.ListComp | ast.GeneratorExp):
        inner = dict(rows)
        for generator in value.generators:
            _learn_pair(generator.target, generator.iter, models, inner)
        return _type_of(value.elt, models, inner)
    if isinstance(value, ast.BoolOp):
        return next(filter(None, (_type_of(part, models, rows) for part in value.values)), None)
    if isinstance(value, ast.IfExp):
        return _type_of(value.body, models, rows) or _type_of(value.orelse, models, rows)
    if isinstance(value, ast.Attribute):
        owner = _type_of(value.value, models, rows)
        if owner is None:
            return None
        return _related(owner, value.attr)
    return None


def _returned(called: ast.expr) -> type[Model] | None:
    """Find the model that a function of ours returns, by its annotation."""
    name = (
        called.id
        if isinstance(called, ast.Name)
        else called.attr
        if isinstance(called, ast.Attribute)
        else ""
    )
    return returns().get(name)


def _related(owner: type[Model], name: str) -> type[Model] | None:
    """Follow a relation; a column is no row, and any other attribute (a manager, a method) keeps the model."""
    for field in owner._meta.get_fields():
        accessor = field.get_accessor_name() if hasattr(field, "get_accessor_name") else field.name
        if accessor == name:
            return field.related_model if field.is_relation else None  # type: ignore[return-value]
    return owner


def _write(path: Path, line: int, table: str) -> Write:
    inside = path.relative_to(SOURCE)
    return Write(str(inside), line, inside.parts[0].removesuffix(".py"), table)


@cache
def returns() -> dict[str, type[Model]]:
    """Collect the functions of ours that return rows of one model; a name that returns two kinds is left out."""
    kinds_by_name: dict[str, set[type[Model] | None]] = defaultdict(set)
    for path in modules():
        tree = ast.parse(path.read_text())
        models = imported_models(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.returns is not None:
                kinds_by_name[node.name].add(_named(node.returns, models))
    return {
        name: model
        for name, kinds in kinds_by_name.items()
        if len(kinds) == 1 and (model := next(iter(kinds))) is not None
    }


def modules() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
