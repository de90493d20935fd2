"""The drawing in words: for the legend, for hovering, and for screen readers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellkept.kernel import wording
from wellkept.ui.ribbon.data import Court, Flag, Ribbon, Seam, Silence, Touch


@dataclass(frozen=True, slots=True)
class Sum:
    """Total time in one court."""

    court: Court
    words: str
    length: str


@dataclass(frozen=True, slots=True)
class Legend:
    sums: tuple[Sum, ...]
    notes: tuple[str, ...]


def court_words(court: Court, label: str = "") -> str:
    """`waiting on us`, `on them`, `on the grid operator`."""
    if court == "us":
        return _("waiting on us")
    if court == "customer":
        return _("on them")
    return _("on %(third)s") % {"third": label} if label else _("on a third party")


def seam_words(seam: Seam, ribbon: Ribbon) -> str:
    """`to delivery: offered, accepted after 1 d 2 h`."""
    to = seam.label or _("the next team")
    if seam.accepted_at is None:
        waited = wording.duration_short(ribbon.until - seam.offered_at)
        return _("handoff to %(to)s: offered, waiting for %(length)s") % {"to": to, "length": waited}
    waited = wording.duration_short(seam.accepted_at - seam.offered_at)
    return _("handoff to %(to)s: accepted after %(length)s") % {"to": to, "length": waited}


def touch_words(touch: Touch, now: datetime, zone: tzinfo) -> str:
    """`they had to ask, 16 Nov 18:10`."""
    if touch.label:
        what = touch.label
    elif touch.chase:
        what = _("they had to ask")
    elif touch.unanswered:
        what = _("a call that nobody answered")
    else:
        what = _("from us") if touch.by == "us" else _("from them")
    return f"{what}, {wording.moment(touch.at, now=now, zone=zone)}"


def flag_words(flag: Flag, now: datetime, zone: tzinfo) -> str:
    """`Oven runs: promised for 25 Nov, open (first: 20 Nov)`."""
    states = {
        "open": _("open"),
        "kept": _("kept"),
        "moved": _("moved"),
        "broken": _("broken"),
        "released": _("released"),
    }
    state = states[flag.state]
    if flag.state == "kept" and flag.kept_at:
        state = _("kept %(day)s") % {"day": wording.day(flag.kept_at, now=now, zone=zone)}
    sentence = _("%(text)s: promised for %(day)s, %(state)s") % {
        "text": flag.text,
        "day": wording.day(flag.due, now=now, zone=zone),
        "state": state,
    }
    if flag.first_due and flag.first_due != flag.due:
        first = wording.day(flag.first_due, now=now, zone=zone)
        sentence += " " + _("(first: %(day)s)") % {"day": first}
    return sentence


def silence_words(silence: Silence, ribbon: Ribbon, zone: tzinfo) -> str:
    return _("%(length)s of silence from %(start)s to %(end)s") % {
        "length": wording.duration(silence.end - silence.start),
        "start": wording.day(silence.start, now=ribbon.now, zone=zone),
        "end": wording.day(silence.end, now=ribbon.now, zone=zone),
    }


def now_word() -> str:
    return _("now")


def legend(ribbon: Ribbon) -> Legend:
    """The sums of the courts up to now, and further counts."""
    lengths: dict[tuple[Court, str], timedelta] = {}
    reached = ribbon.start
    for band in sorted(ribbon.bands, key=lambda each: (each.start, each.end)):
        start, end = max(band.start, reached), min(max(band.end, reached), ribbon.until)
        if end > start:
            key = (band.court, band.label if band.court == "third" else "")
            lengths[key] = lengths.get(key, timedelta()) + (end - start)
            reached = end
    order: dict[Court, int] = {"us": 0, "customer": 1, "third": 2}
    sums = [
        Sum(court, court_words(court, label), wording.duration_short(length))
        for (court, label), length in sorted(lengths.items(), key=lambda item: (order[item[0][0]], -item[1]))
    ]
    return Legend(tuple(sums), (*_counts(ribbon), *ribbon.notes))


def _counts(ribbon: Ribbon) -> list[str]:
    touches, chases = len(ribbon.touches), sum(touch.chase for touch in ribbon.touches)
    counts = []
    if touches:
        counts.append(ngettext("%(count)s touch", "%(count)s touches", touches) % {"count": touches})
    if chases:
        counts.append(ngettext("%(count)s chase", "%(count)s chases", chases) % {"count": chases})
    if ribbon.silences:
        longest = max(silence.end - silence.start for silence in ribbon.silences)
        counts.append(_("longest silence %(length)s") % {"length": wording.duration_short(longest)})
    return counts


def summary(ribbon: Ribbon, zone: tzinfo) -> str:
    """The whole ribbon in one sentence, for a row in a list."""
    words = legend(ribbon)
    parts = [f"{part.words} {part.length}" for part in words.sums] + list(words.notes)
    open_flags = [flag for flag in ribbon.flags if flag.state in ("open", "broken", "moved")]
    parts += [
        flag_words(flag, ribbon.now, zone) for flag in sorted(open_flags, key=lambda part: part.due)[:3]
    ]
    return "; ".join(parts) or _("Nothing has happened yet.")


def sentences(ribbon: Ribbon, zone: tzinfo) -> list[str]:
    """Everything that the drawing shows, in the order in which it happened."""
    lines: list[tuple[datetime, str]] = []
    for band in ribbon.bands:
        length = wording.duration_short(min(band.end, ribbon.until) - band.start)  # not what is still to come
        words = court_words(band.court, band.label)
        lines.append((band.start, f"{wording.day(band.start, now=ribbon.now, zone=zone)}: {words}, {length}"))
    lines += [(seam.offered_at, seam_words(seam, ribbon)) for seam in ribbon.seams]
    lines += [(touch.at, touch_words(touch, ribbon.now, zone)) for touch in ribbon.touches if touch.chase]
    lines += [(silence.start, silence_words(silence, ribbon, zone)) for silence in ribbon.silences]
    lines += [(flag.due, flag_words(flag, ribbon.now, zone)) for flag in ribbon.flags]
    if ribbon.expected_finish and not ribbon.end:
        day = wording.day(ribbon.expected_finish, now=ribbon.now, zone=zone)
        lines.append((ribbon.expected_finish, _("Expected to be finished %(day)s") % {"day": day}))
    return [words for _at, words in sorted(lines, key=lambda pair: pair[0])]
