"""Figures at the top of a customer's page: how we are doing with them."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellkept.customer_page.queries import View
from wellkept.kernel import clock, wording
from wellkept.ui.phrases import Phrase


@dataclass(frozen=True)
class Figure:
    """One figure with its title and what explains it. `form` is the address of what sets it, where it is missing."""

    title: str
    value: str
    details: list[Phrase] = field(default_factory=list)
    alarm: bool = False
    look: str = ""
    form: str = ""


def of(view: View) -> list[Figure]:
    """List the five figures in the order of the page."""
    return [_waiting(view), _promises(view), _chases(view), _endings(view), _next_meeting(view)]


def _waiting(view: View) -> Figure:
    title = _("Waiting on us")
    if view.waiting and view.waits_since:
        words = ngettext("%(n)s journey of theirs", "%(n)s journeys of theirs", view.waiting)
        length = wording.duration(clock.now() - view.waits_since)
        return Figure(title, length, [Phrase(words % {"n": view.waiting})], alarm=True)
    under_way = _("nothing open")
    if view.open:
        words = ngettext("%(n)s open journey", "%(n)s open journeys", view.open)
        under_way = words % {"n": view.open}
    return Figure(title, _("Nothing"), [Phrase(under_way)])


def _promises(view: View) -> Figure:
    title, kept = _("Our word to them"), view.kept
    still_open = _("%(n)s open") % {"n": kept.open} if kept.open else ""
    if not kept.settled:
        return Figure(title, still_open or _("None yet"), [Phrase(_("no date has come due yet"))])
    details = [Phrase(_("kept on the first date"))]
    if kept.broken:
        details.append(Phrase(_("%(n)s broken") % {"n": kept.broken}, "bad"))
    if still_open:
        details.append(Phrase(still_open))
    value = _("%(first)s of %(all)s") % {"first": kept.first, "all": kept.settled}
    return Figure(title, value, details, alarm=bool(kept.broken))


def _chases(view: View) -> Figure:
    times = ngettext("%(n)s time", "%(n)s times", view.chases) % {"n": view.chases}
    details = [Phrase(_("for what we should have told them"))]
    return Figure(_("Had to ask"), times if view.chases else _("Never"), details, alarm=bool(view.chases))


def _endings(view: View) -> Figure:
    title, endings = _("Ended well"), view.endings
    if not endings.all:
        return Figure(title, "–", [Phrase(_("nothing has ended yet"))])
    words = _("went on to the next need")
    if endings.helped_on:
        words = ngettext("%(n)s helped elsewhere", "%(n)s helped elsewhere", endings.helped_on)
        words %= {"n": endings.helped_on}
    value = _("%(good)s of %(all)s") % {"good": endings.good, "all": endings.all}
    return Figure(title, value, [Phrase(words)])


def _next_meeting(view: View) -> Figure:
    title, voice = _("We meet next"), view.told
    if voice.rhythm is None:
        details = [Phrase(_("a key customer"), "bad")] if voice.key else []
        return Figure(title, _("Not set"), details, alarm=bool(voice.key), form="rhythm")
    people = [voice.rhythm.person.name]
    if voice.rhythm.contact:
        people.append(voice.rhythm.contact.name)
    overdue = [Phrase(_("overdue"), "bad")] if voice.overdue else []
    details = [*overdue, *map(Phrase, people)]
    look = "bad" if voice.overdue else ""
    day = wording.day(voice.rhythm.next_at) if voice.rhythm.next_at else ""
    return Figure(title, day, details, alarm=bool(voice.overdue), look=look)
