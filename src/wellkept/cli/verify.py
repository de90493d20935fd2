"""`wellkept verify`: read the whole record, and name what in it cannot be true."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wellkept.cli import bootstrap
from wellkept.installation.errors import InstallationError

if TYPE_CHECKING:
    from wellkept.verification.fault import Finding
    from wellkept.verification.heads import Anchored
    from wellkept.verification.queries import Verified


@click.command()
@click.option(
    "--against",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A file with an anchored root (anchor-….txt), as it left the house.",
)
@click.option("--since", type=click.DateTime(), help="Only subjects with an event recorded since then (UTC).")
@click.option("--without-files", is_flag=True, help="Do not read stored files: they are on another machine.")
def verify(against: Path | None, since: datetime | None, without_files: bool) -> None:
    """Verify the record: chains, bodies, the rows that events rebuild, and stored files.

    Prints each finding and exits 1 if there is one. With --against, a chain that was written again is named, too.
    """
    with bootstrap.database():
        bootstrap.django()
        bootstrap.migrated()
        anchored = _anchored(against) if against else None
        result = read_record(against=anchored, since=since, with_files=not without_files, says_each=True)
    if result.broken is not None:
        count = result.findings.count
        raise InstallationError(f"The record is broken in {count} {'place' if count == 1 else 'places'}.")
    also = ", and the anchored root agrees" if against else ""
    click.echo(f"{in_words(result)}{also}.")
    if since is None:
        click.echo(f"Root {result.root.hex()}")
    _say_blind_spots(against)


def read_record(
    *,
    against: Anchored | None = None,
    since: datetime | None = None,
    with_files: bool = True,
    says_each: bool = False,
) -> Verified:
    """Run the verifier with a progress bar. Django is set up. `says_each`: print each finding when it is found."""
    from django.conf import settings
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from wellkept.verification.queries import verify as read

    columns = (TextColumn("  Checking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("events", total=None)

        def say(finding: Finding) -> None:
            bar.console.print(str(finding), style="red", markup=False, highlight=False, soft_wrap=True)

        return read(
            progress=lambda done, total: bar.update(task, completed=done, total=total),
            against=against,
            since=since,
            files=Path(settings.FILES) if with_files else None,
            tell=say if says_each else None,
        )


def in_words(result: Verified) -> str:
    """The result of a record without findings, in a sentence."""
    erased = f" ({result.erased} bodies were erased, each with its reason)" if result.erased else ""
    return (
        f"{result.events} events of {result.subjects} subjects{erased} and {result.files} files:"
        " every chain holds, and the rows are as their events say"
    )


def _say_blind_spots(against: Path | None) -> None:
    from wellkept.verification.queries import BLIND_SPOTS

    click.echo("Not seen by any verifier:")
    for sentence in BLIND_SPOTS:
        click.echo(f"  {sentence}")
    if against is None:
        click.echo("Not compared with a root that left the house: give one with --against.")


def _anchored(file: Path) -> Anchored:
    from wellkept.verification.heads import read_anchor

    try:
        return read_anchor(file)
    except ValueError:
        raise InstallationError(f"{file} holds no anchored root.") from None
