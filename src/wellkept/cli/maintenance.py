"""`wellkept backup`, `restore`, `doctor`: care of the installation."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wellkept.cli import bootstrap, run, verify
from wellkept.installation import archive, encryption, environment, major_upgrade, proof
from wellkept.installation import backup as backups
from wellkept.installation.doctor import Finding, State, examine, ill, lacks, well
from wellkept.installation.errors import InstallationError
from wellkept.installation.postgres import OWNER, Server
from wellkept.kernel import clock

if TYPE_CHECKING:
    from wellkept.verification.queries import Verified


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
            database=environment.effective_owner_url(data),
            data=data,
            to=target.absolute(),
            taken_at=taken_at,
            progress=bootstrap.say,
        )
    size = target.stat().st_size / 1024 / 1024
    click.echo(f"{target}  ({size:.1f} MB, {manifest.files} files)")
    if os.environ.get("WELLKEPT_SECRET_KEY"):
        click.echo("Your WELLKEPT_SECRET_KEY is not in it. Keep it in another place: a restore needs it.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--check", is_flag=True, help="Prove the backup in a scratch database; change nothing here.")
@click.option("--even-if-broken", is_flag=True, help="Restore also a record that does not verify.")
def restore(file: Path, check: bool, even_if_broken: bool) -> None:
    """Restore a backup. The folder and the database must be empty.

    The record is verified before the restore counts as done. If it is broken, folder and database are left empty.

    With --check: restore into a temporary folder with a server of its own, bring the tables to this version, verify
    the record and the files, and remove everything again.
    """
    bootstrap.say("Reading the backup")
    manifest = archive.examine(file)
    if check:
        _prove(file, manifest)
        return
    data = environment.data_folder()
    backups.refuse_filled_folder(data)
    with (
        backups.empty_after_failure(data),
        backups.restore_under_way(data),
        bootstrap.database(restoring=True),
    ):
        result = _restore(file, manifest, data, even_if_broken=even_if_broken)
    click.echo(f"Restored into {data}: the state of {manifest.taken_at}, {manifest.files} files.")
    click.echo("New numbers leave out those that may have been given since, so that none is given twice.")
    if encryption.mark_of(environment.secret_key(data)) != manifest.key:
        click.secho(
            "The secret key is another one than where this backup was made: links that customers have do not open, and"
            " mail accounts ask for their passwords again. Before you start, set WELLKEPT_SECRET_KEY as it was there.",
            fg="red",
        )
    if result.broken is None:
        click.echo(f"{verify.in_words(result)}.")
    else:
        click.secho("The record is broken. See where: wellkept verify", fg="red")


def _restore(file: Path, manifest: archive.Manifest, data: Path, *, even_if_broken: bool = False) -> Verified:
    """Restore into the running database, bring it to this version, and verify the record."""
    database = environment.effective_owner_url(data)
    backups.restore(database=database, data=data, source=file, manifest=manifest, progress=bootstrap.say)
    try:
        result = _taken_over(with_files=True)
        if result.broken is not None and not even_if_broken:
            raise InstallationError(
                f"The record in {file.name} is broken: {result.broken}",
                hint="Nothing was restored. To have it all the same: wellkept restore --even-if-broken",
            )
        bootstrap.skip_ahead()
    except BaseException:
        backups.empty_database(database)
        raise
    return result


def _taken_over(*, with_files: bool) -> Verified:
    """Bring a database that comes from another server to this version, and verify its record."""
    bootstrap.django()
    bootstrap.forget_transactions()
    bootstrap.migrate()
    return verify.read_record(with_files=with_files)


def _prove(file: Path, manifest: archive.Manifest) -> None:
    run.stop_on_signals()
    with proof.scratch(file.stat().st_size) as data:
        os.environ.pop("DATABASE_URL", None)
        os.environ["WELLKEPT_DATA"] = str(data)
        with bootstrap.database():
            result = _restore(file, manifest, data)
    click.echo(f"The backup of {manifest.taken_at} is proved: {verify.in_words(result)}.")


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
    from wellkept.health.clock_checks import check_times_of_record
    from wellkept.health.mail_findings import of_mail
    from wellkept.health.worker_checks import check_worker
    from wellkept.people import queries

    if not queries.is_set_up():
        return [*check_worker(), lacks("company", "Not set up yet.", "Open the first page and name it.")]
    return [check_times_of_record(), *check_worker(), _check_receivers(), *of_mail()]


def _check_receivers() -> Finding:
    from wellkept.people import queries

    alone = [team.name for team in queries.teams() if team.standing_id is None and team.lead_id is None]
    if alone:
        return lacks(
            "standing members",
            f"Nobody receives new mail and calls for: {', '.join(alone)}.",
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


def _check_upgraded(server: Server) -> None:
    os.environ.update(DATABASE_URL=server.url(), WELLKEPT_OWNER_URL=server.url(role=OWNER))
    try:
        result = _taken_over(with_files=False)
    finally:
        del os.environ["DATABASE_URL"], os.environ["WELLKEPT_OWNER_URL"]
    if result.broken is not None:
        raise InstallationError(f"The record is broken: {result.broken}", hint="Nothing was changed.")


@click.command()
def follow_again() -> None:
    """Try again the events that were given up after half a day of failures."""
    with bootstrap.database(progress=lambda _: None):
        bootstrap.django()
        bootstrap.migrated()
        from wellkept.events import outbox

        count = outbox.try_failed_again()
    click.echo(f"{count} events will be followed again.")
