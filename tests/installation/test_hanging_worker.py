"""A worker that gives no sign of life is killed and started again; one that does is left alone."""

from __future__ import annotations

import asyncio
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from wellkept.cli import up

pytestmark = pytest.mark.installation
WORK = {
    "lively": "import asyncio, wellkept.installation.pulse as p; p.EVERY = 0.1; asyncio.run(p.give_signs())",
    "hanging": "import time; time.sleep(60)",
    "falling": "raise SystemExit(3)",
}


@pytest.fixture
def crew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], up._Crew]:
    """A crew whose worker is one of `WORK`, looked after with little patience."""

    def make(kind: str) -> up._Crew:
        (tmp_path / f"{kind}_worker.py").write_text(textwrap.dedent(WORK[kind]))
        monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{':'.join(sys.path)}")
        monkeypatch.setattr(up, "WORKER", (f"{kind}_worker",))
        monkeypatch.setattr(up, "_HANGS", 4.0)
        monkeypatch.setattr(up, "_BREATH", 0.1)
        return up._Crew(None, [up.WORKER])

    return make


async def _looked_after(crew: up._Crew, seconds: float) -> list[int]:
    """The processes that did the work in this time, in their order."""
    crew.start("http://localhost")
    seen = [crew.processes[0].pid]
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        await asyncio.sleep(0.05)
        if crew.processes[0].pid != seen[-1]:
            seen.append(crew.processes[0].pid)
    await asyncio.to_thread(crew.stop)
    return seen


@pytest.mark.parametrize(
    ("kind", "again", "sentence"),
    [
        ("lively", False, ""),
        ("hanging", True, "The worker hangs; starting it again."),
        ("falling", True, "The worker fell over; starting it again."),
    ],
)
def test_a_worker_is_started_again_when_it_hangs_or_fell(
    crew: Callable[[str], up._Crew],
    capsys: pytest.CaptureFixture[str],
    kind: str,
    again: bool,
    sentence: str,
) -> None:
    seen = asyncio.run(_looked_after(crew(kind), 8))
    assert (len(seen) > 1) is again
    assert sentence in capsys.readouterr().err
