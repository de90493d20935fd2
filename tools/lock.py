"""Renew requirements/ from both pyproject.toml: for all platforms, with hashes, without addresses of any download."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PRODUCT, DEMO = "pyproject.toml", "demo/pyproject.toml"
# For each file: the packages whose requirements it holds, and which extras.
LOCKS = {
    "run": ([PRODUCT], ["build"]),
    "demo": ([PRODUCT, DEMO], ["build"]),
    "dev": ([PRODUCT, DEMO], ["build", "dev"]),
}
# A file with the packages of a group alone, without what these need.
ALONE = {"rules": "rules"}


def main() -> None:
    for name, (packages, extras) in LOCKS.items():
        lock(name, [*packages, *(part for extra in extras for part in ("--extra", extra))])
    for name, group in ALONE.items():
        lock(name, ["--group", group, "--no-deps"])


def lock(name: str, sources: list[str]) -> None:
    """Write one file."""
    print(f"→ requirements/{name}.txt", flush=True)
    subprocess.run(
        [
            str(Path(sys.executable).parent / "uv"),
            *("pip", "compile", *sources, "--quiet", "--universal", "--python-version", "3.11"),
            *("--generate-hashes", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
            "--no-emit-package=wellkept",
            *(["--upgrade"] if os.environ.get("UPGRADE") else []),
            *("--output-file", f"requirements/{name}.txt"),
        ],
        cwd=ROOT,
        env={**os.environ, "UV_CUSTOM_COMPILE_COMMAND": "make lock"},
        check=True,
    )


if __name__ == "__main__":
    main()
