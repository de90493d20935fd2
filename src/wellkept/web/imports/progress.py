"""Progress of an import: the present step, and the next one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wellkept.imports import queries
from wellkept.imports.commands.batches import WORKING

if TYPE_CHECKING:
    from wellkept.imports.models import Import


@dataclass(frozen=True)
class Mark:
    """A step: `state` is done, current or ahead."""

    name: str
    state: str
    href: str


def trail(row: Import, asked: queries.Questions | None, here: str) -> list[Mark]:
    """All steps of this import; `here` is the one that is shown."""
    names = {"files": _("Files"), "columns": _("Columns"), "report": _("What was found")}
    if asked is None or asked.known:
        names["known"] = _("Known ones")
    if asked is None or asked.orders:
        names["stages"] = _("Stages")
    if asked is None or asked.open:
        names |= {"owners": _("Owners"), "next-step": _("What is next")}
    names["run"] = _("Import")
    order = list(names)
    at = order.index(here) if here in order else 0
    addresses = {"files": "", "columns": "", "report": "", "run": "/run"}
    return [
        Mark(
            names[name],
            "current" if place == at else "done" if place < at else "ahead",
            f"/imports/{row.pk}{addresses.get(name, '/' + name)}" if 1 < place < at else "",
        )
        for place, name in enumerate(order)
    ]


def following(asked: queries.Questions, here: str) -> str:
    """The step after this one, among those that are asked."""
    order = ["known"] if asked.known else []
    order += ["stages"] if asked.orders else []
    order += ["owners", "next-step"] if asked.open else []
    order.append("run")
    return order[order.index(here) + 1] if here in order else order[0]


def is_working(row: Import) -> bool:
    """Whether the worker is running."""
    return row.state in WORKING
