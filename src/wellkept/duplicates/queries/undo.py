"""Plan of undoing a merge, used by the page that previews it and by the command that does it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.utils.translation import gettext_lazy as _

from wellkept.customers.models import Customer
from wellkept.duplicates.models import Merge, Moved
from wellkept.duplicates.queries.foreign_keys import Place, customers_of, places
from wellkept.journeys.models import Journey
from wellkept.kernel.refusal import missing


@dataclass(frozen=True)
class Plan:
    """Effects of undoing a merge.

    `back`: rows that return, by column. `left`: rows that a split or a later command moved elsewhere.
    `along`: journeys opened since with a contact who returns. `others`: journeys that stay although their
    contact or site returns.
    """

    merge: Merge
    root: int
    back: dict[Place, list[int]] = field(default_factory=dict)
    left: dict[Place, list[int]] = field(default_factory=dict)
    along: list[int] = field(default_factory=list)
    others: list[int] = field(default_factory=list)

    def rows(self, table: str) -> list[int]:
        """List the rows of one table that return."""
        return next((rows for place, rows in self.back.items() if place.table == table), [])

    @property
    def journeys(self) -> list[int]:
        """List all journeys that return or move along."""
        return sorted({*self.rows("journey"), *self.along})


def key_after(
    column: str, now: int | None, entries: Sequence[Moved], own: Collection[int], *, undone: Merge
) -> int | None:
    """The contact or site of a journey after the undo: the one before, unless it was changed since.

    `own` are those of its customer then. A contact of somebody else is let go. A site of somebody else stays, to be
    copied.
    """
    first = entries[0] if entries and entries[0].merge_id == undone.pk else None
    if first is not None and now == _key(first.after) and _key(first.before) in {None, *own}:
        return _key(first.before)
    if now is None or now in own:
        return now
    before = (_key(value) for entry in entries for value in (entry.before, entry.after))
    return next((key for key in before if key in own), now if column == "site_id" else None)


def moved_with(row: Merge, journeys: Collection[int]) -> dict[tuple[int, str], list[Moved]]:
    """Read what merges did to contact and site of these journeys, by journey and column.

    First this merge and the later ones in their order, then the earlier ones that stand, the latest first: somebody
    for whom another one spoke since an earlier merge may speak again.
    """
    moved = Moved.objects.filter(place="journey", row__in=journeys, column__in=("contact_id", "site_id"))
    later = moved.filter(merge__gte=row.pk).order_by("merge_id")
    earlier = moved.filter(merge__lt=row.pk, merge__undone_at__isnull=True).order_by("-merge_id")
    entries: dict[tuple[int, str], list[Moved]] = defaultdict(list)
    for entry in (*later, *earlier):
        entries[entry.row, entry.column].append(entry)
    return entries


def _key(stored: str | None) -> int | None:
    """Parse a stored key."""
    return int(stored) if stored is not None else None


def merge_of(id: int) -> Merge:
    """Read a merge, or refuse."""
    row = Merge.objects.select_related("by", "undone_by").filter(pk=id).first()
    if row is None:
        raise missing("merge", _("There is no such merge."))
    return row


def plan(row: Merge) -> Plan:
    """Plan undoing a merge now."""
    root = Customer.objects.values_list("merged_into", flat=True).get(pk=row.away_id)
    if row.undone_at is not None or root is None:
        return Plan(row, row.away_id)
    by_column = {(column_place.table, column_place.column): column_place for column_place in places()}
    moved: dict[Place, list[int]] = defaultdict(list)
    for table, column, key in Moved.objects.filter(merge=row, let_go=False).values_list(
        "place", "column", "row"
    ):
        if (table, column) in by_column:
            moved[by_column[table, column]].append(key)
    back: dict[Place, list[int]] = {}
    left: dict[Place, list[int]] = {}
    for where, rows in moved.items():
        now = customers_of(where, rows)
        back[where] = sorted(key for key in rows if now.get(key) == root)
        left[where] = sorted(key for key in rows if now.get(key) != root)
    contacts = next((rows for where, rows in back.items() if where.table == "contact"), [])
    here = next((rows for where, rows in back.items() if where.table == "journey"), [])
    speak = Journey.objects.filter(customer=root, contact__in=contacts).exclude(pk__in=here)
    speaking = sorted(speak.values_list("pk", flat=True))
    along = opened_since(row, speaking)
    sites = next((rows for where, rows in back.items() if where.table == "site"), [])
    there = Journey.objects.filter(customer=root, site__in=sites).exclude(pk__in=here)
    others = {*speaking, *there.values_list("pk", flat=True)} - along
    return Plan(row, root, back, left, sorted(along), sorted(others))


def opened_since(row: Merge, journeys: list[int]) -> set[int]:
    """Keep the journeys that were opened after the merge, by the order of the log."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject_id FROM event WHERE subject_id = ANY (%s) AND seq = 1 AND id > %s",
            [journeys, event_of(row)],
        )
        return {key for (key,) in cursor.fetchall()}


def event_of(row: Merge) -> int:
    """Give the position of the merge in the log."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(id) FROM event WHERE subject_id = ANY (%s) AND type = 'customers_merged'"
            " AND facts::json ->> 'merge' = %s",
            [[row.away_id, row.keep_id], str(row.pk)],
        )
        return int(cursor.fetchone()[0] or 0)
