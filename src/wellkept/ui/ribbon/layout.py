"""Positions of everything on a ribbon. Pure: the same ribbon, width and language give the same positions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, tzinfo

from wellkept.kernel import wording
from wellkept.ui.ribbon.data import Band, Court, FlagState, Ribbon, Span
from wellkept.ui.ribbon.label_placement import Lane
from wellkept.ui.ribbon.label_places import letter_axis, letter_flag, letter_silences, letter_stages
from wellkept.ui.ribbon.places import (
    FLAG_LANES,
    LEAST_BAND,
    LEAST_SEAM,
    SHEETS,
    SHORT_FLAG,
    TICK_GAP,
    Label,
    Layout,
    PlacedBand,
    PlacedFlag,
    PlacedSeam,
    PlacedSilence,
    PlacedTouch,
    Sheet,
    Size,
)
from wellkept.ui.ribbon.scale import Scale, scale
from wellkept.ui.ribbon.words import court_words, flag_words, seam_words, silence_words, touch_words


def layout(
    ribbon: Ribbon, width: float, *, size: Size = "row", zone: tzinfo, span: Span | None = None
) -> Layout:
    """Place a ribbon on a sheet at least `width` pixels wide; `span` is the axis it shares with others."""
    sheet = SHEETS[size]
    if span:
        ribbon = _within(ribbon, span)
    measure = _measure(ribbon, sheet, width, span)
    labels: list[Label] = []
    bands = _bands(ribbon, measure)
    seams = _seams(ribbon, measure)
    flags = _flags(ribbon, measure, sheet, size, width, labels, zone)
    silences = _silences(ribbon, measure, zone)
    now = measure.x(ribbon.now) if not ribbon.end and measure.start <= ribbon.now <= measure.end else None
    lines: list[float] = []
    if size == "head":
        letter_stages(seams, ribbon, flags, now, width, labels)
        letter_silences(silences, ribbon, now, width, labels)
        lines = letter_axis(ribbon, measure, now, width, labels, zone)
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
        road=_road(ribbon, measure, bands),
    )


def _within(ribbon: Ribbon, span: Span) -> Ribbon:
    """Keep only the parts that touch the shared axis, so that nothing piles up at its ends."""
    return replace(
        ribbon,
        bands=tuple(band for band in ribbon.bands if band.end > span.start and band.start < span.end),
        seams=tuple(seam for seam in ribbon.seams if span.start <= seam.offered_at <= span.end),
        touches=tuple(touch for touch in ribbon.touches if span.start <= touch.at <= span.end),
        silences=tuple(
            silence for silence in ribbon.silences if silence.end > span.start and silence.start < span.end
        ),
        flags=tuple(
            replace(
                flag, first_due=flag.first_due if flag.first_due and flag.first_due >= span.start else None
            )
            for flag in ribbon.flags
            if span.start <= flag.due <= span.end
        ),
    )


def _measure(ribbon: Ribbon, sheet: Sheet, width: float, span: Span | None) -> Scale:
    left, right = sheet.left, width - sheet.right
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
    """Merge marks into bands, in order and without overlap. A band too thin to see joins its neighbour."""
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
    bands: list[Band] = []
    reached = ribbon.start
    for band in sorted(ribbon.bands, key=lambda each: (each.start, each.end)):
        start, end = max(band.start, reached), max(band.end, reached)
        if ribbon.end:
            end = min(end, ribbon.until)
        if end <= start:
            continue
        reached = end
        if start < ribbon.until < end:
            bands.append(Band(start, ribbon.until, band.court, band.label))
            start = ribbon.until
        bands.append(Band(start, end, band.court, band.label))
    finish = ribbon.expected_finish
    if bands and finish and not ribbon.end and finish > max(reached, ribbon.now) and reached >= ribbon.now:
        bands.append(Band(reached, finish, bands[-1].court, bands[-1].label))
    return bands


def _placed(crumbs: list[Band], x: float, end: float, ribbon: Ribbon) -> PlacedBand:
    ruled: dict[Court, timedelta] = {}
    for crumb in crumbs:
        ruled[crumb.court] = ruled.get(crumb.court, timedelta()) + (crumb.end - crumb.start)
    court = max(ruled, key=lambda court_seen: ruled[court_seen])
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
    for touch in sorted(ribbon.touches, key=lambda mark: mark.at):
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


def _road(ribbon: Ribbon, measure: Scale, bands: list[PlacedBand]) -> tuple[float, float]:
    """Dotted line without a court, from the last plan to the last promise."""
    start = bands[-1].x + bands[-1].width if bands else measure.x(ribbon.until)
    return start, max(start, measure.x(ribbon.horizon))


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
    urgent = sorted(ribbon.flags, key=lambda flag: (_FIRST[flag.state], -flag.due.timestamp()))
    for flag in urgent:
        x = measure.x(flag.due)
        moved = flag.first_due is not None and flag.first_due != flag.due
        ghost = measure.x(flag.first_due) if moved and flag.first_due else None
        top = sheet.top if size == "row" else SHORT_FLAG
        if size == "head":
            place = letter_flag(flag, x, ghost, lanes, labels)
            top = place if place is not None else SHORT_FLAG
        placed.append(PlacedFlag(x, top, flag.state, ghost, flag_words(flag, ribbon.now, zone)))
    return sorted(placed, key=lambda placed_flag: placed_flag.x)
