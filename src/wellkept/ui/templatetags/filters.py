"""Filters that word a value for the reader: times, lengths, money, the number. A builtin of the template engine."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from wellkept.kernel import clock, wording
from wellkept.kernel.number import show

register = template.Library()


@register.filter
def duration(length: timedelta) -> str:
    """`4 days`"""
    return wording.duration(length)


@register.filter
def duration_short(length: timedelta) -> str:
    """`9 d 2 h`"""
    return wording.duration_short(length)


@register.filter(needs_autoescape=True)
def quoted(words: str, autoescape: bool = True) -> str:
    """Somebody's words in the quotation marks of the reader's language."""
    escape = conditional_escape if autoescape else str
    return mark_safe(_("“%(words)s”") % {"words": escape(words)})


@register.filter
def since(instant: datetime) -> str:
    """Time since then, in one unit: `4 days`."""
    return wording.duration(clock.now() - instant)


@register.filter
def ago(instant: datetime) -> str:
    """`4 days ago`"""
    return wording.ago(instant)


@register.filter
def moment(instant: datetime) -> str:
    """`today 16:00`, `Wed 25 Nov, 07:30`"""
    return wording.moment(instant)


@register.filter
def due(instant: datetime) -> str:
    """Due time as `moment`, or `3 h overdue`."""
    return wording.due(instant)


@register.filter
def stamp(instant: datetime) -> str:
    """Time on a timeline: `09:05`, `Thu 12:00`, `12 Nov`."""
    return wording.stamp(instant)


@register.filter
def day(when: date | datetime) -> str:
    """`25 Nov`"""
    return wording.day(when)


@register.filter
def weekday(when: date | datetime) -> str:
    """`Wed 25 Nov`"""
    return wording.weekday(when)


@register.filter
def long_day(when: date | datetime) -> str:
    """`Wednesday 25 November`"""
    return wording.long_day(when)


@register.filter
def hour(instant: datetime) -> str:
    """`16:00`"""
    return wording.hour(instant)


@register.filter
def quantity(number: Decimal) -> str:
    """`2.5`, as the reader writes numbers."""
    return wording.quantity(number)


@register.filter
def unit_price(amount: Decimal, currency: str) -> str:
    """The price of one, with all the decimals that it has: `€0.2875`."""
    return wording.unit_price(amount, currency)


@register.filter
def money(amount: Decimal | int, currency: str) -> str:
    """`€18,400`"""
    return wording.money(amount, currency)


@register.filter
def number(digits: str) -> str:
    """`4827-9163`"""
    return show(str(digits))


@register.filter
def names(words: Iterable[str]) -> str:
    """`Jonas and Mira`"""
    return wording.names(words)
