"""`wellkept backup`, `restore`, `doctor`, `verify`: care of the installation."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from wellkept.cli import bootstrap
from wellkept.cli.mail_findings import of_mail
from wellkept.cli.worker_checks import check_worker
from wellkept.installation import backup as backups
from wellkept.installation import environment, major_upgrade
from wellkept.installation.doctor import Finding, State, examine, ill, lacks, well
from wellkept.installation.errors import InstallationError
from wellkept.kernel import clock


@click.command()
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help="The file to write.")
def backup(to: Path | None) -> None:
    """Write database and files into one file, while everything runs.

    Without --to it goes to the folder of the nightly backups (WELLKEPT_BACKUPS) and is thinned out by age
    like them.
    """
    data = environment.data_folder()
    taken_at = clock.now()
    target = to or environment.backup_folder(data) / backups.name_for(taken_at)
    with bootstrap.database():
        manifest = backups.backup(
            database=environment.effective_database_url(data),
            data=data,
            to=target.absolute(),
            taken_at=taken_at,
            progress=bootstrap.say,
        )
    size = target.stat().st_size / 1024 / 1024
    click.echo(f"{target}  ({size:.1f} MB, {manifest.files} files)")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def restore(file: Path) -> None:
    """Restore a backup. The folder and the database must be empty."""
    data = environment.data_folder()
    with bootstrap.database():
        manifest = backups.restore(
            database=environment.effective_database_url(data), data=data, source=file, progress=bootstrap.say
        )
        bootstrap.django()
        from wellkept.events.restore import forget_transactions

        forget_transactions()
        bootstrap.migrate()
    click.echo(f"Restored into {data}: the state of {manifest.taken_at}, {manifest.files} files.")
    click.echo("Check it with: wellkept verify")


@click.command()
def doctor() -> None:
    """Report what is missing or wrong in this installation. Exits 1 when something does not work."""
    data = environment.data_folder()
    with bootstrap.database(progress=lambda _: None):
        findings = examine(
            database=environment.effective_database_url(data),
            data=data,
            backups=environment.backup_folder(data),
        )
        findings += _of_the_company()
    marks = {State.WELL: ("✓", "green"), State.LACKS: ("○", "yellow"), State.ILL: ("✗", "red")}
    for finding in findings:
        mark, colour = marks[finding.state]
        click.echo(f"{click.style(mark, fg=colour)} {finding.what:<17} {finding.sentence}")
        if finding.advice:
            click.echo(f"  {'':<17} {click.style(finding.advice, dim=True)}")
    sys.exit(1 if any(finding.state is State.ILL for finding in findings) else 0)


def _of_the_company() -> list[Finding]:
    try:
        bootstrap.django()
        bootstrap.migrated()
    except InstallationError as error:
        return [ill("tables", error.sentence, error.hint)]
    from wellkept.people import queries

    if not queries.is_set_up():
        return [*check_worker(), lacks("company", "Not set up yet.", "Open the first page and name it.")]
    return [*check_worker(), _standing_members(), *of_mail()]


def _standing_members() -> Finding:
    from wellkept.people import queries

    alone = [team.name for team in queries.teams() if team.standing_id is None and team.lead_id is None]
    if alone:
        return lacks(
            "standing members",
            f"Nobody receives what comes in by itself for: {', '.join(alone)}.",
            "Name a standing member or a lead of each team.",
        )
    return well("standing members", "Each team has somebody who receives what comes in.")


@click.command()
@click.option(
    "--old-programs",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder with postgres and pg_dump of the old version; without it those of the system's packages.",
)
def upgrade_database(old_programs: Path | None) -> None:
    """Bring the embedded database to this version's PostgreSQL: dump, restore, verify, exchange.

    Nothing is exchanged unless every chain of the record verifies. The old data is kept beside the new.
    """
    folder = environment.data_folder() / "postgres"
    if environment.database_url() is not None:
        raise InstallationError(
            "DATABASE_URL names a server of yours.", hint="Upgrade it with its own tools."
        )
    kept = major_upgrade.upgrade(
        folder.resolve(), check=_check_upgraded, old_programs=old_programs, progress=bootstrap.say
    )
    if kept is None:
        click.echo("The database is of this version already.")
    else:
        click.echo(f"The record verifies. The old data is kept in {kept}; remove it when you are content.")


def _check_upgraded(url: str) -> None:
    os.environ["DATABASE_URL"] = url
    try:
        bootstrap.django()
        from wellkept.events.restore import forget_transactions
        from wellkept.events.verify import verify as walk

        forget_transactions()
        bootstrap.migrate()
        result = walk()
    finally:
        del os.environ["DATABASE_URL"]
    if result.broken is not None:
        raise InstallationError(f"The record is broken: {result.broken.why}", hint="Nothing was changed.")


@click.command()
def follow_again() -> None:
    """Try again the events that were given up after half a day of failures."""
    with bootstrap.database(progress=lambda _: None):
        bootstrap.django()
        bootstrap.migrated()
        from wellkept.events import outbox

        count = outbox.try_failed_again()
    click.echo(f"{count} events will be followed again.")


@click.command()
@click.option(
    "--against",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A file with an anchored root (anchor-….txt), as it left the house.",
)
def verify(against: Path | None) -> None:
    """Verify every chain of the log. Names the first broken link and exits 1 if there is one."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    anchored = _anchored(against) if against else None
    with bootstrap.database():
        bootstrap.django()
        bootstrap.migrated()
        from wellkept.events.verify import verify as walk

        columns = (TextColumn("  Checking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("events", total=None)
            result = walk(
                progress=lambda done, total: bar.update(task, completed=done, total=total), against=anchored
            )
    if result.broken is not None:
        broken = result.broken
        where = f"subject {broken.subject}, event {broken.seq} of its chain"
        raise InstallationError(f"The record is broken at {where}: {broken.why}")
    sentence = f"{result.events} events of {result.subjects} subjects: every chain holds"
    click.echo(f"{sentence}{', and the anchored root agrees' if against else ''}.\nRoot {result.root.hex()}")


def _anchored(file: Path) -> tuple[int, bytes]:
    try:
        reach, root = file.read_text().split()[:2]
        return int(reach), bytes.fromhex(root)
    except ValueError:
        raise InstallationError(f"{file} holds no anchored root.") from None
