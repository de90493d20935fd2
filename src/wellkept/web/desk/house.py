"""The whole company on the first page of those who answer for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellkept.desk import queries
from wellkept.intake import queries as intake
from wellkept.people.actor import Actor
from wellkept.quality import queries as nonconformities
from wellkept.web.desk.lines import Line, line


@dataclass(frozen=True)
class Section:
    """The troubles of the company: rows with a broken promise or a silence, and counts with their pages."""

    lines: list[Line]
    counts: list[tuple[str, str]]  # address and words


def section_of(me: Actor, now: datetime) -> Section:
    """Read and word the section. A count of nothing is left out, except for what waits on us."""
    house = queries.of_house(me)
    late = len(intake.overdue())
    waiting = intake.count_waiting()
    wrong = len(nonconformities.open_ones())
    counts = [
        ("/board", _in_words(ngettext("%(n)s open journey", "%(n)s open journeys", house.open), house.open)),
        ("/board", _in_words(ngettext("%(n)s waits on us", "%(n)s wait on us", house.on_us), house.on_us)),
    ]
    if house.offered:
        sentence = ngettext("%(n)s offer without an answer", "%(n)s offers without an answer", house.offered)
        counts.append(("/board", _in_words(sentence, house.offered)))
    if waiting:
        sentence = ngettext("%(n)s in intake", "%(n)s in intake", waiting)
        words = _in_words(sentence, waiting)
        overdue = _("%(n)s overdue") % {"n": late}
        counts.append(("/intake", f"{words}, {overdue}" if late else words))
    if wrong:
        sentence = ngettext("%(n)s open nonconformity", "%(n)s open nonconformities", wrong)
        counts.append(("/nonconformities", _in_words(sentence, wrong)))
    rows = [line(row, me, now) for row in house.rows]
    return Section(lines=rows, counts=counts)


def _in_words(sentence: str, n: int) -> str:
    return sentence % {"n": n}
