"""Where everything on a ribbon stands. Pure: the same ribbon, width and language give the same places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta, tzinfo
from typing import Literal

from wellkept.kernel import wording
from wellkept.ui.ribbon.data import Band, Court, Flag, FlagState, Ribbon, Span
from wellkept.ui.ribbon.labels import Lane, shorten, text_width
from wellkept.ui.ribbon.scale import DAY, MONTH, Scale, Tick, scale, ticks
from wellkept.ui.ribbon.words import court_words, flag_words, now_word, seam_words, silence_words, touch_words

Size = Literal["row", "head"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The heights of one size: what stands how high, in pixels."""

    height: float
    band_top: float
    band_height: float
    tick: float
    pad: float
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
        pad=5,
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
        pad=8,
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

    def percent(self, x: float) -> str:
        """A place as a share of the width, so that the drawing stretches while its words do not."""
        return f"{100 * x / self.width:.3f}".rstrip("0").rstrip(".") + "%"


def layout(
    ribbon: Ribbon, width: float, *, size: Size = "row", zone: tzinfo, span: Span | None = None
) -> Layout:
    """Place a ribbon on a sheet at least `width` pixels wide; `span` is the axis it shares with others."""
    sheet = SHEETS[size]
    measure = _measure(ribbon, sheet, width, span)
    labels: list[Label] = []
    bands = _bands(ribbon, measure)
    seams = _seams(ribbon, measure)
    flags = _flags(ribbon, measure, sheet, size, width, labels, zone)
    silences = _silences(ribbon, measure, zone)
    now = measure.x(ribbon.now) if not ribbon.end and measure.start <= ribbon.now <= measure.end else None
    lines: list[float] = []
    if size == "head":
        _letter_stages(seams, ribbon, flags, now, width, labels)
        _letter_silences(silences, ribbon, now, width, labels)
        lines = _letter_axis(ribbon, measure, now, width, labels, zone)
    return Layout(
        size=size,
        width=width,
        sheet=sheet,
        bands=tuple(bands),
        seams=tuple(seams),
        touches=tuple(_touches(ribbon, measure, zone)),
        flags=tuple(flags),
        silences=tuple(silences),
        labels=tuple(labels),
        lines=tuple(lines),
        now=now,
        finish=_finish(ribbon, measure),
    )


def _measure(ribbon: Ribbon, sheet: Sheet, width: float, span: Span | None) -> Scale:
    left, right = sheet.pad, width - sheet.pad
    if span:
        end = max(span.end, span.start + timedelta(seconds=1))
        return Scale(span.start, end, end, left, right, right)
    if ribbon.end:
        end = max(ribbon.until, ribbon.start + timedelta(seconds=1))
        return scale(ribbon.start, end, end, left=left, right=right)
    hinge = sheet.hinge
    horizon = ribbon.horizon
    if hinge is not None and horizon <= ribbon.now:
        return Scale(
            ribbon.start,
            ribbon.now,
            ribbon.now,
            left,
            left + hinge * (right - left),
            left + hinge * (right - left),
        )
    return scale(ribbon.start, ribbon.now, horizon, left=left, right=right, hinge=hinge)


def _bands(ribbon: Ribbon, measure: Scale) -> list[PlacedBand]:
    """In order and without overlap; what would be thinner than a hair joins its neighbours, in the court that ruled."""
    placed: list[PlacedBand] = []
    crumbs: list[Band] = []
    for band in _whole(ribbon):
        crumbs.append(band)
        x, end = measure.x(crumbs[0].start), measure.x(crumbs[-1].end)
        if end - x >= LEAST_BAND:
            placed.append(_placed(crumbs, x, end, ribbon))
            crumbs = []
    if crumbs:
        x, end = measure.x(crumbs[0].start), measure.x(crumbs[-1].end)
        if end > x or not placed:
            placed.append(_placed(crumbs, x, end, ribbon))
    return placed


def _whole(ribbon: Ribbon) -> list[Band]:
    """The bands cut at now, trimmed so that none reaches into the next, and continued to the expected finish."""
    found: list[Band] = []
    reached = ribbon.start
    for band in sorted(ribbon.bands, key=lambda one: (one.start, one.end)):
        start, end = max(band.start, reached), max(band.end, reached)
        if ribbon.end:
            end = min(end, ribbon.until)
        if end <= start:
            continue
        reached = end
        if start < ribbon.until < end:
            found.append(Band(start, ribbon.until, band.court, band.label))
            start = ribbon.until
        found.append(Band(start, end, band.court, band.label))
    finish = ribbon.expected_finish
    if found and finish and not ribbon.end and finish > max(reached, ribbon.now) and reached >= ribbon.now:
        found.append(Band(reached, finish, found[-1].court, found[-1].label))
    return found


