"""Times, durations, money and numbers in words, in the reader's language and time zone.

Language and zone default to the reader's, which the request has activated. English is written the British
way: the day first, the clock with 24 hours.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import TIMEDELTA_UNITS, format_date, format_skeleton, format_timedelta
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from wellkept.kernel import clock
from wellkept.kernel.minor_units import minor_units

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
Unit = Literal["minute", "hour", "day", "week", "month"]
_NO_LARGER_UNIT = 10**6
_HOME = {"en": Locale("en", "GB")}


def locale(language: str | None = None) -> Locale:
    """The reader's locale; English for an unknown language."""
    code = language or get_language() or "en"
    if code in _HOME:
        return _HOME[code]
    try:
        return Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return _HOME["en"]


def language_name(code: str) -> str:
    """The name of a language in the reader's: `German`, `Deutsch`. An unknown code stays as it is."""
    return str(locale().languages.get(code, code))


def duration(length: timedelta) -> str:
    """Format a duration in one unit, rounded down: `4 days`, `6 hours`, `3 weeks`. At least one minute."""
    count, unit = _counted(length)
    return format_unit(count, f"duration-{unit}", length="long", locale=locale())


def ago(instant: datetime) -> str:
    """Say how long ago: `4 days ago`, in the form that the reader's language has there: `vor 4 Tagen`."""
    count, unit = _counted(clock.now() - instant)
    seconds = dict(TIMEDELTA_UNITS)[unit]
    return format_timedelta(
        timedelta(seconds=-count * seconds),
        granularity=unit,
        threshold=_NO_LARGER_UNIT,
        add_direction=True,
        locale=locale(),
    )


def no_word_for(length: timedelta) -> str:
    """Say how long a silence is: `no word for 4 days`. The sentence has plural forms of its own, for its case."""
    count, unit = _counted(length)
    words = {
        "month": ngettext("no word for %(count)s month", "no word for %(count)s months", count),
        "week": ngettext("no word for %(count)s week", "no word for %(count)s weeks", count),
        "day": ngettext("no word for %(count)s day", "no word for %(count)s days", count),
        "hour": ngettext("no word for %(count)s hour", "no word for %(count)s hours", count),
        "minute": ngettext("no word for %(count)s minute", "no word for %(count)s minutes", count),
    }
    return words[unit] % {"count": count}


