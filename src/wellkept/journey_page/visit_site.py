"""Content of the page of the person on site."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wellkept.journey_page.record_line import RecordLine
from wellkept.journeys.state import JourneyState
from wellkept.people.actor import Actor
from wellkept.solutions.units import WORDS as UNITS
from wellkept.visits.models import Visit
from wellkept.visits.queries import records_of
from wellkept.visits.record_kinds import CONFLICTS, KINDS, to_check


@dataclass(frozen=True)
class ToCheck:
    """An item of a checklist: of the journey's own, by its key, or one of the words of the visit."""

    words: str
    key: str
    done: bool


@dataclass(frozen=True)
class SiteContent:
    """The checklist of the visit, and its records."""

    checks: list[ToCheck]
    records: list[RecordLine]
    units: list[tuple[str, str]]
    keys: str  # of the records, for the script

    @property
    def conflicts(self) -> int:
        return sum(line.row.state == "conflict" for line in self.records)


def content_of(row: Visit, *, by: Actor) -> SiteContent:
    """Read what the page of the visit shows."""
    state = JourneyState(row.journey, by)
    records = records_of([row.pk])
    onward = state.plan.after(row.journey.stage)
    ticked = {record.words for record in records if record.kind == "check" and not record.conflict}
    items = [(item.text, item.key, tick) for item, tick in state.checklist(onward.stage if onward else "")]
    checks = [ToCheck(words, key, tick is not None or words in ticked) for words, key, tick in items]
    checks += [ToCheck(words, "", words in ticked) for words in to_check(row.words)]
    return SiteContent(
        checks,
        [RecordLine(record, state) for record in reversed(records)],
        [(code, str(words)) for code, words in UNITS.items() if code != "HUR"],
        " ".join(str(record.key) for record in records),
    )


def state_in_words(row: Visit) -> str:
    """Say how the visit is now, to whoever knew it otherwise."""
    window, name = row.window, row.person.name
    if row.state == "fixed" and window is not None:
        return _("This visit was changed. Now it is: %(window)s, %(name)s.") % {
            "window": window,
            "name": name,
        }
    return {
        "offered": _("No time is picked yet."),
        "cancelled": _("This visit is cancelled."),
        "missed": _("This visit did not take place."),
        "done": _("This visit has taken place."),
        "fixed": _("This visit is fixed."),
    }[row.state]


def words_for_the_script() -> dict[str, object]:
    """Words that the script of the page puts in."""
    return {
        "offline": _("No network. Everything is kept on this device and sent later."),
        "failed": _("The server does not answer. Everything is kept on this device and sent later."),
        "insecure": _(
            "Without HTTPS this device cannot keep anything. Use the address that begins with https."
        ),
        "waiting": _("{} still to be sent"),
        "arrived": _("Everything has arrived"),
        "kept": _("Arrived, but %s. Somebody at the office says whether it counts."),
        "waits": pgettext("on this device", "waits to be sent"),
        "sent": pgettext("on this device", "arrived"),
        "again": _("Try again"),
        "remove": _("Remove"),
        "photo": _("Photograph"),
        "kinds": {kind: str(words) for kind, words in KINDS.items()},
        "conflicts": {kind: str(words) for kind, words in CONFLICTS.items()},
    }
