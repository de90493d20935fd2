"""Records a customer may have only one of: end the second in a merge, restore it when the merge is undone."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from wellkept.customers.models import Customer
from wellkept.duplicates.models import Merge, Moved
from wellkept.duplicates.queries.single_records import marks_of, rhythms_of
from wellkept.kernel.refusal import Refusal
from wellkept.kernel.text import Text, fill
from wellkept.people.actor import Actor
from wellkept.voice.commands import single_records as voice_single_records

ENDS = ("rhythm", "key_customer")


def end_second_records(
    goes: Customer, stays: Customer, *, rhythm_of: int | None, mark_of: int | None, by: Actor
) -> list[tuple[str, int]]:
    """End the meetings and the key mark that do not continue. Returns (table, key) each.

    Refuses if both customers have one and no choice was made.
    """
    both = (goes.pk, stays.pk)
    ended: list[tuple[str, int]] = []
    rhythms = rhythms_of(both)
    if len(rhythms) == 2:
        if rhythm_of is None or rhythm_of not in both:
            raise _say_which(
                "rhythm_of",
                fill(_("We meet both %(one)s and %(other)s regularly."), one=goes.name, other=stays.name),
                _("Say whose meetings continue. The others come back if you undo the merge."),
            )
        [way] = set(both) - {rhythm_of}
        voice_single_records.rhythm_gives_way(rhythm=rhythms[way].pk, to=rhythm_of, by=by)
        ended.append(("rhythm", rhythms[way].pk))
    marks = marks_of(both)
    if len(marks) == 2:
        if mark_of is None or mark_of not in both:
            raise _say_which(
                "mark_of",
                fill(_("Both %(one)s and %(other)s are key customers."), one=goes.name, other=stays.name),
                _("Say whose mark stays. The other comes back if you undo the merge."),
            )
        [way] = set(both) - {mark_of}
        voice_single_records.mark_gives_way(mark=marks[way].pk, to=mark_of, by=by)
        ended.append(("key_customer", marks[way].pk))
    return ended


def _say_which(field: str, sentence: Text, instead: Text) -> Refusal:
    """Build the refusal that asks for a choice."""
    return Refusal("one_of_each", sentence, field=field, instead=instead)


def restore_records(row: Merge, went_back: dict[str, Collection[int]], *, by: Actor) -> None:
    """Restore records that ended in this merge, or in a later one with a customer who is separate now."""
    gave_way = Moved.objects.filter(
        merge__undone_at__isnull=True, let_go=False, place__in=ENDS, column="ended_at"
    )
    here = gave_way.filter(merge=row)
    since = [
        entry for entry in gave_way.filter(merge__gt=row.pk) if entry.row in went_back.get(entry.place, ())
    ]
    for entry in [*here, *since]:
        if entry.place == "rhythm":
            voice_single_records.rhythm_comes_again(rhythm=entry.row, by=by)
        else:
            voice_single_records.mark_comes_again(mark=entry.row, by=by)
