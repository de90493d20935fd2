"""Read and write rows by SQL that is built once.

For the few statements that every command runs, Django's query compiler takes several times as long as
PostgreSQL. Here the SQL is built from the model the first time and cached. The results are the same instances
and rows.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Field, Model

M = TypeVar("M", bound=Model)


@functools.cache
def columns(model: type[Model]) -> str:
    """List the columns of a table, for a SELECT, in the order that `read` expects."""
    table = model._meta.db_table
    return ", ".join(f'"{table}"."{field.column}"' for field in model._meta.concrete_fields)


def read(model: type[M], values: Sequence[Any]) -> M:
    """Make the instance of a row that was selected by `columns`."""
    names, converters = _reading(model)
    if converters:
        values = list(values)
        for place, expression, converter in converters:
            values[place] = converter(values[place], expression, connection)
    return model.from_db(connection.alias, names, values)


def width(model: type[Model]) -> int:
    """Count those columns."""
    return len(model._meta.concrete_fields)


def insert(row: Model) -> None:
    """INSERT a new row: `row.save(force_insert=True)` of a model without parents, signals and hooks."""
    statement, fields, returned = _inserting(type(row), row.pk is None)
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        if returned:
            for field, value in zip(returned, cursor.fetchone(), strict=True):
                setattr(row, field.attname, value)
    row._state.adding, row._state.db = False, connection.alias


def update(row: Model, names: Sequence[str]) -> None:
    """UPDATE these columns (by their attributes) of the row to what the instance holds."""
    statement, fields = _updating(type(row), tuple(names))
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, row.pk])


@functools.cache
def _reading(model: type[Model]) -> tuple[list[str], list[tuple[int, Any, Any]]]:
    fields = model._meta.concrete_fields
    converters = [
        (place, field.get_col(model._meta.db_table), converter)
        for place, field in enumerate(fields)
        for converter in field.get_db_converters(connection)
    ]
    return [field.attname for field in fields], converters


@functools.cache
def _inserting(
    model: type[Model], without_key: bool
) -> tuple[str, list[Field[Any, Any]], list[Field[Any, Any]]]:
    every = model._meta.concrete_fields
    fields = [f for f in every if not f.generated and not (without_key and f.primary_key)]
    returned = [f for f in every if f.generated or (without_key and f.primary_key)]
    marks = ", ".join(["%s"] * len(fields))
    statement = f'INSERT INTO "{model._meta.db_table}" ({_names(fields)}) VALUES ({marks})'
    if returned:
        statement += f" RETURNING {_names(returned)}"
    return statement, fields, returned


@functools.cache
def _updating(model: type[Model], names: tuple[str, ...]) -> tuple[str, list[Field[Any, Any]]]:
    by_attribute = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_attribute[name] for name in names]
    changes = ", ".join(f'"{field.column}" = %s' for field in fields)
    key = model._meta.pk
    assert key is not None  # every model has one
    return f'UPDATE "{model._meta.db_table}" SET {changes} WHERE "{key.column}" = %s', fields


def _names(fields: Sequence[Field[Any, Any]]) -> str:
    return ", ".join(f'"{field.column}"' for field in fields)


def key_of(text: str) -> int:
    """Read a key that a form carries. What is none becomes -1, which no row has."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 17 else -1
