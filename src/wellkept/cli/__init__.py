"""`wellkept`: the program that starts an installation and takes care of it.

Exit codes: 0 done · 1 failed · 2 wrong call · 75 try again later · 78 wrong set-up (the last two as in
sysexits.h, which mail servers know).
"""

from __future__ import annotations

import sys
import threading
from types import TracebackType

import click

from wellkept.cli import check_invoice, export, find, import_, mailbox, maintenance, rescue, run, up, verify
from wellkept.installation import permissions
from wellkept.installation.errors import InstallationError
from wellkept.kernel.fault_words import traceback_of

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=CONTEXT)
@click.version_option(package_name="wellkept", message="Wellkept %(version)s")
def wellkept() -> None:
    """One number, one owner, every promise kept.

    \b
    What an installation may choose, it reads from the environment:
      WELLKEPT_DATA         folder of the embedded database and of files    (var/data)
      PORT                  where the web server listens                    (8000)
      DATABASE_URL          a PostgreSQL server instead of the embedded one
      WELLKEPT_OWNER_URL    the same database as the role that owns it (DATABASE_URL)
      WELLKEPT_PUBLIC_URL   the address in mails, https://wellkept.example.com
      WELLKEPT_NAMES        further names it is asked by, separated by commas
      WELLKEPT_SMTP_URL     the mail account, smtp://user:password@host:587
      WELLKEPT_MAIL_FROM    the sender's address
      WELLKEPT_BACKUPS      folder for the nightly backups
      WELLKEPT_SECRET_KEY   else made once and kept in WELLKEPT_DATA
      WELLKEPT_PROXIES      how many own proxies stand before the server
    """


for command in (
    up.up,
    run.web,
    run.worker,
    run.migrate,
    maintenance.backup,
    maintenance.restore,
    maintenance.doctor,
    maintenance.follow_again,
    maintenance.upgrade_database,
    rescue.reset_second_factors,
    rescue.make_administrator,
    verify.verify,
    mailbox.receive,
    find.find,
    import_.import_,
    export.export,
    check_invoice.check_invoice,
):
    wellkept.add_command(command)


def main() -> None:
    """The entry point of `wellkept`."""
    start(wellkept, name="wellkept")


def start(command: click.Command, *, name: str) -> None:
    """Run a command. A failure that has a sentence is printed without a traceback."""
    permissions.write_for_ourselves()
    sys.excepthook = _say_fault
    threading.excepthook = lambda fault: _say_fault(fault.exc_type, fault.exc_value, fault.exc_traceback)
    try:
        command.main(prog_name=name, standalone_mode=True)
    except InstallationError as error:
        click.secho(f"{name}: {error.sentence}", fg="red", err=True)
        if error.hint:
            click.echo(error.hint, err=True)
        sys.exit(error.exit_code)


def _say_fault(
    _kind: type[BaseException], fault: BaseException | None, _places: TracebackType | None
) -> None:
    """Print a failure that nobody has caught without its values: what we print is a log at many a server."""
    if fault is not None and not isinstance(fault, SystemExit):
        click.echo(traceback_of(fault), err=True)
