"""The stages from the first word to the next need, in the customer's words, without departments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wellkept.kernel import wording
from wellkept.portal.content.journey import CustomerRecord
from wellkept.portal.content.markup import day_of, own
from wellkept.promises.purposes import DELIVERY

if TYPE_CHECKING:
    from wellkept.journeys.models import Trigger


@dataclass(frozen=True)
class Step:
    """One stage as the kit draws it."""

    name: str
    state: str
    when: str = ""
    href: str = ""
    link: str = ""


def way(record: CustomerRecord, *, agreement_page: str) -> list[Step]:
    """The stages: done, current and still to come."""
    latest = {row.kind: row for row in record.triggers}
    steps = [Step(_("You told us your problem"), "done", day_of(record.journey.opened_at))]
    here = [stage.stage for stage in record.plan.stages].index(record.stage)
    over = record.journey.state != "open"
    whole = record.journey.state == "at_rest" or (record.ending is not None and record.ending.how == "happy")
    for place, stage in enumerate(record.plan.stages):
        name = own(stage.customer_words) or own(stage.customer_goal)
        if place < here or whole:
            steps.append(_done(record, stage.trigger, name, latest.get(stage.trigger), agreement_page))
        elif over:
            break
        else:
            steps.append(Step(name, "current" if place == here else "ahead", _when(record, stage.trigger)))
    if over and not whole and record.journey.ended_at is not None:
        steps.append(Step(_("Closed"), "current", day_of(record.journey.ended_at)))
    return steps


def _done(record: CustomerRecord, kind: str, name: str, trigger: Trigger | None, agreement_page: str) -> Step:
    words = {
        "decision": _("You decided"),
        "agreement": _("You agreed"),
        "acceptance": _("You accepted it"),
    }
    when = day_of(trigger.given_at) if trigger is not None else ""
    if kind == "agreement" and record.agreed is not None:
        total = wording.money(record.agreed.total, record.agreed.currency)
        return Step(words[kind], "done", f"{when} · {total}" if when else total, agreement_page, _("read it"))
    return Step(words.get(kind, name), "done", when)


def _when(record: CustomerRecord, kind: str) -> str:
    """The promised date of this stage, if there is one."""
    if kind != "acceptance" or (record.new_date is not None and record.new_date.promise.purpose == DELIVERY):
        return ""  # while a new date waits for their answer, none stands
    due = next((row.due for row in record.open_dates if row.purpose == DELIVERY), None)
    return _("by %(day)s") % {"day": wording.long_day(due)} if due is not None else ""
