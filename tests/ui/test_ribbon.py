"""The ribbon's promises, on ribbons that nobody would draw by hand."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wellkept.ui.gallery import samples
from wellkept.ui.ribbon import (
    Band,
    Flag,
    Layout,
    Ribbon,
    Seam,
    Silence,
    Span,
    Touch,
    draw,
    layout,
    legend,
    sentences,
    summary,
)

ZONE = ZoneInfo("Europe/Berlin")
START = datetime(2026, 3, 2, 8, tzinfo=UTC)
NEAR = 1e-6
few = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])

lengths = st.one_of(
    st.timedeltas(timedelta(0), timedelta(hours=3)), st.timedeltas(timedelta(0), timedelta(days=400))
)
instants = st.builds(lambda length: START + length, lengths)
words = st.text("abcdeWmÄ €1 ", min_size=0, max_size=40).map(str.strip)
courts = st.sampled_from(["us", "customer", "third"])


@st.composite
def ribbons(draw_one: st.DrawFn) -> Ribbon:
    at = START
    bands = []
    for length in draw_one(st.lists(lengths, max_size=12)):
        bands.append(Band(at, at + length, draw_one(courts), draw_one(words)))
        at += length
    now = draw_one(st.one_of(st.just(at), instants))
    later = st.builds(lambda first, length: (first, first + length), instants, lengths)
    return Ribbon(
        start=START,
        now=now,
        end=draw_one(st.one_of(st.none(), st.just(now))),
        expected_finish=draw_one(st.one_of(st.none(), instants)),
        bands=tuple(bands),
        seams=tuple(
            Seam(first, draw_one(st.sampled_from([last, None])), draw_one(words))
            for first, last in draw_one(st.lists(later, max_size=5))
        ),
        touches=tuple(
            Touch(
                row,
                draw_one(st.sampled_from(["us", "them"])),
                draw_one(st.booleans()),
                draw_one(st.booleans()),
            )
            for row in draw_one(st.lists(instants, max_size=8))
        ),
        flags=tuple(
            Flag(
                last,
                draw_one(words),
                draw_one(st.sampled_from(["open", "kept", "moved", "broken", "released"])),
                draw_one(st.sampled_from([first, None])),
            )
            for first, last in draw_one(st.lists(later, max_size=6))
        ),
        silences=tuple(
            Silence(first, last, draw_one(words)) for first, last in draw_one(st.lists(later, max_size=4))
        ),
    )


def inside(placed: Layout) -> None:
    """Everything stands on the sheet."""
    for thing in (*placed.bands, *placed.seams, *placed.silences):
        assert thing.x >= -NEAR
        assert thing.x + thing.width <= placed.width + NEAR
        assert thing.width >= 0
    for thing in (*placed.touches, *placed.flags):
        assert -NEAR <= thing.x <= placed.width + NEAR
    for flag in placed.flags:
        assert 0 <= flag.top <= placed.sheet.band_top
        assert flag.ghost is None or -NEAR <= flag.ghost <= placed.width + NEAR
    for label in placed.labels:
        assert -NEAR <= label.start <= label.end <= placed.width + NEAR
        assert 0 < label.y <= placed.sheet.height


def apart(placed: Layout, stretch: float = 1.0) -> None:
    """No two labels on one line touch, whatever the width."""
    by_line: dict[float, list[tuple[float, float]]] = {}
    for label in placed.labels:
        moved = label.x * (stretch - 1)
        by_line.setdefault(label.y, []).append((label.start + moved, label.end + moved))
    for line in by_line.values():
        for (_, end), (start, _) in pairwise(sorted(line)):
            assert end <= start + NEAR


@few
@given(ribbons(), st.sampled_from([220.0, 300.0, 560.0, 860.0]), st.sampled_from(["row", "head"]))
def test_bands_keep_their_order_and_never_overlap_and_all_stands_inside(ribbon, width, size):
    placed = layout(ribbon, width, size=size, zone=ZONE)

    for band, next_one in pairwise(placed.bands):
        assert band.x + band.width <= next_one.x + NEAR
    inside(placed)


@few
@given(ribbons(), st.sampled_from([300.0, 560.0, 860.0]), st.floats(1.0, 2.5))
def test_words_never_collide_at_their_width_or_any_greater_one(ribbon, width, stretch):
    placed = layout(ribbon, width, size="head", zone=ZONE)

    apart(placed)
    apart(placed, stretch)


@few
@given(ribbons(), st.floats(1.0, 2.5))
def test_no_pole_goes_through_the_words_of_a_flag(ribbon, stretch):
    placed = layout(ribbon, 560.0, size="head", zone=ZONE)

    lettered = {label.y for label in placed.labels if label.kind == "flag"}
    for label in placed.labels:
        if label.kind != "flag":
            continue
        for flag in placed.flags:
            for pole in [flag.x] if flag.ghost is None else [flag.x, flag.ghost]:
                if flag.top + 9 < label.y and lettered:
                    at, moved = pole * stretch, label.x * (stretch - 1)
                    assert not label.start + moved < at < label.end + moved


@few
@given(ribbons())
def test_the_sums_of_the_courts_are_the_time_that_the_bands_fill(ribbon):
    filled, reached = timedelta(), ribbon.start
    for band in ribbon.bands:
        start, end = max(band.start, reached), min(band.end, ribbon.until)
        filled += max(end - start, timedelta())
    assert bool(legend(ribbon).sums) == (filled > timedelta())


@few
@given(ribbons(), st.sampled_from(["row", "head"]))
def test_every_ribbon_is_drawn_and_said(ribbon, size):
    drawn = draw.row(ribbon, uid="r", zone=ZONE) if size == "row" else draw.head(ribbon, uid="r", zone=ZONE)

    assert "style=" not in drawn
    assert not re.search(r"\b(nan|inf)\b", drawn)
    assert summary(ribbon, ZONE)
    assert len(sentences(ribbon, ZONE)) >= len(ribbon.flags)


def test_a_shared_axis_puts_the_same_instant_at_the_same_place():
    places = {
        layout(ribbon, 400, zone=ZONE, span=samples.SHARED).now
        for ribbon in (samples.OVEN, samples.LATE, samples.QUIET)
    }

    assert len(places) == 1


def test_on_a_shared_axis_what_lies_outside_is_left_out():
    placed = layout(samples.YEAR, 400, zone=ZONE, span=Span(samples.on(1), samples.on(30)))

    assert [flag.words for flag in placed.flags] == []


def test_in_a_list_now_stands_at_one_place():
    ribbons = (samples.OVEN, samples.LATE, samples.YOUNG, samples.QUIET, samples.YEAR, samples.BORN)

    assert len({round(layout(drawing, 220, zone=ZONE).now or 0, 3) for drawing in ribbons}) == 1


def test_the_most_urgent_promise_keeps_its_words_on_a_phone():
    placed = layout(samples.OVEN, 300, size="head", zone=ZONE)

    assert "Oven runs, 25 Nov" in [label.text for label in placed.labels if label.kind == "flag"]


@pytest.mark.parametrize("ribbon", [samples.HAPPY])
def test_an_ended_journey_has_no_now_and_nothing_ahead(ribbon):
    placed = layout(ribbon, 560, size="head", zone=ZONE)

    assert placed.now is None
    assert placed.finish is None
    assert [band for band in placed.bands if band.ahead] == []


def test_a_year_is_drawn_in_few_shapes():
    assert len(layout(samples.YEAR, 220, zone=ZONE).bands) < 110


def test_legend_names_the_third_party():
    assert [line.words for line in legend(samples.OVEN).sums] == [
        "waiting on us",
        "on them",
        "on the grid operator",
    ]
    assert legend(samples.OVEN).notes == ("13 touches", "1 chase", "longest silence 4 d 7 h", "3 people")