def _placed(crumbs: list[Band], x: float, end: float, ribbon: Ribbon) -> PlacedBand:
    ruled: dict[Court, timedelta] = {}
    for crumb in crumbs:
        ruled[crumb.court] = ruled.get(crumb.court, timedelta()) + (crumb.end - crumb.start)
    court = max(ruled, key=lambda one: ruled[one])
    length = crumbs[-1].end - crumbs[0].start
    ahead = crumbs[0].start >= ribbon.until and not ribbon.end
    named = next((crumb.label for crumb in crumbs if crumb.court == court and crumb.label), "")
    words = f"{court_words(court, named)}, {wording.duration_short(length)}"
    return PlacedBand(x, max(end - x, 0.0), court, ahead, words)


def _seams(ribbon: Ribbon, measure: Scale) -> list[PlacedSeam]:
    placed = []
    for seam in ribbon.seams:
        until = seam.accepted_at or ribbon.until
        x, end = measure.x(seam.offered_at), measure.x(max(until, seam.offered_at))
        if end - x < LEAST_SEAM:
            middle = (x + end) / 2
            x = min(max(middle - LEAST_SEAM / 2, measure.left), measure.right - LEAST_SEAM)
            end = x + LEAST_SEAM
        placed.append(PlacedSeam(x, end - x, seam.accepted_at is None, seam_words(seam, ribbon)))
    return placed


def _touches(ribbon: Ribbon, measure: Scale, zone: tzinfo) -> list[PlacedTouch]:
    """A chase is always drawn; of other touches on one spot, one stands for all."""
    last = {True: float("-inf"), False: float("-inf")}
    placed = []
    for touch in sorted(ribbon.touches, key=lambda one: one.at):
        x, above = measure.x(touch.at), touch.by == "us"
        if not touch.chase and x - last[above] < TICK_GAP:
            continue
        if not touch.chase:
            last[above] = x
        words = touch_words(touch, ribbon.now, zone)
        placed.append(PlacedTouch(x, above, touch.chase, touch.unanswered, words))
    return placed


def _silences(ribbon: Ribbon, measure: Scale, zone: tzinfo) -> list[PlacedSilence]:
    placed = []
    for silence in ribbon.silences:
        x, end = measure.x(silence.start), measure.x(max(silence.end, silence.start))
        words = silence_words(silence, ribbon, zone)
        placed.append(PlacedSilence(x, end - x, words))
    return placed


def _finish(ribbon: Ribbon, measure: Scale) -> float | None:
    if ribbon.end or ribbon.expected_finish is None or ribbon.expected_finish <= ribbon.now:
        return None
    return measure.x(ribbon.expected_finish) if ribbon.expected_finish <= measure.end else None


_FIRST: dict[FlagState, int] = {"open": 0, "broken": 1, "moved": 2, "kept": 3, "released": 4}


def _flags(
    ribbon: Ribbon,
    measure: Scale,
    sheet: Sheet,
    size: Size,
    width: float,
    labels: list[Label],
    zone: tzinfo,
) -> list[PlacedFlag]:
    """Every promise has its flag; the most urgent get their words first, what finds no room keeps a short pole."""
    lanes = [Lane(1.0, width - 1.0) for _ in FLAG_LANES]
    placed: list[PlacedFlag] = []
    urgent = sorted(ribbon.flags, key=lambda one: (_FIRST[one.state], -one.due.timestamp()))
    for flag in urgent:
        x = measure.x(flag.due)
        moved = flag.first_due is not None and flag.first_due != flag.due
        ghost = measure.x(flag.first_due) if moved and flag.first_due else None
        top = sheet.top if size == "row" else SHORT_FLAG
        if size == "head":
            found = _letter_flag(flag, x, ghost, lanes, labels)
            top = found if found is not None else SHORT_FLAG
        placed.append(PlacedFlag(x, top, flag.state, ghost, flag_words(flag, ribbon.now, zone)))
    return sorted(placed, key=lambda one: one.x)


