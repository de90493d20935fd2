"""`wellkept-demo`: the product with the demo company in it."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

import click

from wellkept import cli
from wellkept.cli import bootstrap, run, up

if TYPE_CHECKING:
    from wellkept_demo.fill import Welcome


@click.command(context_settings=cli.CONTEXT)
@click.version_option(package_name="wellkept-demo", message="Wellkept demo %(version)s")
@run.HOST
@run.PORT
@click.option("--fill", is_flag=True, hidden=True, help="Only fill; the second process of the demo.")
def demo(host: str, port: int, fill: bool) -> None:
    """Start everything, and fill it with a demo company and its year. Ctrl-C stops it.

    WELLKEPT_DATA is the folder of its database and files (var/demo). A later start fills in what is missing.
    """
    os.environ["WELLKEPT_DATA"] = os.environ.get("WELLKEPT_DATA") or "var/demo"
    os.environ["WELLKEPT_MAILBOX"] = "1"
    if fill:
        _fill()
    else:
        up.start_everything(host, port, helpers=[("wellkept_demo", "--fill")], greet=_list_accounts)


def main() -> None:
    """The entry point."""
    cli.start(demo, name="wellkept-demo")


def _list_accounts() -> None:
    """Print who may sign in, and with which password."""
    from wellkept_demo.company import PASSWORD
    from wellkept_demo.staff import STAFF

    titled = [f"{colleague.name}, {colleague.title}" for colleague in STAFF]
    wide = max(map(len, titled))
    for colleague, title in zip(STAFF, titled, strict=True):
        click.echo(f"  {title:<{wide}}  {colleague.email:<26} {PASSWORD}")
    sys.stdout.flush()


def _fill() -> None:
    """Fill the company with a progress bar, and print the customer's page as soon as there is one."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    with bootstrap.database():
        bootstrap.django()
        from wellkept_demo.fill import fill

        console = Console(stderr=True)
        with Progress(
            TextColumn("  {task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeRemainingColumn(),
            console=console,
            transient=False,
        ) as bar:
            task = bar.add_task("Filling the demo company", total=None)

            def progress(done: int, total: int, what: str = "") -> None:
                bar.update(task, completed=done, total=total, description=what or None)

            def ready(welcome: Welcome) -> None:
                page = f"{run.address('localhost')}{welcome.page}"
                console.print(f"\n  {welcome.customer} sees this: {page}\n", soft_wrap=True, highlight=False)

            started = time.monotonic()
            fill(progress, ready=ready)
            bar.update(task, description=f"The demo company is complete ({time.monotonic() - started:.0f} s)")
