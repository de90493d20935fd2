"""The ribbon: the history of a journey on one line of time, drawn by the server as SVG.

Promises: drawing is pure (no rows, no clock). Bands keep their order and never overlap. Everything stays
inside the sheet. Labels do not collide at the layout width or wider. Everything drawn is also said in words.
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
