"""The sentences of this room's events, for staff and for the customer."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from wellkept.duplicates import facts as duplicates
from wellkept.events.line import Line, Words


def _went_along(facts: dict[str, Any]) -> Words:
    return {
        "merged": _("merged two customers: this is a journey of {customer_name} now"),
        "undone": _("took two customers apart again: this is a journey of {customer_name} again"),
        "stayed": _("took two customers apart again: this stays a journey of {customer_name}"),
        "split": _("split a customer in two: this is a journey of {customer_name} now"),
    }[facts["why"]]


LINES: tuple[Line, ...] = (
    Line(duplicates.CustomersMerged, _("merged {away_name} into {keep_name}"), None, "flag"),
    Line(duplicates.MergeUndone, _("undid the merge of {away_name} and {keep_name}"), None, "flag"),
    Line(duplicates.ContinuesAsAnother, _("merged others: this customer goes on as {name}"), None, "system"),
    Line(duplicates.CustomerSplit, _("split {part_name} off {whole_name}"), None, "flag"),
    Line(duplicates.CustomersToldApart, _("said that {first_name} and {second_name} are two"), None, "note"),
    Line(duplicates.JourneyChangedCustomer, _went_along, None, "system"),
)
