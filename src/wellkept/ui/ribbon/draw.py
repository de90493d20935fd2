"""Draw a ribbon as SVG. Positions are shares of the width and text keeps its size, so one drawing fits many
widths."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from html import escape

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from wellkept.ui.ribbon.data import Ribbon, Span
from wellkept.ui.ribbon.label_places import letter_axis
from wellkept.ui.ribbon.layout import layout
from wellkept.ui.ribbon.places import LEAST_SEAM, SHEETS, Label, Layout, PlacedFlag, PlacedSeam, PlacedTouch
from wellkept.ui.ribbon.scale import Scale
from wellkept.ui.ribbon.words import legend, sentences, summary

ROW_WIDTH = 220.0
AXIS_WIDTH = 350.0  # at least so wide is the column of rows that share an axis
AXIS_WORDS = 11.0  # the line of the words above rows
HEAD_WIDTHS = {"narrow": 300.0, "middle": 560.0, "wide": 860.0}

_PENNANTS = {
    "open": "M0 0 9 3.25 0 6.5Z",
    "kept": "M0 0H9V6.5H0Z",
    "moved": "M0 .5 8.5 3.25 0 6Z",
    "broken": "M0 0H9L6 3.25 9 6.5H0Z",
    "released": "M0 .5 8.5 3.25 0 6Z",
}
_TICK = "M2.4 3.3 3.9 4.8 6.7 1.8"


def row(ribbon: Ribbon, *, uid: str, zone: tzinfo, span: Span | None = None) -> SafeString:
    """A ribbon for a list: 30 pixels high, full width, with one sentence for screen readers."""
    placed = layout(ribbon, ROW_WIDTH, size="row", zone=zone, span=span)
    return SafeString(
        f'<div class="ribbon ribbon-row" role="img" aria-label="{escape(summary(ribbon, zone))}">'
        f"{_svg(placed, f'{uid}-r')}</div>"
    )


def head(ribbon: Ribbon, *, uid: str, zone: tzinfo) -> SafeString:
    """A ribbon for the head of a page, with words, axis and sums. Laid out for three widths; one is shown."""
    drawings = [
        (name, SafeString(_svg(layout(ribbon, width, size="head", zone=zone), f"{uid}-{name[0]}")))
        for name, width in HEAD_WIDTHS.items()
    ]
    return SafeString(
        render_to_string(
            "ui/parts/ribbon.html",
            {
                "uid": uid,
                "drawings": drawings,
                "summary": summary(ribbon, zone),
                "legend": legend(ribbon),
                "sentences": sentences(ribbon, zone),
            },
        )
    )


def axis(span: Span, *, now: datetime, zone: tzinfo) -> SafeString:
    """Dates of an axis shared by rows, to stand above them. Hidden from screen readers."""
    sheet, width = SHEETS["row"], AXIS_WIDTH
    share = width / ROW_WIDTH  # the edges of the rows below, at this width
    end = max(span.end, span.start + timedelta(seconds=1))
    right = width - sheet.right * share
    measure = Scale(span.start, end, end, sheet.left * share, right, right)
    labels: list[Label] = []
    here = measure.x(min(now, end)) if now >= span.start else None
    lines = letter_axis(Ribbon(span.start, now), measure, here, width, labels, zone)
    placed = Layout(
        size="row",
        width=width,
        sheet=sheet,
        bands=(),
        seams=(),
        touches=(),
        flags=(),
        silences=(),
        now=here,
        finish=None,
        road=(0.0, 0.0),
        labels=tuple(labels),
        lines=tuple(lines),
    )
    drawn = [_label(placed, replace(label, y=AXIS_WORDS)) for label in labels]
    drawn += [_line(placed, x, AXIS_WORDS + 4, AXIS_WORDS + 9, "axis-line") for x in lines]
    if here is not None:
        drawn.append(_line(placed, here, AXIS_WORDS + 3, AXIS_WORDS + 9, "now-line"))
    return SafeString(
        '<div class="ribbon ribbon-axis" aria-hidden="true"><svg class="ribbon-sheet" width="100%" height="20"'
        f' focusable="false">{"".join(drawn)}</svg></div>'
    )


def _svg(placed: Layout, uid: str) -> str:
    sheet = placed.sheet
    parts = [
        f'<svg class="ribbon-sheet" width="100%" height="{sheet.height:g}" aria-hidden="true" focusable="false">',
        f'<defs><pattern id="{uid}" width="5" height="5" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(-45)"><rect class="hatch-ground" width="5" height="5"/>'
        '<path class="hatch-line" d="M0 2.5H5"/></pattern></defs>',
    ]
    parts += [_line(placed, x, sheet.now_top, sheet.now_bottom, "axis-line") for x in placed.lines]
    if placed.road[1] > placed.road[0]:
        first, last = (placed.percent(x) for x in placed.road)
        y = f"{sheet.middle:g}"
        parts.append(f'<line class="road" x1="{first}" x2="{last}" y1="{y}" y2="{y}"/>')
    parts += _bands(placed, uid)
    parts += [_seam(placed, seam) for seam in placed.seams]
    parts += _silences(placed)
    parts += [_touch(placed, touch) for touch in placed.touches]
    parts += [_flag(placed, flag) for flag in placed.flags]
    if placed.finish is not None:
        parts.append(
            _at(
                placed,
                placed.finish,
                f'<circle class="finish" cy="{sheet.middle:g}" r="{sheet.band_height / 6:g}"/>',
            )
        )
    if placed.now is not None:
        parts.append(_line(placed, placed.now, sheet.now_top, sheet.now_bottom, "now-line"))
    parts += [_label(placed, label) for label in placed.labels]
    parts.append("</svg>")
    return "".join(parts)


def _at(placed: Layout, x: float, inside: str) -> str:
    return f'<svg x="{placed.percent(x)}" overflow="visible">{inside}</svg>'


def _line(placed: Layout, x: float, top: float, bottom: float, name: str) -> str:
    at = placed.percent(x)
    return f'<line class="{name}" x1="{at}" x2="{at}" y1="{top:g}" y2="{bottom:g}"/>'


def _bands(placed: Layout, uid: str) -> list[str]:
    sheet = placed.sheet
    pieces = []
    for band in placed.bands:
        thin = " thin" if band.width < 4 else ""
        ahead = " ahead" if band.ahead else ""
        fill = f' fill="url(#{uid})"' if band.court == "third" else ""
        radius = min(sheet.band_height / 6, band.width / 3)
        pieces.append(
            f'<rect class="band {band.court}{ahead}{thin}" x="{placed.percent(band.x)}" '
            f'width="{placed.percent(band.width)}" y="{sheet.band_top:g}" height="{sheet.band_height:g}" '
            f'rx="{radius:.1f}"{fill}><title>{escape(band.words)}</title></rect>'
        )
    return pieces


def _seam(placed: Layout, seam: PlacedSeam) -> str:
    sheet = placed.sheet
    over = 2.0 if placed.size == "row" else 3.5
    name = "seam waiting" if seam.waiting else "seam"
    box = f'class="{name}" y="{sheet.band_top - over:g}" height="{sheet.band_height + 2 * over:g}" rx="2"'
    words = f"<title>{escape(seam.words)}</title>"
    if seam.width <= LEAST_SEAM:
        middle = seam.x + seam.width / 2
        return _at(
            placed, middle, f'<rect {box} x="{-LEAST_SEAM / 2:g}" width="{LEAST_SEAM:g}">{words}</rect>'
        )
    return f'<rect {box} x="{placed.percent(seam.x)}" width="{placed.percent(seam.width)}">{words}</rect>'


def _silences(placed: Layout) -> list[str]:
    y = placed.sheet.below
    return [
        f'<g class="silence"><title>{escape(silence.words)}</title>'
        f'<line x1="{placed.percent(silence.x)}" x2="{placed.percent(silence.x + silence.width)}" '
        f'y1="{y:g}" y2="{y:g}"/>'
        + (
            ""
            if placed.size == "row"
            else "".join(
                _at(placed, x, f'<path d="M0 {y - 3:g}v6"/>') for x in (silence.x, silence.x + silence.width)
            )
        )
        + "</g>"
        for silence in placed.silences
    ]


def _touch(placed: Layout, touch: PlacedTouch) -> str:
    sheet = placed.sheet
    words = f"<title>{escape(touch.words)}</title>"
    gap = 1.5
    if touch.chase:
        top = sheet.band_bottom + gap
        tip, half = (sheet.below, 2.4) if placed.size == "row" else (sheet.below, 4.0)
        shape = f"M0 {top:g}V{tip - half:g}M0 {tip - half:g}l{half:g} {half:g}-{half:g} {half:g}-{half:g}-{half:g}Z"
        return f'<g class="touch chase">{words}{_at(placed, touch.x, f"""<path d="{shape}"/>""")}</g>'
    top = sheet.band_top - gap - sheet.tick if touch.above else sheet.band_bottom + gap
    name = "touch unanswered" if touch.unanswered else "touch"
    drawn = f'<path d="M0 {top:g}v{sheet.tick:g}"/>'
    return f'<g class="{name}">{words}{_at(placed, touch.x, drawn)}</g>'


def _flag(placed: Layout, flag: PlacedFlag) -> str:
    sheet = placed.sheet
    foot = sheet.band_bottom
    drawn = ""
    if flag.ghost is not None:
        line = flag.top + 3.25
        drawn += (
            f'<g class="ghost"><line x1="{placed.percent(flag.ghost)}" x2="{placed.percent(flag.x)}" '
            f'y1="{line:g}" y2="{line:g}"/>'
            + _at(
                placed,
                flag.ghost,
                f'<path class="pole" d="M0 {flag.top:g}V{foot:g}"/>'
                f'<path class="pennant" d="{_PENNANTS["moved"]}" transform="translate(0 {flag.top:g})"/>',
            )
            + "</g>"
        )
    tick = (
        f'<path class="pennant-tick" d="{_TICK}" transform="translate(0 {flag.top:g})"/>'
        if flag.state == "kept"
        else ""
    )
    drawn += _at(
        placed,
        flag.x,
        f'<path class="pole" d="M0 {flag.top:g}V{foot:g}"/>'
        f'<path class="pennant" d="{_PENNANTS[flag.state]}" transform="translate(0 {flag.top:g})"/>{tick}',
    )
    return f'<g class="flag {flag.state}"><title>{escape(flag.words)}</title>{drawn}</g>'


def _label(placed: Layout, label: Label) -> str:
    name = f"label {label.kind}" + (f" {label.state}" if label.state else "")
    return _at(
        placed,
        label.x,
        f'<text class="{name}" x="{label.shift:.1f}" y="{label.y:g}" text-anchor="{label.anchor}">'
        f"{escape(label.text)}</text>",
    )
