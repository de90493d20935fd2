"""The sentences of this room's events, for staff and for the customer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.duplicates import facts as duplicates
from wellkept.events.facts import LoggedFacts
from wellkept.events.line import Line, Words


def _went_along(facts: LoggedFacts) -> Words:
    return {
        "merged": _("merged two customers: this journey now belongs to {customer_name}"),
        "undone": _("undid a merge: this journey belongs to {customer_name} again"),
        "stayed": _("undid a merge: this journey stays with {customer_name}"),
        "kept": _("split a customer in two: this journey stays with {customer_name}"),
        "split": _("split a customer in two: this journey now belongs to {customer_name}"),
    }[facts["why"]]


LINES: tuple[Line, ...] = (
    Line(duplicates.CustomersMerged, _("merged {away_name} into {keep_name}"), None, "flag"),
    Line(duplicates.MergeUndone, _("undid the merge of {away_name} and {keep_name}"), None, "flag"),
    Line(duplicates.ContinuesAsAnother, _("merged others: this customer is now {name}"), None, "system"),
    Line(duplicates.CustomerSplit, _("split {part_name} off {whole_name}"), None, "flag"),
    Line(
        duplicates.CustomersToldApart,
        _("said that {first_name} and {second_name} are not the same"),
        None,
        "note",
    ),
    Line(duplicates.JourneyChangedCustomer, _went_along, None, "system"),
)
