"""`wellkept web`, `worker`, `migrate`: the single processes."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import NoReturn

import click

from wellkept.cli import bootstrap
from wellkept.installation import environment

HOST = click.option(
    "--host",
    default=lambda: os.environ.get("WELLKEPT_HOST") or "127.0.0.1",
    show_default="127.0.0.1",
    help="Address to listen on; 0.0.0.0 for all of this machine.",
)
PORT = click.option(
    "--port", type=int, default=environment.port, show_default="PORT, else 8000", help="0 takes any free one."
)


@click.command()
@HOST
@PORT
def web(host: str, port: int) -> None:
    """Serve pages, the API and live events. Any number may run."""
    from wellkept.server.web import listen, serve

    listener = listen(host, port)
    os.environ["PORT"] = str(listener.getsockname()[1])
    os.environ["WELLKEPT_HOST"] = host  # a name that is served
    stop_on_signals()
    with bootstrap.database(stays=True):
        bootstrap.django()
        bootstrap.migrated()
        bootstrap.static_files()
        bootstrap.close_folder()
        serve(listener, started=lambda: click.echo(f"Listening on {address(host)}"))


@click.command()
@click.option(
    "--concurrency", type=click.IntRange(1, 32), default=2, show_default=True, help="Jobs at a time."
)
def worker(concurrency: int) -> None:
    """Run the reactions to events and the jobs of the clock. Any number may run."""
    stop_on_signals()
    with bootstrap.database(stays=True):
        bootstrap.django()
        bootstrap.migrated()
        from wellkept.server import worker as jobs  # reads tables: Django is set up by now

        jobs.run(concurrency)


@click.command()
def migrate() -> None:
    """Migrate the database to this version."""
    with bootstrap.database():
        bootstrap.django()
        bootstrap.migrate()
    click.echo("The database is ready.")


def address(host: str) -> str:
    shown = {"0.0.0.0": "localhost", "127.0.0.1": "localhost", "::": "localhost"}.get(host, host)
    return f"http://{shown}:{os.environ['PORT']}"


def stop_on_signals() -> None:
    """Unwind the program on a stop signal, so that its children are stopped in order."""

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        sys.exit(128 + number if number != signal.SIGTERM else 0)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
