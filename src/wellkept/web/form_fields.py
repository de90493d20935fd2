"""Form fields that several pages use: a date with a time, and a text of some lines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wellkept.kernel import clock, instants
from wellkept.kernel.languages import complete
from wellkept.kernel.phone_number import no_telephone
from wellkept.kernel.text import Text as Words
from wellkept.kernel.text_fields import CodeField, TextField


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

    def to_python(self, value: datetime | date | str | None) -> datetime | None:
        """Read the time. Of an hour that comes twice, when clocks go back, the first is meant."""
        try:
            return super().to_python(value)
        except forms.ValidationError as refused:
            if refused.code != "ambiguous_timezone":
                raise
        with timezone.override(UTC):
            wall = super().to_python(value)
        assert wall is not None
        at = wall.replace(tzinfo=timezone.get_current_timezone())
        if timezone.localtime(at.astimezone(UTC)).replace(tzinfo=None) != wall.replace(tzinfo=None):
            raise forms.ValidationError(str(_("There is no such time: the clocks go forward then.")))
        return at.astimezone(UTC)


class Ahead(When):
    """A date and a time of day that must still come: the browser offers no other, and the form refuses one.

    Set `after` where it must also come after something, with the sentence that says so.
    """

    after: datetime | None = None

    def __init__(self, *, passed: Words = instants.PASSED, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.passed = passed

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """Tell the browser the earliest time, by the clock of the reader."""
        self.widget.attrs["min"] = _in_the_browser(max(filter(None, (clock.now(), self.after))))
        return super().get_bound_field(form, field_name)

    def validate(self, value: datetime | None) -> None:
        super().validate(value)
        if value is not None and (
            instants.has_passed(value, now=clock.now()) or (self.after is not None and value <= self.after)
        ):
            raise forms.ValidationError(str(self.passed))


class Past(When):
    """A date and a time of day at which something happened: not later than now."""

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """Tell the browser the latest time, by the clock of the reader."""
        self.widget.attrs["max"] = _in_the_browser(clock.now())
        return super().get_bound_field(form, field_name)

    def validate(self, value: datetime | None) -> None:
        super().validate(value)
        if value is not None and value > clock.now():
            raise forms.ValidationError(str(_("This has not happened yet.")))


class Day(forms.DateField):
    """A date as browsers show it. With `ahead`, today or later."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ("%Y-%m-%d",)

    def __init__(self, *, ahead: bool = False, **kwargs: Any) -> None:
        super().__init__(
            error_messages={"invalid": _("Write it as a date, like 2026-11-25.")},
            validators=[instants.validate],
            **kwargs,
        )
        self.ahead = ahead

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """Tell the browser the first day."""
        if self.ahead:
            self.widget.attrs["min"] = timezone.localdate(clock.now()).isoformat()
        return super().get_bound_field(form, field_name)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if self.ahead and value is not None and value < timezone.localdate(clock.now()):
            raise forms.ValidationError(str(_("This day has passed already.")))


class Phone(CodeField):
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


class Text(TextField):
    """A text of several lines."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def deposit_share_field() -> forms.DecimalField:
    """The deposit as a share of the price, in percent."""
    return forms.DecimalField(
        label=_("Deposit in percent"),
        help_text=_("Of what is paid once. Billed when it is agreed. Empty: none."),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        localize=False,
        required=False,
    )


def in_hours(hours: float) -> datetime:
    """Initial value of a date: so many hours from now, at the full hour."""
    at = timezone.localtime(clock.now() + timedelta(hours=hours))
    return at.replace(minute=0, second=0, microsecond=0)


def _in_the_browser(at: datetime) -> str:
    """A time as a date field of the browser has it, in the reader's zone."""
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


def choose(form: forms.Form, name: str, choices: Iterable[tuple[object, object]]) -> None:
    """Give a field of choices the ones that are known only when the form is made."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
