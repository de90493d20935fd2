"""Form fields that several pages use: a date with a time, and a text of some lines."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wellkept.kernel import clock, instants
from wellkept.kernel.languages import complete
from wellkept.kernel.phone_number import no_telephone


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


class Phone(forms.CharField):
    """A telephone number. Words are refused at the field, as the commands do."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=kwargs.pop("label", _("Telephone")),
            required=False,
            max_length=100,
            widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
            **kwargs,
        )

    def validate(self, value: str) -> None:
        super().validate(value)
        if (refusal := no_telephone(value)) is not None:
            raise forms.ValidationError(refusal.in_words())


class Language(forms.ChoiceField):
    """A language that the program speaks completely, by its own name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=kwargs.pop("label", _("Language")), choices=languages_spoken, **kwargs)


def languages_spoken() -> list[tuple[str, str]]:
    """The complete languages, each by its own name."""
    return [(code, name) for code, name in settings.LANGUAGES if code in complete()]


class Text(forms.CharField):
    """A text of several lines."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def in_hours(hours: float) -> datetime:
    """Initial value of a date: so many hours from now, at the full hour."""
    at = timezone.localtime(clock.now() + timedelta(hours=hours))
    return at.replace(minute=0, second=0, microsecond=0)
