"""Logo and colour of a company's papers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.refusal import Refusal, invalid

PLAIN = "#1f3a4d"
MOST_BYTES = 1_000_000
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_BEGINNINGS = {"png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Logo as PNG or JPEG, and the colour of headings as `#rrggbb`."""

    logo: bytes = b""
    colour: str = PLAIN

    def refusal(self) -> Refusal | None:
        """Say at its field what cannot be printed, or None."""
        if not _COLOUR.fullmatch(self.colour):
            return invalid("colour", _("A colour is # and six digits from 0 to f."))
        if _brightness(self.colour) > LIGHTEST:
            return invalid("colour", _("This colour is too light to be read on white paper."))
        if self.logo and not self.format:
            return invalid("logo", _("A logo is a PNG or a JPEG picture."))
        if len(self.logo) > MOST_BYTES:
            return invalid("logo", _("The logo has more than one megabyte."))
        return None

    @property
    def format(self) -> str:
        """Format of the logo: `png`, `jpg`, or empty if it is neither."""
        return next((name for name, start in _BEGINNINGS.items() if self.logo.startswith(start)), "")


# Luminance at which text on white still has the contrast of 4.5 to 1 (WCAG 2.2, 1.4.3): 1.05 / 4.5 - 0.05.
LIGHTEST = 1.05 / 4.5 - 0.05


def _brightness(colour: str) -> float:
    """Relative luminance by WCAG 2.2, from 0 for black to 1 for white."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
