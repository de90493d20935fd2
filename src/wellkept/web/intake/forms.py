"""Forms of intake: the decisions about an item, and an address of ours."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from wellkept.blueprints.queries import blueprints
from wellkept.kernel.text_fields import CodeField, LineField, MailField, TextField
from wellkept.people import queries as people
from wellkept.ui.fields import FormData
from wellkept.web.form_fields import Language, Phone, choose

Choices = list[tuple[str, str]]

REASONS = (
    gettext_lazy("Advertising"),
    gettext_lazy("Not meant for us"),
    gettext_lazy("For our information only"),
    gettext_lazy("The same as another mail"),
)


class OpenForm(forms.Form):
    """An item becomes a journey. Every field is already filled."""

    use_required_attribute = False
    need = TextField(
        label=gettext_lazy("The problem, in their words"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    customer_name = LineField(
        label=gettext_lazy("Company"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Empty for a private person."),
    )
    phone = Phone(label=gettext_lazy("Their telephone"))
    email = MailField(
        label=gettext_lazy("Their mail"),
        max_length=254,
        required=False,
        error_messages={"invalid": gettext_lazy("This is not a mail address.")},
    )
    language = Language(
        label=gettext_lazy("Their language"),
        required=False,
        help_text=gettext_lazy("In which we write to them."),
    )
    blueprint = forms.ChoiceField(label=gettext_lazy("What kind of work is it?"), required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Who answers for it?"), required=False)

    def __init__(
        self, data: FormData, *, known: bool, need: str, me: int, sender: dict[str, str] | None = None
    ) -> None:
        super().__init__(data, initial={"need": need, "owner": str(me), **(sender or {})})
        if known:
            for name in ("customer_name", "phone", "email", "language"):
                del self.fields[name]
        elif not self.initial.get("language"):
            self.initial["language"] = people.company().language
        plans = blueprints()
        choose(self, "blueprint", [(plan.version.blueprint.key, plan.version.title) for plan in plans])
        if people.is_alone():
            del self.fields["owner"]
        else:
            choose(self, "owner", [(str(person.pk), person.name) for person in people.staff()])


class AttachForm(forms.Form):
    """An item belongs to a known journey."""

    number = LineField(
        label=gettext_lazy("Number, or any reference"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "data-press": "a"}),
        error_messages={"required": gettext_lazy("Where does it belong?")},
    )


class AsideForm(forms.Form):
    """An item is set aside."""

    reason = LineField(
        label=gettext_lazy("Why is there nothing to do?"),
        max_length=500,
        widget=forms.TextInput(attrs={"list": "reasons", "autocomplete": "off", "data-press": "s"}),
        error_messages={"required": gettext_lazy("Why is there nothing to do about it?")},
    )
    always = forms.BooleanField(
        label=gettext_lazy("From now on everything of this sender"),
        required=False,
        help_text=gettext_lazy("You answer for the rule, and see a sample of what it sets aside each week."),
    )


class HandForm(forms.Form):
    """An item goes to a colleague."""

    to = forms.ChoiceField(label=gettext_lazy("To whom?"))
    why = LineField(label=gettext_lazy("Why"), required=False, max_length=500)

    def __init__(self, data: FormData, *, but: int) -> None:
        super().__init__(data)
        choose(self, "to", [(str(person.pk), person.name) for person in people.staff() if person.pk != but])


class BackForm(forms.Form):
    """An item that was wrongly set aside comes back."""

    reason = LineField(label=gettext_lazy("Why does it wait again?"), max_length=500)


class MailboxForm(forms.Form):
    """An address at which we receive."""

    address = CodeField(label=gettext_lazy("Address"), max_length=254, widget=forms.EmailInput())
    team = forms.ChoiceField(label=gettext_lazy("Owner"))
    opens = forms.BooleanField(
        label=gettext_lazy("A stranger's mail opens a journey at once"),
        required=False,
        help_text=gettext_lazy("Else it waits in intake until somebody decides."),
    )
    hours = forms.IntegerField(
        label=gettext_lazy("Looked at within so many hours"), min_value=1, max_value=240, initial=4
    )
    active = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)

    def __init__(self, data: FormData, initial: dict[str, object] | None = None, *, teams: Choices) -> None:
        super().__init__(data, initial=initial)
        choose(self, "team", teams)
