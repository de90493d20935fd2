"""Constraints of all rooms in words, and the refusal for a violated one.

A constraint's name is its sentence already; the rooms' `laws.py` have the one for people. The table of laws
in ARCHITECTURE.md names the same constraints with the tests that try to break them.
"""

from __future__ import annotations

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from wellkept import rooms
from wellkept.kernel import clock
from wellkept.kernel.law import Law
from wellkept.kernel.refusal import Refusal

LAWS: dict[str, Law] = {name: law for room in rooms.gather("laws") for name, law in room.LAWS.items()}


def refusal(error: IntegrityError) -> Refusal:
    """Turn a constraint violation into a refusal.

    A constraint without a sentence is our fault, and the refusal says so. While the machine's clock is being set, the
    times of an act contradict each other, and it is nobody's fault: the same act is taken a moment later.
    """
    if clock.was_set():
        return Refusal(
            "clock_was_set",
            _("The clock of this machine was set a moment ago."),
            instead=_("Nothing was changed. Please send it again."),
            status=503,
        )
    name = constraint_of(error)
    law = LAWS.get(name or "")
    if law is None:
        return Refusal(
            name or "refused",
            _("This cannot be saved: it would break a rule of the record that has no sentence of its own."),
            instead=_("Nothing was changed. Look at the page again."),
        )
    return Refusal(name or "refused", law.sentence, law=law.law or None, instead=law.instead or None)


def constraint_of(error: IntegrityError) -> str | None:
    """Read the name of the violated constraint."""
    cause = error.__cause__
    return getattr(getattr(cause, "diag", None), "constraint_name", None)
