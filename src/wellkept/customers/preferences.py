"""A contact's preferences: the way in which they like to hear from us, and when not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext_lazy as _

from wellkept.customers.models import Contact
from wellkept.kernel.refusal import Refusal, invalid


@dataclass(frozen=True, kw_only=True, slots=True)
class Preferences:
    """Language, channel, time zone and quiet hours of a contact. Empty ones are the customer's.

    Quiet hours end in the morning after if `quiet_until` is before `quiet_from`.
    """

    language: str | None = None
    channel: str | None = None
    time_zone: str = ""
    quiet_from: time | None = None
    quiet_until: time | None = None

    @classmethod
    def of(cls, row: Contact) -> Preferences:
        """The preferences of this contact."""
        return cls(
            language=row.language,
            channel=row.channel,
            time_zone=row.time_zone,
            quiet_from=row.quiet_from,
            quiet_until=row.quiet_until,
        )

    def refusal(self) -> Refusal | None:
        """Refuse an unknown time zone, and quiet hours without a beginning or an end."""
        return no_time_zone(self.time_zone) or self._no_quiet_hours()

    def _no_quiet_hours(self) -> Refusal | None:
        begin, end = self.quiet_from, self.quiet_until
        if (begin is None) != (end is None) or (begin is not None and begin == end):
            return invalid(
                "quiet_until", _("Quiet hours have a beginning and an end, at two different times.")
            )
        return None


def no_time_zone(name: str) -> Refusal | None:
    """Refuse an unknown time zone. An empty one is allowed."""
    try:
        ZoneInfo(name.strip() or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return invalid("time_zone", _("There is no such time zone."))
    return None


AS_THE_CUSTOMER = Preferences()
