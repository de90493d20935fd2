"""What a customer may have only once: which of two goes on in a merge, and what comes again when it is undone."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from wellkept.customers.models import Customer
from wellkept.duplicates.models import Merge, Moved
from wellkept.duplicates.queries.single_records import marks_of, rhythms_of
from wellkept.kernel.refusal import Refusal
from wellkept.kernel.text import Text, fill
from wellkept.people.actor import Actor
from wellkept.voice.commands import single_records

ENDS = ("rhythm", "key_customer")


def give_way(
    goes: Customer, stays: Customer, *, rhythm_of: int | None, mark_of: int | None, by: Actor
) -> list[tuple[str, int]]:
    """The meetings and the mark that end here, (table, key) each. Refuses where both have one and nobody has said."""
    both, named = (goes.pk, stays.pk), {goes.pk: goes.name, stays.pk: stays.name}
    ended: list[tuple[str, int]] = []
    rhythms = rhythms_of(both)
    if len(rhythms) == 2:
        if rhythm_of not in both:
            raise _say_which(
                "rhythm_of",
                fill(_("We meet both %(one)s and %(other)s regularly."), one=goes.name, other=stays.name),
                _("Say whose meetings continue. The others come back if you undo the merge."),
            )
        [way] = set(both) - {rhythm_of}
        single_records.rhythm_gives_way(rhythm=rhythms[way].pk, to=named[rhythm_of], by=by)
        ended.append(("rhythm", rhythms[way].pk))
    marks = marks_of(both)
    if len(marks) == 2:
        if mark_of not in both:
            raise _say_which(
                "mark_of",
                fill(_("Both %(one)s and %(other)s are key customers."), one=goes.name, other=stays.name),
                _("Say whose mark stays. The other comes back if you undo the merge."),
            )
        [way] = set(both) - {mark_of}
        single_records.mark_gives_way(mark=marks[way].pk, to=named[mark_of], by=by)
        ended.append(("key_customer", marks[way].pk))
    return ended


def _say_which(field: str, sentence: Text, instead: Text) -> Refusal:
    return Refusal("one_of_each", sentence, field=field, instead=instead)


def come_again(row: Merge, went_back: dict[str, Collection[int]], *, by: Actor) -> None:
    """What gave way, here or in a merge since, to whom they are one with no more, is set anew."""
    gave_way = Moved.objects.filter(
        merge__undone_at__isnull=True, let_go=False, place__in=ENDS, column="ended_at"
    )
    here = gave_way.filter(merge=row)
    since = [
        entry for entry in gave_way.filter(merge__gt=row.pk) if entry.row in went_back.get(entry.place, ())
    ]
    for entry in [*here, *since]:
        if entry.place == "rhythm":
            single_records.rhythm_comes_again(rhythm=entry.row, by=by)
        else:
            single_records.mark_comes_again(mark=entry.row, by=by)
