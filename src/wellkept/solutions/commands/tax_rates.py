from __future__ import annotations

from dataclasses import asdict
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.events.commands import Entry, open_subject, record
from wellkept.kernel.instants import has_bounds
from wellkept.kernel.refusal import Refusal, invalid, missing
from wellkept.people.actor import Actor
from wellkept.people.rights import admin_only
from wellkept.solutions import facts
from wellkept.solutions.catalogue_details import is_key
from wellkept.solutions.models import TaxRate
from wellkept.solutions.rules.tax_rules import CATEGORIES, Rate
from wellkept.solutions.tax_seed import rates_in


@transaction.atomic
def load_tax_rates(*, country: str, by: Actor) -> list[TaxRate]:
    """Add the rates of a country that the product brings with it, unless there are rates of it already."""
    admin_only(by)
    seed = rates_in(country)
    if not seed:
        raise missing("country", _("The rates of this country are not known here. Add them yourself."))
    if TaxRate.objects.filter(country=country).exists():
        return []
    return [_add(rate, by) for rate in seed]


@transaction.atomic
def add_tax_rate(*, rate: Rate, by: Actor) -> TaxRate:
    """Add a rate. Refuses one that counts on the same day as another of this key."""
    admin_only(by)
    if not is_key(rate.key):
        raise invalid("key", _("Small letters, digits and hyphens: heat-pump."))
    if not (len(rate.country) == 2 and rate.country.isascii() and rate.country.isupper()):
        raise invalid("country", _("In which country?"))
    if rate.category not in CATEGORIES:
        raise invalid("category", _("Taxed, at a rate of zero, or exempt?"))
    if rate.category == "S" and not 0 < rate.percent <= 100:
        raise invalid("percent", _("A rate is more than zero and at most 100 per cent."))
    if rate.category != "S" and rate.percent != 0:
        raise invalid("percent", _("A rate of zero, or exempt, has 0 per cent."))
    if rate.category != "S" and not rate.reason.strip():
        raise invalid("reason", _("Why is there no tax? It stands on the paper."))
    if not all(has_bounds(day) for day in (rate.valid_from, rate.valid_to or rate.valid_from)):
        raise invalid("valid_from", _("This date is not between 1900 and 2199."))
    if rate.valid_to is not None and rate.valid_to < rate.valid_from:
        raise invalid("valid_to", _("Its last day comes before its first."))
    others = TaxRate.objects.select_for_update().filter(country=rate.country, key=rate.key)
    if any(
        (rate.valid_to is None or other.valid_from <= rate.valid_to)
        and (other.valid_to is None or other.valid_to >= rate.valid_from)
        for other in others
    ):
        raise Refusal(
            "one_tax_rate_on_a_day",
            _("Another rate counts on one of these days."),
            field="valid_from",
            instead=_("End that one first, or begin this one later."),
        )
    return _add(rate, by)


@transaction.atomic
def end_tax_rate(*, rate: int, last_day: date, by: Actor) -> TaxRate:
    """Let a rate end: this is its last day."""
    admin_only(by)
    row = TaxRate.objects.select_for_update().filter(pk=rate).first()
    if row is None:
        raise missing("tax_rate", _("There is no such rate."))
    if row.valid_to is not None and row.valid_to <= last_day:
        raise Refusal("ends_before", _("It ends before that day already."), field="valid_to")
    if last_day < row.valid_from:
        raise invalid("valid_to", _("Its last day comes before its first."))
    row.valid_to = last_day
    row.save(update_fields=["valid_to"])
    fact = facts.TaxRateEnded(country=row.country, key=row.key, valid_to=last_day)
    record(Entry(row.pk, fact), by=by.by)
    return row


def _add(rate: Rate, by: Actor) -> TaxRate:
    fact = facts.TaxRateAdded(
        country=rate.country,
        key=rate.key,
        category=rate.category,
        percent=rate.percent,
        reason=rate.reason.strip(),
        valid_from=rate.valid_from,
        valid_to=rate.valid_to,
    )
    row = TaxRate(subject_id=open_subject("tax_rate"), **asdict(fact))
    row.save(force_insert=True)
    record(Entry(row.pk, fact), by=by.by)
    return row
