"""Forms of the customer's page. They keep the input; commands judge it."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from wellkept.delivery.defect import Defect
from wellkept.delivery.quantities import LineQuantity
from wellkept.kernel.text import Text
from wellkept.kernel.text_fields import CodeField, LineField, TextField
from wellkept.ui.fields import FormData

LONG = 4000


def text_area(label: Text, *, rows: int = 4, required: bool = True, most: int = LONG) -> forms.CharField:
    return TextField(
        label=label,
        required=required,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def name() -> forms.CharField:
    return LineField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )


class Correction(forms.Form):
    correction = text_area(_("What is different?"), rows=6)


class Decision(forms.Form):
    what = text_area(_("What do you want us to do?"), rows=3, most=1000)
    why = text_area(_("Why this?"), rows=3, required=False, most=1000)


class Agreement(forms.Form):
    signed_name = name()
    customer_reference = LineField(label=_("Your own order number"), required=False, max_length=100)
    shown_digest = LineField(widget=forms.HiddenInput)


class AgreementByCode(Agreement):
    code = CodeField(
        label=_("The code from our mail"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    field_order = ("signed_name", "code", "customer_reference", "shown_digest")


class Different(forms.Form):
    words = text_area(_("What should be different?"), rows=6)


class LineQuestion(forms.Form):
    words = text_area(_("Your question"), rows=4)


class NoQuote(forms.Form):
    then = forms.ChoiceField(
        label=_("What would you like?"),
        choices=[("change", _("Something should be different")), ("no", _("I do not want it"))],
        widget=forms.RadioSelect,
        initial="change",
    )
    words = text_area(_("What should be different, or why not?"))


class RefusedDate(forms.Form):
    then = forms.ChoiceField(
        label=_("What would you like?"),
        choices=[("another", _("Find another date with me")), ("cancel", _("I want to cancel"))],
        widget=forms.RadioSelect,
        initial="another",
    )
    words = text_area(_("What would suit you, or why do you cancel?"))


class Acceptance(forms.Form):
    signed_name = name()
    defects = text_area(
        _("Is something small still open? One line for each."), rows=3, required=False, most=2000
    )

    def __init__(self, data: FormData, *, lines: Sequence[LineQuantity] = ()) -> None:
        """Ask for defects of each of these agreed lines, too."""
        super().__init__(data)
        self.lines = [(f"line-{row.line.pk}", row.line.pk) for row in lines]
        for (name, _key), row in zip(self.lines, lines, strict=True):
            self.fields[name] = LineField(label=row.title, required=False, max_length=400)

    @property
    def of_lines(self) -> list[forms.BoundField]:
        """The fields about single lines."""
        return [self[name] for name, _key in self.lines]

    def listed(self) -> list[Defect]:
        """The open points: those of single lines, and each line of the text."""
        typed = [
            Defect(self.cleaned_data[name], line=key) for name, key in self.lines if self.cleaned_data[name]
        ]
        lines = self.cleaned_data["defects"].splitlines()
        return [*typed, *[Defect(line.strip(" -•\t")) for line in lines if line.strip(" -•\t")]][:20]


class NotRight(forms.Form):
    parts = forms.TypedMultipleChoiceField(
        label=_("Which delivery do you mean?"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None marked: the last one."),
    )
    words = text_area(_("What is not right?"), rows=6)

    def __init__(self, data: FormData, *, parts: Sequence[tuple[int, str]] = ()) -> None:
        """Ask which of these parts they mean, if there are several."""
        super().__init__(data)
        field = self.fields["parts"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = list(parts)
        if len(parts) < 2:
            del self.fields["parts"]


class NextNeed(forms.Form):
    need = text_area(_("What is the next thing in your way?"), rows=5)


class Question(forms.Form):
    words = text_area(_("Your question, or what you want to tell us"), rows=6)


class NotNeeded(forms.Form):
    why = text_area(_("Would you tell us why?"), rows=3)


class Objection(forms.Form):
    words = text_area(_("What did you say, or mean?"), rows=5)


class VisitNotNeeded(forms.Form):
    words = text_area(_("Would you tell us why?"), rows=3)
