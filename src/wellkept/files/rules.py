"""Names and kinds of files, as far as they can be trusted."""

from __future__ import annotations

import re

from wellkept.kernel.characters import clean_code

MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,80}/[a-z0-9][a-z0-9!#$&^_.+-]{0,120}")

# Pictures that a browser may show inside a page. Never SVG or HTML: they can hold a script.
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"}

_FORBIDDEN = set('<>:"|?*/\\\ufffd')


def shown_name(name: str, *, otherwise: str = "file") -> str:
    """Clean a file name of folders, control characters and marks that turn the reading direction.

    "a\\u202efdp.exe" would read as "aexe.pdf". Returns `otherwise` when nothing is left."""
    name = name.replace("\\", "/").rpartition("/")[2]
    name = clean_code("".join(letter for letter in name if letter not in _FORBIDDEN)).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if len(name) > 120:
        name = stem[: 119 - len(ending)] + dot + ending if stem and len(ending) <= 10 else name[:120]
    return name or otherwise


def media_type(declared: str | None) -> str:
    """Return the sender's media type if it is valid; else a plain byte stream."""
    kind = (declared or "").partition(";")[0].strip().lower()
    return kind if MEDIA_TYPE.fullmatch(kind) else "application/octet-stream"
