"""Lines that came and lines that are still to come, for the customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wellkept.kernel import wording
from wellkept.portal.content.journey import CustomerRecord
from wellkept.solutions.units import counted

if TYPE_CHECKING:
    from wellkept.delivery.models import InstalledItem


def lines_to_show(record: CustomerRecord) -> list[tuple[str, str]]:
    """Each agreed line with how much of it came and when the rest comes. Empty until a first part has come."""
    rows = record.progress
    if not any(row.quantity.delivered for row in rows):
        return []
    shown = []
    for row in rows:
        line = row.quantity.line
        words = []
        if row.quantity.delivered:
            words.append(_("%(count)s came") % {"count": counted(row.quantity.delivered, line.unit)})
        if row.quantity.open > 0:
            still = _("%(count)s still to come") % {"count": counted(row.quantity.open, line.unit)}
            due = row.dates.current
            words.append(
                _("%(still)s, by %(day)s") % {"still": still, "day": wording.long_day(due)} if due else still
            )
        shown.append((row.quantity.title, " · ".join(words)))
    return shown


def items_to_show(record: CustomerRecord) -> list[InstalledItem]:
    """The items that stand at the customer's."""
    return [item for item in record.items if item.taken_out_at is None]
