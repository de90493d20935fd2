"""Checks of the clocks: of the database, and of the record, which may reach further than the present."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.utils.translation import gettext_lazy as _

from wellkept.events.queries import recorded_ahead
from wellkept.installation import doctor
from wellkept.installation.doctor import Finding, ill, well
from wellkept.kernel import clock
from wellkept.kernel.text import fill

AHEAD = timedelta(minutes=5)  # as far as the log lets two machines' clocks be apart


def check_clocks() -> list[Finding]:
    """Check the database's clock against ours, and the record against the present."""
    return [_database(), check_times_of_record()]


def _database() -> Finding:
    with connection.cursor() as cursor:
        return doctor.clocks(doctor.database_time(cursor))


def check_times_of_record() -> Finding:
    """Check that no entry of the record has a time that is still to come."""
    ahead = recorded_ahead(of=clock.now() + AHEAD)
    if ahead is None:
        return well("times on record", _("None is still to come."))
    sentence = fill(
        _(
            "The record has entries up to %(until)s UTC, which is still to come: the clock was ahead, or was set back."
            " Until then, new entries on the same journeys and other subjects (%(count)s) carry the time of the"
            " last one."
        ),
        until=f"{ahead.until:%Y-%m-%d %H:%M}",
        count=ahead.subjects,
    )
    advice = _("Check the clock of this machine, and let it keep network time. Nothing is lost.")
    return ill("times on record", sentence, advice)
