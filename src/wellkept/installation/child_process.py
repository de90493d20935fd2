"""Tie child processes to their parent: when the application dies, they end cleanly."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1


def die_with_parent(with_signal: signal.Signals) -> Callable[[], None] | None:
    """Return a `preexec_fn`: the kernel signals the child when the thread that started it ends (Linux)."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def set_death_signal() -> None:
        # Runs after the change of account, which would have cleared it.
        libc.prctl(_PR_SET_PDEATHSIG, int(with_signal), 0, 0, 0)
        if os.getppid() != parent:
            os.kill(os.getpid(), with_signal)

    return set_death_signal


def watch_parent(pid: int) -> subprocess.Popen[bytes] | None:
    """Watch the parent through a pipe in a shell, where the kernel does not report its death."""
    if sys.platform.startswith("linux"):
        return None
    return subprocess.Popen(
        ["/bin/sh", "-c", 'read _; kill -INT "$1"', "sh", str(pid)],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
