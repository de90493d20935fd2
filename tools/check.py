"""Everything that must be green, in named steps, each timed. `check.py types laws` runs only those."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
LAST_LINES = 150
FEW = 3  # this many tests that failed are tried once more, and named
IN_THE_SUMMARY = "-rfEs"  # the tests that failed, those that stopped with an error, those that were skipped
ROUTES = ROOT / "var" / "tests" / "routes"  # what the tests have noted for tools/routes.py


@dataclass(frozen=True)
class Step:
    name: str
    what: str
    command: list[str]
    environment: dict[str, str] | None = None
    closing_line: bool = False
    second_try: bool = False


def steps() -> list[Step]:
    pytest = [str(BIN / "pytest"), "--durations=5", IN_THE_SUMMARY, *_parallel()]
    measured = ["--cov", "--cov-report="]
    return [
        Step("format", "code and templates are in their form", [sys.executable, "tools/form.py", "--check"]),
        Step("lint", "no known mistakes", [str(BIN / "ruff"), "check", "--output-format=concise", "."]),
        Step("types", "types are right, strictly", [str(BIN / "mypy")]),
        Step("imports", "imports point down", [str(BIN / "lint-imports"), "--no-cache"]),
        Step("dead", "nothing is there that nothing uses", [sys.executable, "tools/dead_code.py"]),
        Step("migrations", "migrations are complete", [sys.executable, "tools/migrations.py"]),
        Step("locks", "new migrations hold no lock for long", [sys.executable, "-m", "tools.locks"]),
        Step(
            "tests",
            "on real PostgreSQL",
            [*pytest, *measured, "-m", "not browser"],
            closing_line=True,
            second_try=True,
        ),
        Step(
            "browser",
            "in a real browser",
            [*pytest, "-m", "browser"],
            closing_line=True,
            second_try=True,
        ),
        Step(
            "coverage",
            "of commands, rules and queries, by branch",
            [sys.executable, "tools/branches.py"],
            closing_line=True,
        ),
        Step(
            "routes",
            "which work in no test",
            [sys.executable, "tools/routes.py"],
            closing_line=True,
        ),
        Step(
            "laws",
            "the laws also on PostgreSQL 15",
            [*pytest, "-m", "law and not one_version"],
            {"WELLKEPT_TEST_POSTGRES": "15"},
            closing_line=True,
        ),
        Step("package", "built, installed into nothing, started", [sys.executable, "tools/package.py"]),
    ]


def _parallel() -> list[str]:
    """Options for one worker more than processors, because some tests wait: for a mail server, for a process.

    Each has one file at a time. tests/conftest.py puts the long files first.
    """
    workers = os.environ.get("JOBS") or str(min(os.cpu_count() or 2, 8) + 1)
    return ["-n", workers, "--dist=loadfile", "--no-loadscope-reorder"]


def skipped(output: str) -> Counter[str]:
    """The tests that were skipped, counted by their reason, from a summary of pytest (`-rs`)."""
    reasons: Counter[str] = Counter()
    for count, reason in re.findall(r"^SKIPPED \[(\d+)\] \S+?(?::\d+)?: (.+)$", output, re.MULTILINE):
        reasons[reason.removeprefix("Skipped: ")] += int(count)
    return reasons


def last_line(failed: list[str], missing: Counter[str], seconds: float) -> str:
    """All green or not, and the tests that this machine cannot run, each with its reason."""
    verdict = f"Failed: {', '.join(failed)}" if failed else "All green"
    line = f"{verdict} ({seconds:.0f} s)"
    if missing:
        reasons = "; ".join(f"{count} × {reason}" for reason, count in missing.most_common())
        line += f", {missing.total()} tests skipped: {reasons}"
    return line


def run(step: Step, say: Callable[[str], None], missing: Counter[str]) -> tuple[bool, float, str]:
    say(f"▸ {step.name}: {step.what}")
    started = time.monotonic()
    done = _done(step, [])
    missing.update(skipped(done.stdout))
    lines = done.stdout.strip().splitlines()
    # Five: pytest's way of saying that there was nothing to do.
    good = done.returncode == 0 or (step.closing_line and done.returncode == 5)
    closing = lines[-1].strip(" =") if step.closing_line and lines else ""
    failed = [line for line in lines if line.startswith(("FAILED ", "ERROR "))]
    if not good:
        say("\n".join(lines[-LAST_LINES:]))
    if not good and step.second_try and 1 <= len(failed) <= FEW and done.returncode == 1:
        # Each of these is a fault to be found; it should not keep all the rest from being looked at.
        again = _done(step, ["--cov-append", "--last-failed", "--last-failed-no-failures=none"])
        good = again.returncode == 0 and bool(re.search(r"\b\d+ passed", again.stdout))
        names = ", ".join(line.split(" ")[1] for line in failed)
        closing += f"; {'GREEN ONLY' if good else 'red also'} on the second try: {names}"
    took = time.monotonic() - started
    say(f"  {'✓' if good else '✗'} {step.name} {took:.1f} s  {closing}")
    return good, took, closing


def _done(step: Step, more: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*step.command, *more],
        cwd=ROOT,
        env={**os.environ, **(step.environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def main(wanted: list[str]) -> int:
    def say(line: str) -> None:
        print(line, flush=True)

    known = steps()
    unknown = set(wanted) - {step.name for step in known}
    if unknown:
        say(f"There is no step {', '.join(sorted(unknown))}. Steps: {', '.join(step.name for step in known)}")
        return 2
    if not wanted or "tests" in wanted:
        shutil.rmtree(ROUTES, ignore_errors=True)
    missing: Counter[str] = Counter()
    results = [(step, *run(step, say, missing)) for step in known if not wanted or step.name in wanted]
    say("")
    for step, good, took, closing in results:
        say(f"  {'✓' if good else '✗'} {step.name:<12}{took:>7.1f} s  {closing}")
    failed = [step.name for step, good, _, _ in results if not good]
    total = sum(took for _, _, took, _ in results)
    say(f"\n{last_line(failed, missing, total)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
