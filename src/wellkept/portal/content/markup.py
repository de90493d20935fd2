"""Build sentences of the page: the next date in bold, safe markup."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wellkept.kernel import wording
from wellkept.kernel.text import mark_end, one_end

# What the built-in blueprints say of each stage.
BUILT_IN = (
    gettext_noop("We find out what solves it"),
    gettext_noop("We settle the details with you"),
    gettext_noop("You order, we confirm"),
    gettext_noop("We build it and bring it"),
    gettext_noop("We install it and switch it on"),
    gettext_noop("We bring it"),
    gettext_noop("It runs, and we are there"),
)


def say(template: str, **words: object) -> SafeString:
    """Format one of our sentences, which may hold markup; the values are escaped."""
    marked = {name: mark_end(conditional_escape(str(word))) for name, word in words.items()}
    return SafeString(one_end(template % marked))


def own(text: str) -> str:
    """Word a stored English sentence of the program in the reader's language. Other text stays as it was
    written."""
    return _(text) if text in BUILT_IN else text


def long_day(when: datetime) -> str:
    """`Wednesday 25 November`"""
    return wording.long_day(when)


def day_of(when: datetime) -> str:
    """`25 November`: without the weekday, for lists."""
    return wording.full_day(when)


def day_and_hour(when: datetime) -> str:
    """`Wednesday 25 November, by 10:00 at the latest`; only the day where the whole day was meant."""
    if not has_hour(when):
        return long_day(when)
    parts = {"day": long_day(when), "hour": wording.hour(when)}
    return _("%(day)s, by %(hour)s at the latest") % parts


def has_hour(when: datetime) -> bool:
    """True if the time of day was meant. A promise for a whole day ends with the day."""
    local = when.astimezone(timezone.get_current_timezone())
    return (local.hour, local.minute) not in {(0, 0), (23, 59)}
