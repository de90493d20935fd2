"""Set the discounts that people may give without approval, and who sees costs. For administrators."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.events.commands import Entry, record
from wellkept.kernel.refusal import Refusal, invalid, refuse
from wellkept.people import facts
from wellkept.people.actor import Actor
from wellkept.people.models import Company, Person
from wellkept.people.rights import active, admin_only


@transaction.atomic
def set_sales_rights(*, person: int, discount_limit: Decimal | None, sees_costs: bool, by: Actor) -> Person:
    """Set the discount limit of a person in percent, and whether they see costs. Without one the company's counts."""
    admin_only(by)
    refuse(_not_in_percent(discount_limit))
    row = active(person)
    if (row.discount_limit, row.sees_costs) == (discount_limit, sees_costs):
        return row
    row.discount_limit, row.sees_costs = discount_limit, sees_costs
    row.save(update_fields=["discount_limit", "sees_costs"])
    record(
        Entry(row.pk, facts.SalesRightsSet(discount_limit=discount_limit, sees_costs=sees_costs)), by=by.by
    )
    return row


@transaction.atomic
def set_usual_discount_limit(*, discount_limit: Decimal | None, by: Actor) -> Company:
    """Set the discount limit of everybody without one of their own, in percent, or none."""
    admin_only(by)
    refuse(_not_in_percent(discount_limit))
    row = Company.objects.select_for_update().get()
    if row.discount_limit == discount_limit:
        return row
    row.discount_limit = discount_limit
    row.save(update_fields=["discount_limit"])
    record(Entry(row.pk, facts.UsualDiscountLimitSet(discount_limit=discount_limit)), by=by.by)
    return row


def _not_in_percent(limit: Decimal | None) -> Refusal | None:
    if limit is None or (0 <= limit <= 100 and round(limit, 2) == limit):
        return None
    return invalid("discount_limit", _("A discount limit is between 0 and 100 percent."))