def _counted(length: timedelta) -> tuple[int, Unit]:
    """Count the length in its largest unit, rounded down."""
    length = abs(length)
    if length >= 60 * DAY:
        return length // (30 * DAY), "month"
    if length >= 21 * DAY:
        return length // (7 * DAY), "week"
    if length >= DAY:
        return length // DAY, "day"
    if length >= HOUR:
        return length // HOUR, "hour"
    return max(1, length // MINUTE), "minute"


def duration_short(length: timedelta) -> str:
    """Format a duration in at most two short units, for a row of figures: `9 d 2 h`, `4 min`."""
    length = abs(length)
    days, rest = divmod(length, DAY)
    hours, rest = divmod(rest, HOUR)
    minutes = rest // MINUTE
    if days >= 100:
        return _("%(count)s d") % {"count": days}
    parts = [
        text % {"count": count}
        for text, count in (
            (_("%(count)s d"), days),
            (_("%(count)s h"), hours),
            (_("%(count)s min"), minutes),
        )
        if count
    ]
    first_two = parts[:2] if not (days and not hours) else parts[:1]
    return " ".join(first_two) or _("%(count)s min") % {"count": 0}


def overdue(by: timedelta) -> str:
    """`3 h overdue`, in the largest short unit."""
    count, unit = duration_short(max(by, MINUTE)).split(" ")[:2]
    return _("%(length)s overdue") % {"length": f"{count} {unit}"}


def today(now: datetime | None = None, zone: tzinfo | None = None) -> date:
    """The reader's date."""
    return (now or clock.now()).astimezone(zone or timezone.get_current_timezone()).date()


def hour(instant: datetime, zone: tzinfo | None = None) -> str:
    """The time of day: `16:00`."""
    return _skeleton("Hm", instant.astimezone(zone or timezone.get_current_timezone()))


def day(when: date | datetime, *, now: datetime | None = None, zone: tzinfo | None = None) -> str:
    """A date in a list: `25 Nov`; with its year when that is not this one."""
    local = _local(when, zone)
    this_year = today(now, zone).year
    return _skeleton("MMMd" if local.year == this_year else "yMMMd", local)


def weekday(when: date | datetime, *, now: datetime | None = None, zone: tzinfo | None = None) -> str:
    """A date with its day of the week: `Wed 25 Nov`."""
    local = _local(when, zone)
    this_year = today(now, zone).year
    return _skeleton("MMMEd" if local.year == this_year else "yMMMEd", local)


def long_day(when: date | datetime, *, now: datetime | None = None, zone: tzinfo | None = None) -> str:
    """A date as a customer reads it: `Wednesday 25 November`."""
    local = _local(when, zone)
    name = locale().days["format"]["wide"][local.weekday()]
    return _("%(weekday)s %(day)s") % {"weekday": name, "day": full_day(when, now=now, zone=zone)}


def full_day(when: date | datetime, *, now: datetime | None = None, zone: tzinfo | None = None) -> str:
    """A date with its month in full: `25 November`; with its year when that is not this one."""
    local = _local(when, zone)
    if local.year == today(now, zone).year:
        return _skeleton("MMMMd", local)
    return format_date(local, "long", locale=locale())


def dated(when: date | datetime, *, zone: tzinfo | None = None) -> str:
    """A date on a paper, which is read years later: `25 November 2026`."""
    return format_date(_local(when, zone), "long", locale=locale())


def month(when: date | datetime, *, now: datetime | None = None, zone: tzinfo | None = None) -> str:
    """A month on an axis: `Nov`, and `Jan 2027` where the year turns."""
    local = _local(when, zone)
    return _skeleton("yMMM" if local.month == 1 or local.year != today(now, zone).year else "MMM", local)


def moment(instant: datetime, *, now: datetime | None = None, zone: tzinfo | None = None) -> str:
    """An instant as one says it: `today 16:00`, `tomorrow 07:30`, `Wed 25 Nov, 07:30`."""
    near = {
        -1: _("yesterday %(time)s"),
        0: _("today %(time)s"),
        1: _("tomorrow %(time)s"),
    }
    days = (_local(instant, zone) - today(now, zone)).days
    at = hour(instant, zone)
    if days in near:
        return near[days] % {"time": at}
    return _("%(day)s, %(time)s") % {"day": weekday(instant, now=now, zone=zone), "time": at}


def stamp(instant: datetime, *, now: datetime | None = None, zone: tzinfo | None = None) -> str:
    """Format a past time short, for a timeline: `09:05` today, `Thu 12:00` this week, `12 Nov` before."""
    days = (today(now, zone) - _local(instant, zone)).days
    if days == 0:
        return hour(instant, zone)
    if 0 < days < 7:
        name = _skeleton("E", instant.astimezone(zone or timezone.get_current_timezone()))
        return f"{name} {hour(instant, zone)}"
    return day(instant, now=now, zone=zone)


def due(instant: datetime, *, now: datetime | None = None, zone: tzinfo | None = None) -> str:
    """Format a due time as `moment` does, or say by how much it is overdue."""
    late = (now or clock.now()) - instant
    return overdue(late) if late >= MINUTE else moment(instant, now=now, zone=zone)


def money(amount: Decimal | int, currency: str, *, exact: bool = False) -> str:
    """An amount with its currency; whole amounts without decimals unless `exact`: `€18,400`, `€18,400.50`."""
    here = locale()
    amount = Decimal(amount)
    whole = amount == amount.to_integral_value() and not exact
    digits = 0 if whole else minor_units(currency)
    number = format_decimal(
        abs(amount),
        format="#,##0" + ("." + "0" * digits if digits else ""),
        locale=here,
        decimal_quantization=True,
    )
    return _with_currency(number, currency, negative=amount < 0)


def unit_price(amount: Decimal, currency: str) -> str:
    """The price of one unit, with up to four decimals where it has them: `€0.2875`."""
    usual = minor_units(currency)
    if round(amount, usual) == amount:
        return money(amount, currency)
    return _with_currency(quantity(abs(amount)), currency, negative=amount < 0)


def quantity(number: Decimal) -> str:
    """A number with the decimals that it has: `2.5`, `1,000`."""
    return str(format_decimal(number, format="#,##0.####", locale=locale()))


def _with_currency(number: str, currency: str, *, negative: bool) -> str:
    """Put the currency's sign and the minus where the reader's language has them."""
    here = locale()
    sign = here.currency_symbols.get(currency, currency)
    pattern: str = here.currency_formats["standard"].pattern.split(";")[0]
    before, _digits, after = _split_pattern(pattern)
    gap = " " if before.startswith("¤") and not before[1:] and sign.isalpha() else ""
    text = before.replace("¤", sign) + gap + number + after.replace("¤", sign)
    return f"−{text}" if negative else text


def _split_pattern(pattern: str) -> tuple[str, str, str]:
    kept = [index for index, character in enumerate(pattern) if character in "#0,."]
    return pattern[: kept[0]], pattern[kept[0] : kept[-1] + 1], pattern[kept[-1] + 1 :]


def quoted(words: str) -> str:
    """Somebody's words in the quotation marks of the reader's language."""
    return _("“%(words)s”") % {"words": words}


def names(words: Iterable[str]) -> str:
    """`Jonas`, `Jonas and Mira`, `Jonas, Mira and Ana`."""
    return format_list(list(words), locale=locale())


def one_of(words: Iterable[str]) -> str:
    """`Monday`, `Monday or Tuesday`, `Monday, Tuesday or Friday`."""
    return format_list(list(words), style="or", locale=locale())


def _local(when: date | datetime, zone: tzinfo | None) -> date:
    if isinstance(when, datetime):
        return when.astimezone(zone or timezone.get_current_timezone()).date()
    return when


def _skeleton(skeleton: str, when: date | datetime) -> str:
    here = locale()
    text = format_skeleton(skeleton, when, tzinfo=getattr(when, "tzinfo", None), locale=here)
    return text.replace(",", "").replace("Sept", "Sep") if here.language == "en" else text
