"""`wellkept export`: write everything into one file."""

from __future__ import annotations

from pathlib import Path

import click

from wellkept.cli.import_ import actor
from wellkept.installation.errors import InstallationError


@click.command()
@click.option(
    "--to", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The zip file to write."
)
@click.option(
    "--by", "mail", default="", help="As whom: only what this person may read. Without it, everything."
)
def export(to: Path, mail: str) -> None:
    """Write everything that is kept here into one zip file: tables as CSV, their schema, the papers.

    Everybody goes on working meanwhile; the file shows one moment. docs/export.md describes every column.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from wellkept.cli import bootstrap

    with bootstrap.database(progress=lambda _: None):
        bootstrap.django()
        bootstrap.migrated()
        from wellkept.exports.commands import take_out
        from wellkept.kernel.refusal import Refusal
        from wellkept.people.actor import SYSTEM

        try:
            by = actor(mail) if mail else SYSTEM
            columns = (TextColumn("  {task.description:<20}"), BarColumn(), MofNCompleteColumn())
            console = Console(stderr=True)
            with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
                task = bar.add_task("", total=None)

                def progress(table: str, rows: int) -> None:
                    bar.update(task, description=table, advance=rows)

                size = take_out(to=to.absolute(), by=by, progress=progress)
        except Refusal as no:
            raise InstallationError(str(no.sentence), hint=str(no.instead or "")) from None
        click.echo(f"{to}  ({size / 1024 / 1024:.1f} MB)")
