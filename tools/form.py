"""Format the code by ruff and the templates by djangofmt; `--check` changes nothing and fails where they would."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def main(arguments: list[str]) -> int:
    formatters = (
        [str(BIN / "ruff"), "format", *arguments, "."],
        [str(BIN / "djangofmt"), *arguments, "src"],
    )
    results = [subprocess.run(command, cwd=ROOT, check=False).returncode for command in formatters]
    return max(results)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
