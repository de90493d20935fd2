"""Writes docs/export.md from the tables as they are: `python -m tools.export_docs`."""

from __future__ import annotations

import os
from pathlib import Path

PLACE = Path(__file__).resolve().parent.parent / "docs" / "export.md"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wellkept.settings")
    import django

    django.setup()
    from wellkept.exports.archive.package_description import document

    PLACE.write_text(document(), encoding="utf-8")


if __name__ == "__main__":
    main()
