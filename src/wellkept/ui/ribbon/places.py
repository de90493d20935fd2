"""The sheet and its contents: plain positions, in pixels of the narrowest width that the drawing is for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wellkept.ui.ribbon.data import Court, FlagState

Size = Literal["row", "head"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Vertical positions for one size, in pixels."""

    height: float
    band_top: float
    band_height: float
    tick: float
    left: float
    right: float
    hinge: float | None
    top: float
    now_top: float
    now_bottom: float
    below: float

    @property
    def band_bottom(self) -> float:
        return self.band_top + self.band_height

    @property
    def middle(self) -> float:
        return self.band_top + self.band_height / 2


SHEETS: dict[Size, Sheet] = {
    "row": Sheet(
        height=30,
        band_top=12,
        band_height=11,
        tick=3,
        left=3,
        right=12,
        hinge=0.72,
        top=1,
        now_top=7,
        now_bottom=28,
        below=26.5,
    ),
    "head": Sheet(
        height=138,
        band_top=62,
        band_height=24,
        tick=5,
        left=4,
        right=16,
        hinge=None,
        top=3,
        now_top=52,
        now_bottom=116,
        below=96,
    ),
}

FLAG_LANES = (13.0, 30.0)
STAGE_LINE = 47.0
SILENCE_LINE = 110.0
AXIS_LINE = 133.0
TEXT = 11.0
PENNANT = 10.0
SHORT_FLAG = 50.0
MOST_TEXT = 190.0
TICK_GAP = 2.0
LEAST_BAND = 1.2
LEAST_SEAM = 4.0


@dataclass(frozen=True, slots=True)
class PlacedBand:
    x: float
    width: float
    court: Court
    ahead: bool
    words: str


@dataclass(frozen=True, slots=True)
class PlacedSeam:
    x: float
    width: float
    waiting: bool
    words: str


@dataclass(frozen=True, slots=True)
class PlacedTouch:
    x: float
    above: bool
    chase: bool
    unanswered: bool
    words: str


@dataclass(frozen=True, slots=True)
class PlacedFlag:
    """A flag on its pole. `top` is where the pennant hangs; `ghost` the place of the date first promised."""

    x: float
    top: float
    state: FlagState
    ghost: float | None
    words: str


@dataclass(frozen=True, slots=True)
class PlacedSilence:
    x: float
    width: float
    words: str


Lettering = Literal["flag", "stage", "silence", "date", "now"]


@dataclass(frozen=True, slots=True)
class Label:
    """Words on the sheet, `shift` pixels beside the place `x` that they belong to; start..end is the room they hold.

    Places stretch with the drawing, shifts and words do not: what has room here has it at any greater width.
    """

    kind: Lettering
    x: float
    shift: float
    y: float
    text: str
    anchor: Literal["start", "middle", "end"]
    start: float
    end: float
    state: FlagState | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    size: Size
    width: float
    sheet: Sheet
    bands: tuple[PlacedBand, ...]
    seams: tuple[PlacedSeam, ...]
    touches: tuple[PlacedTouch, ...]
    flags: tuple[PlacedFlag, ...]
    silences: tuple[PlacedSilence, ...]
    labels: tuple[Label, ...]
    lines: tuple[float, ...]
    now: float | None
    finish: float | None
    road: tuple[float, float]

    def percent(self, x: float) -> str:
        """A place as a share of the width, so that the drawing stretches while its words do not."""
        return f"{100 * x / self.width:.3f}".rstrip("0").rstrip(".") + "%"
