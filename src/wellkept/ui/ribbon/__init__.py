"""The ribbon: one horizontal line in time that shows how a journey went, drawn by the server as SVG.

Promises: it is pure (no rows, no clock), bands never overlap and keep their order, everything stands inside
the sheet, labels never collide at the width they were laid out for or any greater one, and whatever is drawn
is also said in words.
"""

from wellkept.ui.ribbon.data import Band, Court, Flag, FlagState, Ribbon, Seam, Silence, Span, Touch
from wellkept.ui.ribbon.layout import layout
from wellkept.ui.ribbon.places import Layout, Size
from wellkept.ui.ribbon.words import Legend, legend, sentences, summary

__all__ = [
    "Band",
    "Court",
    "Flag",
    "FlagState",
    "Layout",
    "Legend",
    "Ribbon",
    "Seam",
    "Silence",
    "Size",
    "Span",
    "Touch",
    "layout",
    "legend",
    "sentences",
    "summary",
]
