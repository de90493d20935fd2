"""Place the labels: the most urgent first, and none that would cross another label or a pole."""

from __future__ import annotations

from datetime import tzinfo

from wellkept.kernel import wording
from wellkept.ui.ribbon.data import Flag, Ribbon
from wellkept.ui.ribbon.label_placement import Lane, shorten, text_width
from wellkept.ui.ribbon.places import (
    AXIS_LINE,
    FLAG_LANES,
    MOST_TEXT,
    PENNANT,
    SHORT_FLAG,
    SILENCE_LINE,
    STAGE_LINE,
    TEXT,
    Label,
    PlacedFlag,
    PlacedSeam,
    PlacedSilence,
)
from wellkept.ui.ribbon.scale import DAY, MONTH, Scale, Tick, ticks
from wellkept.ui.ribbon.words import now_word


def letter_flag(
    flag: Flag, x: float, ghost: float | None, lanes: list[Lane], labels: list[Label]
) -> float | None:
    """Hang the flag in the first lane where pole, words and the line from its first date have room.

    Returns where its pennant hangs, or None when there is no room for words.
    """
    posts = [x] if ghost is None else [x, ghost]
    first, last = min(posts), max(posts)
    for most in (MOST_TEXT, 90.0):
        text = shorten(flag.text, TEXT, most)
        wide = text_width(text, TEXT)
        for index, (lane, line) in enumerate(zip(lanes, FLAG_LANES, strict=True)):
            below = lanes[index + 1 :]
            if not text or any(not lower.clear(posts) for lower in below):
                continue
            after, before = last + PENNANT + 4, first - 4 - wide
            if lane.fits(first - 1, after + wide, own=posts):
                lane.take(first - 1, after + wide)
                label = Label(
                    "flag", last, after - last, line, text, "start", after, after + wide, flag.state
                )
            elif lane.fits(before, last + PENNANT, own=posts):
                lane.take(before, last + PENNANT)
                label = Label("flag", first, -4, line, text, "end", before, before + wide, flag.state)
            else:
                continue
            labels.append(label)
            for lower in below:
                lower.posts += posts
            return line - 9
    return None


def letter_stages(
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


def letter_silences(
    silences: list[PlacedSilence], ribbon: Ribbon, now: float | None, width: float, labels: list[Label]
) -> None:
    lane = Lane(1.0, width - 1.0, posts=[] if now is None else [now])
    longest = sorted(zip(silences, ribbon.silences, strict=True), key=lambda pair: -pair[0].width)
    for placed, silence in longest:
        text = silence.label
        wide = text_width(text, TEXT)
        middle = placed.x + placed.width / 2
        # The place that a label belongs to lies within the room it holds: so stretching never swaps two of them.
        first, last = placed.x, placed.x + placed.width
        for origin, start in ((middle, middle - wide / 2), (first, first), (last, last - wide)):
            if text and lane.fits(start, start + wide):
                lane.take(start, start + wide)
                labels.append(
                    Label("silence", origin, start - origin, SILENCE_LINE, text, "start", start, start + wide)
                )
                break


def letter_axis(
    ribbon: Ribbon, measure: Scale, now: float | None, width: float, labels: list[Label], zone: tzinfo
) -> list[float]:
    """The dates, as many as have room beside the word "now". Returns the places of their lines."""
    lane = Lane(0.0, width)
    lines: list[float] = []
    start = measure.x(measure.start)
    if now is not None:
        text = now_word()
        wide = text_width(text, TEXT)
        at = min(max(now, wide / 2), width - wide / 2)
        lane.take(at - wide / 2, at + wide / 2)
        labels.append(Label("now", now, at - now, AXIS_LINE, text, "middle", at - wide / 2, at + wide / 2))
    brief = measure.middle - measure.start < DAY
    first = (
        wording.hour(measure.start, zone) if brief else wording.day(measure.start, now=ribbon.now, zone=zone)
    )
    wide = text_width(first, TEXT)
    if lane.fits(start, start + wide):
        lane.take(start, start + wide)
        labels.append(Label("date", start, 0, AXIS_LINE, first, "start", start, start + wide))
    for tick in ticks(measure, 74.0, zone):
        text = _date(tick, ribbon, zone)
        wide = text_width(text, TEXT)
        at = min(max(tick.x, wide / 2), width - wide / 2)
        if lane.fits(at - wide / 2, at + wide / 2):
            lines.append(tick.x)
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
