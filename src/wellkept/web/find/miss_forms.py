"""Forms that explain and resolve a search that found nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.find.normalise import KINDS as REFERENCES
from wellkept.kernel.text_fields import LineField, TextField
from wellkept.people import queries as people
from wellkept.ui.fields import FormData
from wellkept.web.find.results import KINDS
from wellkept.web.form_fields import Ahead, choose

REASONS = (
    gettext_lazy("A wrong number"),
    gettext_lazy("They meant another company"),
    gettext_lazy("They have never asked us for anything"),
    gettext_lazy("A typing error"),
)


class SaidForm(forms.Form):
    """The customer's words when nothing was found."""

    said = TextField(
        label=gettext_lazy("What did they say?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReferenceForm(forms.Form):
    """The words become a reference, so that they are found next time."""

    use_required_attribute = False
    whose = LineField(
        label=gettext_lazy("Number, name, or any reference"),
        max_length=200,
        error_messages={"required": gettext_lazy("Whose words are these?")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "data-press": "r"}),
    )
    said = LineField(
        label=gettext_lazy("They will be found by"),
        max_length=400,
        error_messages={"required": gettext_lazy("Which words should find them?")},
    )
    kind = forms.ChoiceField(label=gettext_lazy("What is it?"))

    def __init__(self, data: FormData = None, *, chosen: bool = False, **values: Any) -> None:
        super().__init__(data, **values)
        choose(self, "kind", [(kind, str(kind_of(kind))) for kind in REFERENCES])
        self.fields["whose"].required = not chosen


class FaultForm(forms.Form):
    """The search should have found it: a nonconformity."""

    use_required_attribute = False
    what = TextField(
        label=gettext_lazy("What is wrong?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    next_step = LineField(label=gettext_lazy("What is done next?"), max_length=2000)
    due = Ahead(
        label=gettext_lazy("By when?"), required=False, help_text=gettext_lazy("Empty: within a week.")
    )
    handler = forms.ChoiceField(label=gettext_lazy("Who does it?"))

    def __init__(self, data: FormData, *, asked: str = "", handler: int = 0) -> None:
        first = {
            "what": _("“%(asked)s” was searched and not found.") % {"asked": asked},
            "next_step": _("Find out why it was not found"),
            "handler": str(handler),
        }
        super().__init__(data, initial=first, auto_id="fault-%s")
        if people.is_alone():
            del self.fields["handler"]
        else:
            choose(self, "handler", [(str(person.pk), person.name) for person in people.staff()])


class OursForm(forms.Form):
    """The search meant something of another company."""

    use_required_attribute = False
    why = LineField(
        label=gettext_lazy("How do we know?"),
        max_length=500,
        widget=forms.TextInput(attrs={"list": "reasons", "autocomplete": "off", "data-press": "o"}),
        error_messages={"required": gettext_lazy("How do we know that it was not meant for us?")},
    )


class OtherwiseForm(forms.Form):
    """The two searches did not mean the same."""

    use_required_attribute = False
    why = LineField(
        label=gettext_lazy("What did they mean, then?"),
        max_length=500,
        error_messages={"required": gettext_lazy("What did they mean, then?")},
    )

    def __init__(self, data: FormData, *, pair: int) -> None:
        super().__init__(data, auto_id=f"pair-{pair}-%s")
        self.pair = pair


class HandForm(forms.Form):
    """Another colleague takes it."""

    to = forms.ChoiceField(label=gettext_lazy("Who looks at it?"))

    def __init__(self, data: FormData, *, but: int) -> None:
        super().__init__(data)
        choose(self, "to", [(str(person.pk), person.name) for person in people.staff() if person.pk != but])


def kind_of(kind: str) -> object:
    """The label of a kind of reference."""
    return _("other words") if kind == "other" else KINDS[kind]
