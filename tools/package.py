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
    log = place / "log"
    with log.open("w") as output:
        running = subprocess.Popen(
            [str(program), "up", "--port", "0"],
            cwd=place,
            env={**environment, "WELLKEPT_DATA": str(place / "data")},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        address = wait_for_address(running, log)
        print(f"answers {fetch(address, log)} at its first page", flush=True)
    finally:
        running.send_signal(signal.SIGTERM)
        code = running.wait(60)
    if code != 0:
        raise SystemExit(f"It stopped with exit code {code}:\n{tail(log)}")
    if (place / "data" / "postgres" / "data" / "postmaster.pid").exists():
        raise SystemExit("The database did not stop with it.")


def wait_for_address(running: subprocess.Popen[bytes], log: Path) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and running.poll() is None:
        found = re.search(r"http://[\w.:]+", log.read_text())
        if found:
            return found[0]
        time.sleep(0.1)
    raise SystemExit(f"It did not start:\n{tail(log)}")


def tail(log: Path) -> str:
    return "\n".join(log.read_text().splitlines()[-40:])


def fetch(address: str, log: Path) -> int:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        raise SystemExit(f"{address} answers {error.code}:\n{tail(log)}") from None


if __name__ == "__main__":
    main()
