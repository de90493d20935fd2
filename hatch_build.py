"""Compiles the translations (.po to .mo) whenever the package is built or installed, without the GNU tools."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTranslations(BuildHookInterface[Any]):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        compile_translations(Path(self.root) / "src")


def compile_translations(source: Path) -> int:
    """Write beside each catalogue its compiled form; returns how many there are."""
    found = sorted(source.rglob("*.po"))
    for path in found:
        with path.open("rb") as readable:
            catalog = read_po(readable, locale=path.parent.parent.name)
        with path.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalog)
    return len(found)


if __name__ == "__main__":
    print(f"{compile_translations(Path(__file__).parent / 'src')} translations compiled")
