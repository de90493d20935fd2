"""Wording of the letters about a visit."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from wellkept.kernel import clock
from wellkept.messages.letters.blocks import Block, Telling, button, pairs, quote, say
from wellkept.visits.window import Window, window_in_words


def visit_offered(t: Telling) -> tuple[str, list[Block]]:
    """Offer times for a visit. Facts: `windows`, `place`, `who`; `words`: what for."""
    spans = t.facts.get("windows")
    windows = [_in_words(t, str(span)) for span in spans] if isinstance(spans, list) else []
    return _("When may we come?"), [
        say(_("We would like to come to you for this:")),
        quote(t.words),
        say(_("These times are free. Please pick one on your page:")),
        quote("\n".join(windows)),
        pairs((_("Where"), t.fact("place")), (_("Who comes"), t.fact("who"))),
        button(_("Pick a time"), "#visits"),
    ]


def visit_fixed(t: Telling) -> tuple[str, list[Block]]:
    """Confirm a visit. Facts: `starts`, `ends`, `place`, `who`; `words`: what for."""
    return _("When we come"), [say(_("This is when we come to you:")), *_visit(t)]


def visit_moved(t: Telling) -> tuple[str, list[Block]]:
    """Confirm the time to which the customer moved a visit. Facts as in `visit_fixed`."""
    return _("The new time of our visit"), [say(_("As you asked, we come at another time:")), *_visit(t)]


def visit_cancelled(t: Telling) -> tuple[str, list[Block]]:
    """Cancel a visit. Facts: `by_them`, `what`, `starts`, `ends`; `words`: the reason."""
    sentence = (
        _("As you asked, this visit is cancelled.")
        if t.facts.get("by_them")
        else _("We have to cancel this visit, and we are sorry. We look for another time with you.")
    )
    return _("Our visit is cancelled"), [
        say(sentence),
        pairs((_("What for"), t.fact("what")), (_("When"), window_of(t)), (_("Why"), t.words)),
        button(_("See it on your page"), "#visits"),
    ]


def visit_late(t: Telling) -> tuple[str, list[Block]]:
    """Tell that we come later. Facts: `minutes`, `starts`, `ends`, `who`."""
    minutes = t.fact("minutes")
    sentence = (
        _("%(who)s comes about %(minutes)s minutes later than agreed. We are sorry.")
        % {"who": t.fact("who"), "minutes": minutes}
        if minutes
        else _("%(who)s is still on the visit before yours and comes later than agreed. We are sorry.")
        % {"who": t.fact("who")}
    )
    return _("We come later, and we are sorry"), [
        say(sentence),
        pairs((_("What for"), t.words), (_("Agreed was"), window_of(t))),
        say(_("If that does not suit you, please call us.")),
    ]


def window_of(t: Telling) -> str:
    """The window of a visit in words; empty where the notice is about none."""
    starts, ends = t.moment("starts"), t.moment("ends")
    return _said(t, Window(starts, ends)) if starts and ends else ""


def _visit(t: Telling) -> list[Block]:
    return [
        quote(t.words),
        pairs((_("When"), window_of(t)), (_("Where"), t.fact("place")), (_("Who comes"), t.fact("who"))),
        say(_("The visit is attached for your calendar. On your page you can move or cancel it.")),
        button(_("See it on your page"), "#visits"),
    ]


def _in_words(t: Telling, span: str) -> str:
    starts, _slash, ends = span.partition("/")
    return _said(t, Window(datetime.fromisoformat(starts), datetime.fromisoformat(ends)))


def _said(t: Telling, window: Window) -> str:
    with timezone.override(clock.zone(t.time_zone)):
        return window_in_words(window)


VISIT_LETTERS = {
    "visit_offered": visit_offered,
    "visit_fixed": visit_fixed,
    "visit_moved": visit_moved,
    "visit_cancelled": visit_cancelled,
    "visit_late": visit_late,
}
