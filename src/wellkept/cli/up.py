"""`wellkept up`: everything in one process group, which ends together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

import click

from wellkept.cli import bootstrap, run
from wellkept.installation import environment
from wellkept.installation.child_process import die_with_parent
from wellkept.installation.errors import InstallationError
from wellkept.installation.postgres import Server
from wellkept.installation.pulse import Pulse

_BREATH = 1.0
_FORGIVEN = 600.0  # seconds without a fall, after which falls count no more
_HANGS = 120.0  # seconds without a sign of life, after which a worker is killed and started again


Helper = Sequence[str]  # a module and its arguments, as behind `python -m`
WORKER: Helper = ("wellkept", "worker")


@click.command()
@run.HOST
@run.PORT
def up(host: str, port: int) -> None:
    """Start everything: database, web server and worker. Ctrl-C stops it."""
    start_everything(host, port)


def start_everything(
    host: str, port: int, *, helpers: Sequence[Helper] = (), greet: Callable[[], None] = lambda: None
) -> None:
    """Serve until somebody stops it: database, web server, worker and further helpers.

    `greet` is called once, when the pages are open.
    """
    from wellkept.server.web import listen, serve

    listener = listen(host, port)
    os.environ["PORT"] = str(listener.getsockname()[1])
    os.environ["WELLKEPT_HOST"] = host  # a name that is served
    run.stop_on_signals()
    with bootstrap.database(own=True) as server:
        bootstrap.django()
        bootstrap.migrate()
        os.environ.pop("WELLKEPT_OWNER_URL", None)  # whoever serves has no use for it
        bootstrap.static_files()
        bootstrap.close_folder()
        crew = _Crew(server, [WORKER, *helpers])

        def started() -> None:
            crew.start(run.address(host))
            greet()

        try:
            serve(listener, started=started)
        finally:
            crew.stop()


class _Crew:
    """Processes that run beside the web server. The worker and the database are restarted when they crash."""

    def __init__(self, server: Server | None, helpers: Sequence[Helper]) -> None:
        self.server = server
        self.helpers = helpers
        self.processes: dict[int, subprocess.Popen[bytes]] = {}
        self.pulses: dict[int, Pulse] = {}  # of the workers
        self.falls = 0
        self.fell = 0.0
        self.stopping = False

    def start(self, address: str) -> None:
        # Called in the main thread, which lives as long as the application: the kernel ends the helpers with it.
        for index, helper in enumerate(self.helpers):
            self.processes[index] = self._launch(index, helper)
        self._look_again()
        click.echo(f"\n  Wellkept is open at {click.style(address, bold=True)}    (Ctrl-C stops it)\n")
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

    def _launch(self, index: int, helper: Helper) -> subprocess.Popen[bytes]:
        pulse = Pulse() if helper == WORKER else None
        process = subprocess.Popen(
            [sys.executable, "-m", *helper],
            env={
                **os.environ,
                "WELLKEPT_DATA": str(environment.data_folder()),
                **(pulse.environment if pulse else {}),
            },
            pass_fds=[pulse.written] if pulse else [],
            stdin=subprocess.DEVNULL,
            # Not reached by the terminal's Ctrl-C: we stop them when the pages are closed.
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )
        if pulse is not None:
            pulse.leave_to_child()
            if index in self.pulses:
                self.pulses[index].close()
            self.pulses[index] = pulse
        return process

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
            hangs = index in self.pulses and self.pulses[index].silent() > _HANGS
            if process.poll() is None and not hangs:
                continue
            if self.helpers[index] == WORKER:
                self._count_fall()
                sentence = "The worker hangs" if hangs else "The worker fell over"
                click.echo(f"  {sentence}; starting it again.", err=True)
                process.kill()
                process.wait()
                self.processes[index] = self._launch(index, WORKER)
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
