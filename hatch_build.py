"""What is made whenever the package is built or installed, and not committed.

The translations are compiled (.po to .mo, without the GNU tools), and Inter, which comes as a package, is cut down to
the scripts that we need, as one small file for browsers.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import fontpkg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# Latin with its extensions, Greek, Cyrillic, punctuation, currency signs, arrows and the marks that the pages use.
LETTERS = [
    *range(0x20, 0x250),
    *range(0x2B0, 0x370),
    *range(0x370, 0x460),
    *range(0x1E00, 0x1F00),
    *range(0x2000, 0x2070),
    *range(0x20A0, 0x20C0),
    *range(0x2100, 0x2200),
    0x2212,
    0x25CF,
]


class Make(BuildHookInterface[Any]):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        compile_translations(Path(self.root) / "src")
        cut_font(Path(self.root) / "src/wellkept/ui/static/ui/inter.woff2")


def cut_font(target: Path) -> None:
    """Inter in all its weights, upright, for text sizes, with the figures that stand in columns; and its licence."""
    if target.exists():
        return
    font = TTFont(fontpkg.path("Inter"))
    options = Options(
        flavor="woff2",
        layout_features=["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "tnum", "case", "ss03"],
    )
    cut = Subsetter(options)
    cut.populate(unicodes=LETTERS)
    cut.subset(font)
    font = instantiateVariableFont(font, {"opsz": 14})
    font.flavor = "woff2"
    font.save(target)
    licence = Path(fontpkg.path("Inter")).parent.parent / "LICENSE"
    target.with_name("inter-license.txt").write_text(licence.read_text())


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
    source = Path(__file__).parent / "src"
    cut_font(source / "wellkept/ui/static/ui/inter.woff2")
    print(f"{compile_translations(source)} translations compiled")
