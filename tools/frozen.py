"""The frozen point: the migrations that count as released, each with the digest of its files.

Until the first release the point may move, and migrations may be rewritten: `python -m tools.frozen` writes the list
again, and `python -m tools.frozen_year` the year of data that a test loads there. From the first release on
(`first_release = true` in the file) a listed migration never changes.
"""

from __future__ import annotations

import hashlib
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "tools" / "released.toml"


def present() -> dict[str, str]:
    """Every migration of the tree, as room.name, with the digest of its Python file and its SQL file."""
    digests: dict[str, str] = {}
    for path in sorted((ROOT / "src" / "wellkept").glob("*/migrations/0*.py")):
        digest = hashlib.sha256(path.read_bytes())
        beside = path.with_suffix(".sql")
        if beside.exists():
            digest.update(beside.read_bytes())
        digests[f"{path.parent.parent.name}.{path.stem}"] = digest.hexdigest()
    return digests


def released() -> dict[str, str]:
    """The migrations at or before the frozen point."""
    migrations: dict[str, str] = _file()["migrations"]
    return migrations


def is_first_release_out() -> bool:
    return bool(_file()["first_release"])


def changed() -> list[str]:
    """Released migrations that are gone or that differ from what was released. None may be, once it counts."""
    here = present()
    return [name for name, digest in released().items() if here.get(name) != digest]


def new() -> list[str]:
    """Migrations behind the frozen point: a lint looks at their locks and rewrites."""
    return [name for name in present() if name not in released()]


def write() -> None:
    lines = [f'"{name}" = "{digest}"' for name, digest in present().items()]
    head = (
        "# Written by: python -m tools.frozen. From the first release on no line of this file may change.\n"
    )
    PLACE.write_text(f"{head}first_release = false\n\n[migrations]\n" + "\n".join(lines) + "\n")


def _file() -> dict[str, Any]:
    return tomllib.loads(PLACE.read_text())


def main() -> int:
    if PLACE.exists() and is_first_release_out():
        print(
            "The first release is out: add the new migrations to tools/released.toml by hand.",
            file=sys.stderr,
        )
        return 1
    write()
    print("The point has moved. Write its year of data again: python -m tools.frozen_year")
    return 0


if __name__ == "__main__":
    sys.exit(main())
