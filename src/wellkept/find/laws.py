"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "who_looks_at_a_miss_is_active": Law(
        1,
        _("Somebody who has left cannot handle searches that found nothing."),
        _("Give their searches to somebody else first."),
    ),
    "a_miss_says_what_was_asked": Law(0, _("What was looked for?")),
    "a_miss_ends_in_one_of_three_ways": Law(
        0,
        _("A search that found nothing becomes a reference, a nonconformity, or was not ours for a reason."),
    ),
    "a_counterpart_is_noted_once": Law(0, _("These two searches are already shown side by side.")),
    "a_counterpart_has_the_same_words_or_others": Law(
        0, _("Two searches had the same words or different ones.")
    ),
    "a_person_says_otherwise_and_why": Law(0, _("What did they mean, then?")),
    "a_miss_ends_after_it_is_asked": Law(4, _("A search ends after it was made.")),
}
