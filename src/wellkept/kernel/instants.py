"""Instants and days between bounds that every time zone can show, at every border and in every column."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from wellkept.kernel.refusal import invalid

# Both ends leave room for every time zone, and for the longest period that is added to a date.
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)  # excluded
FIRST_DAY = EARLIEST.date()
LAST_DAY = date(2199, 12, 31)
PASSED = _("This time has passed already.")
OUT_OF_BOUNDS = _("This date is not between 1900 and 2199.")


if TYPE_CHECKING:  # to the type checker, a column for an instant is Django's
    InstantField = models.DateTimeField
    DayField = models.DateField
else:

    class InstantField(models.DateTimeField):
        """A column for an instant, of the database's type `instant`."""

        def db_type(self, connection: object) -> str:
            return "instant"

    class DayField(models.DateField):
        """A column for a day, of the database's type `day`."""

        def db_type(self, connection: object) -> str:
            return "day"


def has_bounds(instant: datetime | date) -> bool:
    """Whether the instant or the day lies between the bounds."""
    if isinstance(instant, datetime):
        return EARLIEST <= instant < LATEST
    return FIRST_DAY <= instant <= LAST_DAY


def later(start: datetime, *, days: float = 0, hours: float = 0, field: str = "due") -> datetime:
    """The instant so much later. Raise a refusal of this field if it is out of bounds."""
    try:
        instant = start + timedelta(days=days, hours=hours)
    except OverflowError:
        raise invalid(field, OUT_OF_BOUNDS) from None
    if not has_bounds(instant):
        raise invalid(field, OUT_OF_BOUNDS)
    return instant


def has_passed(instant: datetime, *, now: datetime) -> bool:
    """Whether the instant is over. The minute that runs now is not: pages give no seconds."""
    return instant < now.replace(second=0, microsecond=0)


def must_be_ahead(field: str, instant: datetime | None, *, now: datetime) -> None:
    """Raise a refusal of this field if something is planned for a time that has passed."""
    if instant is not None and has_passed(instant, now=now):
        raise invalid(field, PASSED)


def validate(instant: datetime | date) -> None:
    """Validator of forms and of API schemas."""
    if not has_bounds(instant):
        raise ValidationError(OUT_OF_BOUNDS, code="out_of_bounds")
