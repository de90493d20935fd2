"""`wellkept find`: the find box for whoever sits at the machine."""

from __future__ import annotations

import sys

import click


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--limit", default=20, show_default=True)
def find(text: tuple[str, ...], limit: int) -> None:
    """Find journeys by anything a customer can say: a number, a telephone, a name, a street, half of it.

    Exits 1 when nothing is found.
    """
    from wellkept.cli import ground

    with ground.database(progress=lambda _: None):
        ground.django()
        ground.migrated()
        from wellkept.find.queries import find as look
        from wellkept.people.actor import SYSTEM

        found = look(" ".join(text), by=SYSTEM, limit=limit)
        if not found:
            click.echo("Nothing found.", err=True)
            sys.exit(1)
        if found[0].slip:
            click.echo("One digit is wrong: did they mean", err=True)
        for one in found:
            need = "(confidential)" if one.confidential else " ".join(one.need.split())[:60]
            stands = f"{one.stage} · {one.state}" if one.journey else "no journey yet"
            by = ", ".join(match.said for match in one.matches[:2])
            click.echo(
                f"{one.shown or '—':<12}{one.customer_name[:32]:<34}{stands:<22}{one.holder or one.owner:<20}"
            )
            click.echo(f"            {need}" + (f"   [{by}]" if by and not one.confidential else ""))
