"""`wellkept find`: the find box on the command line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.table import Table

    from wellkept.find.queries import Found

_STATES = {"open": "waits for", "at_rest": "at rest", "ended": "ended", "": "no journey yet"}
_COURTS = {"us": "us", "customer": "the customer"}


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--limit", default=20, show_default=True, help="How many at most.")
def find(text: tuple[str, ...], limit: int) -> None:
    """Find journeys by anything a customer can say: a number, a telephone, a name, a street, half of it.

    Each line says where the journey stands, with whom and since when, and by which reference it was found. Exits 1
    when nothing is found.
    """
    from wellkept.cli import bootstrap

    with bootstrap.database(progress=lambda _: None):
        bootstrap.django()
        bootstrap.migrated()
        from rich.console import Console

        from wellkept.find.queries import find as look
        from wellkept.people.actor import SYSTEM

        found = look(" ".join(text), by=SYSTEM, limit=max(1, limit))
        if not found:
            click.echo("Nothing found.", err=True)
            sys.exit(1)
        if found[0].slip:
            click.echo("One digit is wrong, or two are swapped. Did they mean", err=True)
        elif found[0].fuzzy:
            click.echo("Not quite as asked. Did they mean", err=True)
        wide = None if sys.stdout.isatty() else 160  # what goes into another program is not cut by a terminal
        Console(width=wide, highlight=False, markup=False).print(_table(found))


def _table(found: list[Found]) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("Number", no_wrap=True)
    for name in ("Customer", "Where it stands", "With", "Found by"):
        table.add_column(name, overflow="fold")
    for one in found:
        table.add_row(one.shown or "—", _whom(one), _stands(one), one.holder or one.owner, _by(one))
    return table


def _whom(one: Found) -> str:
    if one.confidential and not one.customer_name:
        return "(confidential)"
    need = " ".join(one.need.split())
    return f"{one.customer_name}\n“{need[:70]}”" if need else one.customer_name


def _stands(one: Found) -> str:
    """`Delivery, waits for us\nsince 2026-11-20`"""
    how = _STATES.get(one.state, one.state)
    if one.state == "open":
        how += f" {_COURTS.get(one.court) or one.waits_for or 'a third party'}"
    where = f"{one.stage.capitalize()}, {how}" if one.stage else how.capitalize()
    return f"{where}\nsince {one.since:%Y-%m-%d}" if one.since else where


def _by(one: Found) -> str:
    found = [f"{match.kind.replace('_', ' ')} {match.said}" for match in one.matches[:2]]
    return "\n".join([*found, *([f"was {one.asked_as}"] if one.asked_as else [])])
