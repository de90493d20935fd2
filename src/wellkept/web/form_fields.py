"""Form fields that several pages use: a date with a time, and a text of some lines."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wellkept.kernel import clock, instants


class When(forms.DateTimeField):
    """A date and a time of day, in the user's zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    input_formats = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            error_messages={"invalid": _("Write it as a date and a time, like 2026-11-25 07:30.")},
            validators=[instants.validate],
            **kwargs,
        )


class Text(forms.CharField):
    """A text of several lines."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def in_hours(hours: float) -> datetime:
    """Initial value of a date: so many hours from now, at the full hour."""
    at = timezone.localtime(clock.now() + timedelta(hours=hours))
    return at.replace(minute=0, second=0, microsecond=0)
