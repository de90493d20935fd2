"""Memory of the processes, and the time until they serve."""

from __future__ import annotations

import http.client
import re
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import sandbox


def measure(url: str, many_url: str) -> dict[str, Any]:
    """Measure the memory of web, worker and PostgreSQL, and the start of a whole installation."""
    figures: dict[str, Any] = {}
    with sandbox.program("web", "--port", "0", says=r"Listening on \S+:(\d+)", url=many_url) as web:
        figures["web_start_seconds"] = round(web.took, 2)
        _ask(int(web.match[1]), 1)
        figures["web_mb"] = _proportional(web.pid)
        _ask(int(web.match[1]), 200)
        figures["web_after_200_pages_mb"] = _proportional(web.pid)
    with sandbox.program("worker", says="at work", url=url) as worker:
        figures["worker_start_seconds"] = round(worker.took, 2)
        time.sleep(2)
        figures["worker_mb"] = _proportional(worker.pid)
    with tempfile.TemporaryDirectory(prefix="wellkept-start-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        for name in ("first_start_seconds", "later_start_seconds"):
            with sandbox.program("up", "--port", "0", says=r"open at \S+:(\d+)", data=data) as up:
                _ask(int(up.match[1]), 1)
                figures[name] = round(up.took, 1)
                if name.startswith("later"):
                    time.sleep(5)
                    figures |= {f"up_{kind}_mb": size for kind, size in _family(up.pid).items()}
    return figures


def _ask(port: int, times: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for _ in range(times):
        connection.request("GET", "/accounts/login/")
        connection.getresponse().read()
    connection.close()


def _family(pid: int) -> dict[str, float]:
    """Measure a running `wellkept up` in megabytes: web, worker, and all processes of the database server."""
    megabytes = {"web": _proportional(pid), "worker": 0.0, "postgresql": 0.0}
    for child in _descendants(pid):
        words = Path(f"/proc/{child}/cmdline").read_bytes()
        megabytes["postgresql" if b"postgres" in words.split(b"\0")[0] else "worker"] += _proportional(child)
    return {kind: round(size, 1) for kind, size in megabytes.items()}


def _descendants(pid: int) -> list[int]:
    children = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            children += [child, *_descendants(child)]
    return children


def _proportional(pid: int) -> float:
    """Return the proportional set size in megabytes: shared memory is divided among its users."""
    match = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    return round(int(match[1]) / 1024, 1) if match else 0.0
