"""`wellkept receive`: take a message from a mail server."""

from __future__ import annotations

import logging
import sys

import click

EXIT_TRY_AGAIN = 75  # EX_TEMPFAIL: the mail server keeps the message and comes again


@click.command()
@click.option(
    "--recipient", default="", help="The envelope's recipient; without it the mail's own headers count."
)
def receive(recipient: str) -> None:
    """Take one mail (RFC 5322) on standard input.

    Exits 0 only when it is stored for good, 75 when it cannot be stored now; the mail server then keeps it and
    tries again. For Postfix, in /etc/aliases:   office: "|/path/to/wellkept receive --recipient office@…"
    """
    raw = sys.stdin.buffer.read()
    try:
        from wellkept.cli import bootstrap

        with bootstrap.database(progress=lambda _: None):
            bootstrap.django()
            bootstrap.migrated()
            from wellkept.intake.receive import receive as take

            code = take(raw, recipient=recipient)
    except BaseException as error:
        # Whatever it was: not stored, so the sender's server must keep it. The message itself is not logged.
        logging.getLogger("wellkept.receive").error("A mail could not be stored: %s", error)
        click.echo(f"wellkept: the mail could not be stored now ({type(error).__name__}).", err=True)
        sys.exit(EXIT_TRY_AGAIN)
    sys.exit(code)
