"""`wellkept find`: the find box on the command line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.table import Table

    from wellkept.find.queries import SearchResult

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

        results = look(" ".join(text), by=SYSTEM, limit=max(1, limit))
        if not results:
            click.echo("Nothing found.", err=True)
            sys.exit(1)
        if results[0].slip:
            click.echo("One digit is wrong, or two are swapped. Did they mean", err=True)
        elif results[0].fuzzy:
            click.echo("Not quite as asked. Did they mean", err=True)
        wide = None if sys.stdout.isatty() else 160  # what goes into another program is not cut by a terminal
        Console(width=wide, highlight=False, markup=False).print(_table(results))


def _table(results: list[SearchResult]) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("Number", no_wrap=True)
    for name in ("Customer", "Where it stands", "With", "Found by"):
        table.add_column(name, overflow="fold")
    for result in results:
        table.add_row(
            result.shown or "—", _whom(result), _stands(result), result.holder or result.owner, _by(result)
        )
    return table


def _whom(result: SearchResult) -> str:
    if result.confidential and not result.customer_name:
        return "(confidential)"
    need = " ".join(result.need.split())
    return f"{result.customer_name}\n“{need[:70]}”" if need else result.customer_name


def _stands(result: SearchResult) -> str:
    """`Delivery, waits for us\nsince 2026-11-20`"""
    how = _STATES.get(result.state, result.state)
    if result.state == "open":
        how += f" {_COURTS.get(result.court) or result.waits_for or 'a third party'}"
    where = f"{result.stage.capitalize()}, {how}" if result.stage else how.capitalize()
    return f"{where}\nsince {result.since:%Y-%m-%d}" if result.since else where


def _by(result: SearchResult) -> str:
    references = [f"{match.kind.replace('_', ' ')} {match.said}" for match in result.matches[:2]]
    return "\n".join([*references, *([f"was {result.asked_as}"] if result.asked_as else [])])
