"""Short labels for journeys, the same on every staff page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.kernel import clock, wording

STAGES = {
    "sales": gettext_lazy("Sales"),
    "orders": gettext_lazy("Orders"),
    "delivery": gettext_lazy("Delivery"),
    "support": gettext_lazy("Support"),
}
ENDINGS = {
    "happy": gettext_lazy("Ended happy"),
    "not_ours": gettext_lazy("Not ours to solve"),
    "customer_declined": gettext_lazy("They decided against it"),
    "no_answer": gettext_lazy("They never answered"),
    "cancelled_by_them": gettext_lazy("Cancelled by the customer"),
    "cancelled_by_us": gettext_lazy("Cancelled by us"),
    "merged": gettext_lazy("Joined with another"),
    "opened_in_error": gettext_lazy("Opened in error"),
    "elsewhere": gettext_lazy("Ended before it came here"),
}


@dataclass(frozen=True)
class State:
    """A label with the kind of its chip."""

    words: str
    kind: str


def court(court: str, *, since: datetime, waits_for: str = "", now: datetime | None = None) -> State:
    """`Waiting on us 4 days`, `On them 3 days`, `On Netz Lindenau 5 days`; a third party may stay unnamed."""
    waited = (now or clock.now()) - since
    length = wording.duration(waited) if waited >= timedelta(minutes=1) else ""
    if court == "us":
        words = _("Waiting on us %(length)s") if length else _("Waiting on us")
        return State(words % {"length": length}, "us")
    if court == "customer":
        return State(
            (_("Waiting on customer, %(length)s") if length else _("Waiting on customer"))
            % {"length": length},
            "customer",
        )
    if court == "third":
        words = _("Waiting on %(whom)s, %(length)s") if length else _("Waiting on %(whom)s")
        return State(words % {"length": length, "whom": waits_for or _("a third party")}, "third")
    return State("", "plain")


def stage(name: str) -> str:
    """The name of a stage."""
    return str(STAGES.get(name, name))


def count(number: int) -> str:
    """A small number in words, for the head of a page."""
    number_words = (
        _("Nobody"), _("One"), _("Two"), _("Three"), _("Four"), _("Five"), _("Six"), _("Seven"), _("Eight"),
        _("Nine"), _("Ten"), _("Eleven"), _("Twelve"),
    )  # fmt: skip
    return number_words[number] if number < len(number_words) else str(number)