def _letter_flag(
    flag: Flag, x: float, ghost: float | None, lanes: list[Lane], labels: list[Label]
) -> float | None:
    """Hang the flag in the first lane where pole, words and the line from its first date have room."""
    for most in (MOST_TEXT, 90.0):
        text = shorten(flag.text, TEXT, most)
        if not text:
            continue
        wide = text_width(text, TEXT)
        reach = min(x, ghost) if ghost is not None else x
        for index, (lane, line) in enumerate(zip(lanes, FLAG_LANES, strict=True)):
            right = (
                min(reach, x) - 1,
                max(x + PENNANT + 4 + wide, ghost + PENNANT if ghost is not None else 0),
            )
            left = (x - 4 - wide, max(x + PENNANT, ghost + PENNANT if ghost is not None else 0))
            for start, end, anchor in ((*right, "start"), (*left, "end")):
                if anchor == "end" and ghost is not None and ghost < x:
                    continue
                posts = [x] if ghost is None else [x, ghost]
                if not lane.fits(start, end, own=x) or any(
                    not _clear(lower, posts) for lower in lanes[index + 1 :]
                ):
                    continue
                lane.take(start, end)
                for lower in lanes[index + 1 :]:
                    lower.posts += posts
                at = x + PENNANT + 4 if anchor == "start" else x - 4
                first, last = (at, at + wide) if anchor == "start" else (at - wide, at)
                side: Literal["start", "end"] = "start" if anchor == "start" else "end"
                labels.append(Label("flag", x, at - x, line, text, side, first, last, flag.state))
                return line - 9
    return None


def _clear(lane: Lane, posts: list[float]) -> bool:
    return all(not (start - 2 < post < end + 2) for post in posts for start, end in lane.taken)


def _letter_stages(
    seams: list[PlacedSeam],
    ribbon: Ribbon,
    flags: list[PlacedFlag],
    now: float | None,
    width: float,
    labels: list[Label],
) -> None:
    posts = [flag.x for flag in flags] + [flag.ghost for flag in flags if flag.ghost is not None]
    short = [flag for flag in flags if flag.top == SHORT_FLAG]
    lane = Lane(1.0, width - 1.0, posts=posts)
    for flag in short:
        lane.take(flag.x, flag.x + PENNANT)
    for seam, placed in zip(ribbon.seams, seams, strict=True):
        wide = text_width(seam.label, TEXT)
        for origin, at in ((placed.x + placed.width, placed.x + placed.width), (placed.x, placed.x - wide)):
            if seam.label and lane.fits(at, at + wide):
                lane.take(at, at + wide)
                labels.append(
                    Label("stage", origin, at - origin, STAGE_LINE, seam.label, "start", at, at + wide)
                )
                break


def _letter_silences(
    silences: list[PlacedSilence], ribbon: Ribbon, now: float | None, width: float, labels: list[Label]
) -> None:
    lane = Lane(1.0, width - 1.0, posts=[] if now is None else [now])
    longest = sorted(zip(silences, ribbon.silences, strict=True), key=lambda pair: -pair[0].width)
    for placed, silence in longest:
        text = silence.label
        wide = text_width(text, TEXT)
        middle = placed.x + placed.width / 2
        for at in (middle, placed.x + wide / 2, placed.x + placed.width - wide / 2):
            if text and lane.fits(at - wide / 2, at + wide / 2):
                lane.take(at - wide / 2, at + wide / 2)
                labels.append(
                    Label(
                        "silence",
                        middle,
                        at - middle,
                        SILENCE_LINE,
                        text,
                        "middle",
                        at - wide / 2,
                        at + wide / 2,
                    )
                )
                break


def _letter_axis(
    ribbon: Ribbon, measure: Scale, now: float | None, width: float, labels: list[Label], zone: tzinfo
) -> list[float]:
    """The dates, as many as have room beside the word "now". Returns the places of their lines."""
    lane = Lane(0.0, width)
    lines = []
    if now is not None:
        text = now_word()
        wide = text_width(text, TEXT)
        at = min(max(now, wide / 2), width - wide / 2)
        lane.take(at - wide / 2, at + wide / 2)
        labels.append(Label("now", now, at - now, AXIS_LINE, text, "middle", at - wide / 2, at + wide / 2))
    for tick in ticks(measure, 74.0, zone):
        lines.append(tick.x)
        text = _date(tick, ribbon, zone)
        wide = text_width(text, TEXT)
        at = min(max(tick.x, wide / 2), width - wide / 2)
        if lane.fits(at - wide / 2, at + wide / 2):
            lane.take(at - wide / 2, at + wide / 2)
            labels.append(
                Label("date", tick.x, at - tick.x, AXIS_LINE, text, "middle", at - wide / 2, at + wide / 2)
            )
    return lines


def _date(tick: Tick, ribbon: Ribbon, zone: tzinfo) -> str:
    local = tick.at.astimezone(zone)
    if tick.grain < DAY and (local.hour or local.minute):
        return wording.hour(tick.at, zone)
    if tick.grain >= MONTH:
        return wording.month(tick.at, now=ribbon.now, zone=zone)
    return wording.day(tick.at, now=ribbon.now, zone=zone)
