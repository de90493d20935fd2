"""`wellkept up` and `wellkept demo`: everything in one go, in one process group, gone when it goes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec

import click

from wellkept.cli import bootstrap, run
from wellkept.installation import environment
from wellkept.installation.child_process import die_with_parent
from wellkept.installation.errors import InstallationError
from wellkept.installation.postgres import Server

_BREATH = 1.0
_FORGIVEN = 600.0  # seconds without a fall, after which falls count no more


@click.command()
@run.HOST
@run.PORT
def up(host: str, port: int) -> None:
    """Start everything: database, web server and worker. Ctrl-C stops it."""
    _sail(host, port, helpers=[["worker"]])


@click.command()
@run.HOST
@run.PORT
@click.option("--fill", is_flag=True, hidden=True, help="Only fill; the demo's own second process.")
def demo(host: str, port: int, fill: bool) -> None:
    """Start everything, and fill it with a demo company and its year."""
    if not os.environ.get("WELLKEPT_DATA"):
        os.environ["WELLKEPT_DATA"] = "var/demo"
    os.environ["WELLKEPT_DEMO"] = "1"
    if fill:
        _fill()
        return
    _sail(host, port, helpers=[["worker"], ["demo", "--fill"]])


def _sail(host: str, port: int, helpers: list[list[str]]) -> None:
    from wellkept.server.web import listen, serve

    listener = listen(host, port)
    os.environ["PORT"] = str(listener.getsockname()[1])
    run.stop_on_signals()
    with bootstrap.database(own=True) as server:
        bootstrap.django()
        bootstrap.migrate()
        bootstrap.static_files()
        crew = _Crew(server, helpers)
        try:
            serve(listener, started=lambda: crew.start(run.address(host)))
        finally:
            crew.stop()


class _Crew:
    """The other processes of the ship. Whoever falls over is started again, the database first."""

    def __init__(self, server: Server | None, helpers: list[list[str]]) -> None:
        self.server = server
        self.helpers = helpers
        self.processes: dict[int, subprocess.Popen[bytes]] = {}
        self.falls = 0
        self.fell = 0.0
        self.stopping = False

    def start(self, address: str) -> None:
        # Called in the main thread, which lives as long as the application: the kernel ends the helpers with it.
        for index, arguments in enumerate(self.helpers):
            self.processes[index] = self._launch(arguments)
        self._look_again()
        click.echo(f"\n  Wellkept is open at {click.style(address, bold=True)}    (Ctrl-C stops it)\n")
        for who, login, password in _doors():
            click.echo(f"  {who:<40} {login:<26} {password}")
        sys.stdout.flush()

    def stop(self) -> None:
        self.stopping = True
        for process in self.processes.values():
            if process.poll() is None:
                process.terminate()
        for process in self.processes.values():
            try:
                process.wait(25)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _launch(self, arguments: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "wellkept", *arguments],
            env={**os.environ, "WELLKEPT_DATA": str(environment.data_folder())},
            stdin=subprocess.DEVNULL,
            # Not reached by the terminal's Ctrl-C: we stop them when the pages are closed.
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )

    def _look_again(self) -> None:
        import asyncio

        # Slower each time something fell over: what cannot stand must not keep the machine busy.
        asyncio.get_running_loop().call_later(_BREATH * min(1 + self.falls, 60), self._look)

    def _look(self) -> None:
        if self.stopping:
            return
        if self.falls and time.monotonic() - self.fell > _FORGIVEN:
            self.falls = 0
        self._look_at_database()
        for index, process in self.processes.items():
            if process.poll() is None:
                continue
            arguments = self.helpers[index]
            if arguments[0] == "worker":
                self._count_fall()
                click.echo("  The worker fell over; starting it again.", err=True)
                self.processes[index] = self._launch(arguments)
        self._look_again()

    def _look_at_database(self) -> None:
        if self.server is None or self.server.alive():
            return
        self._count_fall()
        click.echo("  The database server fell over; starting it again.", err=True)
        try:
            self.server.restart()
        except InstallationError as error:
            # Where its processes still end a long question, the next look finds them gone.
            click.echo(f"  {error.sentence} Trying again.\n{error.hint or ''}", err=True)

    def _count_fall(self) -> None:
        self.falls += 1
        self.fell = time.monotonic()


def _doors() -> list[tuple[str, str, str]]:
    """In the demo: who may sign in, with what."""
    if not os.environ.get("WELLKEPT_DEMO") or find_spec("wellkept.demo") is None:
        return []
    from wellkept import demo as company

    doors: Callable[[], list[tuple[str, str, str]]] = getattr(company, "doors", list)
    return doors()


def _fill() -> None:
    if find_spec("wellkept.demo") is None:
        raise InstallationError("This build has no demo company.")
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    with bootstrap.database():
        bootstrap.django()
        from wellkept import demo as company

        console = Console(stderr=True)
        with Progress(
            TextColumn("  {task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeRemainingColumn(),
            console=console,
            transient=False,
        ) as bar:
            task = bar.add_task("The demo company lives its year", total=None)

            def progress(done: int, total: int, what: str = "") -> None:
                bar.update(task, completed=done, total=total, description=what or None)

            def ready(welcome: company.Welcome) -> None:
                page = f"{run.address('localhost')}{welcome.page}"
                console.print(f"\n  {welcome.customer} sees this: {page}\n", soft_wrap=True, highlight=False)

            started = time.monotonic()
            company.fill(progress, ready=ready)
            bar.update(task, description=f"The demo company is here ({time.monotonic() - started:.0f} s)")
