"""Build both packages, install them into an empty environment, and start them there as a stranger would.

The product comes first, and starts without the demo; then the demo is installed beside it.
"""

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
        product, demo = build(".", place / "product"), build("./demo", place / "demo")
        venv.create(place / "empty", with_pip=False)
        python = place / "empty" / "bin" / "python"
        pip(python, "install", "--require-hashes", "--requirement", "requirements/run.txt")
        pip(python, "install", "--no-deps", str(product))
        refuse_modules(python, "wellkept_demo", "simpy", "bench")
        start(place, [str(python.parent / "wellkept"), "up"], page=r"open at (http://\S+)")
        pip(python, "install", "--require-hashes", "--requirement", "requirements/demo.txt")
        pip(python, "install", "--no-deps", str(demo))
        # The customer's page is printed when the first journeys are there.
        start(place, [str(python.parent / "wellkept-demo")], page=r"sees this: (http://\S+)")


def build(package: str, place: Path) -> Path:
    pip(
        Path(sys.executable), "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(place), package
    )
    (wheel,) = place.glob("*.whl")
    print(f"built {wheel.name} ({wheel.stat().st_size // 1024} kB)", flush=True)
    return wheel


def refuse_modules(python: Path, *names: str) -> None:
    """Stop where one of these can be imported, so that the product is proved to do without them."""
    question = f"from importlib.util import find_spec; print([n for n in {names} if find_spec(n)])"
    foreign = subprocess.check_output([str(python), "-I", "-c", question], text=True).strip()
    if foreign != "[]":
        raise SystemExit(f"The product's wheel or its requirements bring {foreign}.")


def start(place: Path, command: list[str], *, page: str) -> None:
    """Start the program in a folder of its own, fetch the page that it names, and stop it."""
    name = Path(command[0]).name
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("WELLKEPT_", "DATABASE_", "DJANGO_", "PYTHON"))
    }
    log, data = place / f"{name}.log", place / f"{name}-data"
    with log.open("w") as output:
        running = subprocess.Popen(
            [*command, "--port", "0"],
            cwd=place,
            env={**environment, "WELLKEPT_DATA": str(data)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        address = wait_for_address(running, log, page)
        print(f"{name} answers {fetch(address, log)} at the page that it names", flush=True)
    finally:
        running.send_signal(signal.SIGTERM)
        code = running.wait(60)
    if code != 0:
        raise SystemExit(f"It stopped with exit code {code}:\n{tail(log)}")
    if (data / "postgres" / "data" / "postmaster.pid").exists():
        raise SystemExit("The database did not stop with it.")


def wait_for_address(running: subprocess.Popen[bytes], log: Path, page: str) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and running.poll() is None:
        match = re.search(page, log.read_text())
        if match:
            return match[1]
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
