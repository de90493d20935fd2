"""Build the package, install it into an empty environment, and start it there as a stranger would."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120


def pip(python: Path, *arguments: str) -> None:
    """The pip of the machine, working on that environment: ours has none."""
    base = Path(sys.base_prefix) / "bin" / "python3"
    runner = str(base if base.exists() else "python3")
    subprocess.run(
        [runner, "-m", "pip", "--python", str(python), "--disable-pip-version-check", "--quiet", *arguments],
        cwd=ROOT,
        check=True,
    )


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="wellkept-package-") as name:
        place = Path(name)
        place.chmod(0o755)
        pip(Path(sys.executable), "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", name, ".")
        (wheel,) = place.glob("wellkept-*.whl")
        print(f"built {wheel.name} ({wheel.stat().st_size // 1024} kB)", flush=True)
        venv.create(place / "empty", with_pip=False)
        python = place / "empty" / "bin" / "python"
        pip(python, "install", "--require-hashes", "--requirement", "requirements/run.txt")
        pip(python, "install", "--no-deps", str(wheel))
        start(python.parent / "wellkept", place)


def start(program: Path, place: Path) -> None:
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("WELLKEPT_", "DATABASE_", "DJANGO_", "PYTHON"))
    }
    running = subprocess.Popen(
        [str(program), "up", "--port", "0"],
        cwd=place,
        env={**environment, "WELLKEPT_DATA": str(place / "data")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        address = wait_for_address(running)
        print(f"answers {fetch(address)} at its first page", flush=True)
    finally:
        running.send_signal(signal.SIGTERM)
        code = running.wait(60)
    if code != 0:
        raise SystemExit(f"It stopped with exit code {code}.")
    if (place / "data" / "postgres" / "data" / "postmaster.pid").exists():
        raise SystemExit("The database did not stop with it.")


def wait_for_address(running: subprocess.Popen[str]) -> str:
    assert running.stdout is not None
    until = time.monotonic() + PATIENCE
    said = []
    for line in running.stdout:
        said.append(line)
        found = re.search(r"http://[\w.:]+", line)
        if found:
            return found[0]
        if time.monotonic() > until:
            break
    raise SystemExit("It did not start:\n" + "".join(said[-30:]))


def fetch(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        raise SystemExit(f"{address} answers {error.code}") from None


if __name__ == "__main__":
    main()
