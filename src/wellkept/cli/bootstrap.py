"""Set up what every command needs: a running database, and Django on it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from wellkept.installation import backup, environment, permissions, postgres
from wellkept.installation.errors import InstallationError
from wellkept.installation.postgres import Server

EXIT_TRY_AGAIN = 75  # EX_TEMPFAIL


def say(sentence: str) -> None:
    click.echo(f"  {sentence}", err=True)


@contextmanager
def database(
    progress: Callable[[str], None] = say, *, own: bool = False, stays: bool = False, restoring: bool = False
) -> Iterator[Server | None]:
    """Provide a database for the block: that of DATABASE_URL (then None), else the embedded one.

    The embedded server is started if it does not run, and stopped afterwards if it was started here. `stays`:
    the block does not end; wait for a short command that owns the server now. `own`: wait likewise, and own
    the server.
    """
    if not restoring:
        backup.refuse_half_restored(environment.data_folder())
    url, owner = environment.database_url(), environment.owner_url()
    if url is not None and owner is not None:
        environment.database(url)
        environment.database(owner, "WELLKEPT_OWNER_URL")
        yield None
        return
    data = environment.data_folder()
    prepare_folder()
    with postgres.start(data / "postgres", progress=progress, stays=own or stays) as server:
        if own and not server.owned:
            raise InstallationError(
                f"Wellkept already runs with the data in {data}.",
                hint="Use that one, stop it, or choose another folder: WELLKEPT_DATA=...",
            )
        server.create_database()
        yield server


def prepare_folder() -> None:
    """Make the data folder, closed to others. When we are root, the database's account can pass through it."""
    permissions.make_folder(environment.data_folder())


def close_folder(progress: Callable[[str], None] = say) -> None:
    """Take from others what they could read in the data folder: an older version, or a hand, left it wider."""
    count = permissions.narrow(environment.data_folder())
    if count:
        progress(f"Closed {count} files and folders that others on this machine could read")


def django() -> None:
    """Set up Django, and check that its database answers."""
    import django as framework
    from django.db import OperationalError, connection

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wellkept.settings")
    framework.setup()
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise InstallationError("The database cannot be reached.", hint=str(error).strip()) from None


def migrated() -> None:
    """Refuse to work on tables of another version."""
    from wellkept.installation import schema

    if not schema.is_current():
        raise InstallationError(
            f"The database is not prepared for this version ({schema.missing_migrations()} changes are missing).",
            hint="Run: wellkept migrate",
            exit_code=environment.EXIT_CONFIGURATION,
        )


def migrate(progress: Callable[[str], None] = say) -> None:
    """Bring the database to this version, as its owner. Processes that try at the same time wait for each other."""
    from django.db import DatabaseError, OperationalError

    from wellkept.installation import schema

    try:
        schema.prepare(progress)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != schema.LOCK_NOT_AVAILABLE:
            raise
        raise InstallationError(
            "Somebody held a table for too long; nothing was changed.",
            hint="Try again, or stop the other processes first.",
            exit_code=EXIT_TRY_AGAIN,
        ) from None
    except DatabaseError as error:
        if not schema.is_denied(error):
            raise
        raise InstallationError(
            f"The role that prepares the database does not own it: {str(error).splitlines()[0]}.",
            hint="Set WELLKEPT_OWNER_URL to the same database as its owner, and run: wellkept migrate",
            exit_code=environment.EXIT_CONFIGURATION,
        ) from None
    _settle_settings()


def forget_transactions() -> None:
    """Clear the marks of another server's transactions from a restored database, as its owner."""
    from wellkept.events import restore
    from wellkept.installation.roles import as_owner

    with as_owner():
        restore.forget_transactions()


def skip_ahead() -> None:
    """Let numbers and keys go on behind what was given since the backup was made, as the database's owner."""
    from wellkept.events import restore
    from wellkept.installation.roles import as_owner

    with as_owner():
        restore.skip_ahead()


def _settle_settings() -> None:
    """Store the settings that the database applies to every connection."""
    from django.db import ProgrammingError, connection, transaction

    from wellkept.installation import session_defaults
    from wellkept.installation.roles import as_owner

    # Who may not change them (the database belongs to somebody else) has slower pages, and waits longer for locks.
    with (
        as_owner(),
        contextlib.suppress(ProgrammingError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        session_defaults.store(cursor, connection.settings_dict["NAME"])


def static_files(progress: Callable[[str], None] = say) -> None:
    """Collect style, script and pictures under hashed names, unless this version's are there."""
    import hashlib
    from pathlib import Path

    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    # With WELLKEPT_DEBUG no hashed names are made: that collection does not count without it.
    digest = hashlib.sha256(f"{settings.DEBUG}\n".encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path} {status.st_mtime_ns} {status.st_size}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    progress("Collecting style and script")
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(digest.hexdigest())
