"""What was not as it was to be: one put right, one on its way, one whose day has passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from wellkept.quality import commands as quality
from wellkept.quality.models import Nonconformity
from wellkept_demo.around.ground import begin
from wellkept_demo.hero import back
from wellkept_demo.life import Life, Process, World


@dataclass(frozen=True)
class Wrong:
    """One of them. Days count back from today; the next step is due `due` days after it was raised."""

    days: int
    by: str
    handler: str
    what: str
    next_step: str
    due: int
    correction: str = ""
    cause: str = ""


WRONG = (
    Wrong(
        34, "nadia", "jonas",
        "Three customers in one week asked for the test report that our list says they have.",
        "Look at what the fitters hand over on the last day", 7,
        correction="All three have their report. The fitters hand it over before they ask for the signature.",
        cause="The report is printed in the office, and the fitter comes back there only in the evening.",
    ),
    Wrong(
        11, "greta", "piotr",
        "Two delivery notes for the roofs say 10 mm² where 16 mm² was laid.",
        "Correct both notes and write to both customers", 9,
    ),
    Wrong(
        3, "aylin", "ana",
        "The number on our van's door is the old one. Callers hear that it is not in use.",
        "New letters on both vans", 21,
    ),
)  # fmt: skip


def go(world: World) -> None:
    for one in WRONG:
        if Nonconformity.objects.filter(what=one.what).exists():
            continue
        life = begin(world, one.what, back(world.today, one.days, 10))
        life.run(_goes(life, one))


def _goes(life: Life, one: Wrong) -> Process:
    row = life.do(
        quality.raise_nonconformity,
        what=one.what,
        handler=life.staff.ids[one.handler],
        next_step=one.next_step,
        due=life.now + timedelta(days=one.due),
        by=life.by(one.by),
    )
    life.subjects.append(row.pk)
    life.follow()
    if one.correction:
        yield life.later(days=one.due - 1)
        life.do(
            quality.close_nonconformity,
            nonconformity=row.pk,
            correction=one.correction,
            cause=one.cause,
            by=life.by(one.handler),
        )
