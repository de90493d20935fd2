"""The input of a website form, and the signs of automatic submission."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile as Upload
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.intake.calls_and_forms import File, Words
from wellkept.intake.web_forms import Shown
from wellkept.kernel.phone_number import no_telephone
from wellkept.kernel.text_fields import CodeField, LineField, MailField, TextField
from wellkept.ui.fields import Cleaned, FormData

MOST_FILES = 5
LARGEST_FILE = 10 * 1024 * 1024
LARGEST = 20 * 1024 * 1024
QUICKEST = timedelta(seconds=3)  # nobody has read and filled in a form by then
TRAP = "website"  # people do not see it; programs fill in everything
_SALT = "wellkept.ask"


class Several(forms.ClearableFileInput):
    """A field for several files."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """The attached files, checked one by one and in total against the limits."""

    widget = Several

    def clean(self, data: Any, initial: Any = None) -> list[Upload[Any]]:
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("At most %(most)s files, please.") % {"most": MOST_FILES})
        if (
            any((file.size or 0) > LARGEST_FILE for file in files)
            or sum(file.size or 0 for file in files) > LARGEST
        ):
            raise forms.ValidationError(_("That is too large. Please send at most 10 MB in one file."))
        return [super(Files, self).clean(file, initial) for file in files]


class AskForm(forms.Form):
    """The fields of one form, as its settings say."""

    use_required_attribute = False

    said = TextField(
        label=gettext_lazy("What can we do for you?"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Please write a few words.")},
    )
    name = LineField(
        label=gettext_lazy("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    company = LineField(
        label=gettext_lazy("Company"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = MailField(
        label=gettext_lazy("Your mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = CodeField(
        label=gettext_lazy("Your telephone number"),
        max_length=60,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    def clean_phone(self) -> str:
        text = str(self.cleaned_data["phone"])
        if no_telephone(text) is not None:
            raise forms.ValidationError(_("This is no telephone number. Please write it in digits."))
        return text

    def __init__(
        self, shown: Shown, data: FormData = None, files: MultiValueDict[str, Upload[Any]] | None = None
    ) -> None:
        super().__init__(data, files)
        self.shown = shown
        for name, asked in shown.asks.items():
            if asked == "no":
                del self.fields[name]
            else:
                self.fields[name].required = asked == "required"
                self.fields[name].error_messages["required"] = _("This is still missing.")
        for place, (words, required) in enumerate(shown.questions):
            self.fields[f"question_{place}"] = LineField(
                label=words,
                max_length=1000,
                required=required,
                error_messages={"required": _("This is still missing.")},
            )
        if shown.files:
            self.fields["files"] = Files(
                label=_("Pictures or papers"),
                required=False,
                help_text=_("At most 5 files of 10 MB each."),
                widget=Several(attrs={"multiple": True}),
            )
        if shown.consent:
            self.fields["consent"] = forms.BooleanField(
                label=shown.consent,
                error_messages={"required": _("Without this we may not keep what you write.")},
            )

    def clean(self) -> Cleaned:
        values = super().clean() or {}
        ways = [name for name in ("email", "phone") if name in self.fields]
        if (
            ways
            and not any(values.get(name) for name in ways)
            and not any(name in self.errors for name in ways)
        ):
            self.add_error(ways[0], _("How do we reach you? A mail address or a telephone number, please."))
        return values

    def words(self, *, doubts: Sequence[str]) -> Words:
        """The text to store."""
        values = self.cleaned_data
        return Words(
            said=values["said"],
            title=self.shown.title,
            name=values.get("name", ""),
            email=values.get("email", ""),
            phone=values.get("phone", ""),
            company=values.get("company", ""),
            language=self.shown.language,
            answers=tuple(
                (question, values.get(f"question_{place}", ""))
                for place, (question, _required) in enumerate(self.shown.questions)
            ),
            doubts=tuple(doubts),
            files=tuple(
                File(
                    name=(file.name or "file")[:200],
                    media_type=(file.content_type or "application/octet-stream")[:100],
                    content=file.read(),
                )
                for file in values.get("files") or ()
            ),
        )


def begun() -> str:
    """Sign the time at which the page was opened. The form sends it back."""
    return signing.TimestampSigner(salt=_SALT).sign("begun")


def doubts_of(data: Any, *, origin: str, ours: str, known: Sequence[str]) -> list[str]:
    """Reasons to suspect a program. A submission from an unknown page has one."""
    doubts = []
    if data.get(TRAP):
        doubts.append("A field that people do not see was filled in.")
    started = data.get("begun", "")
    if started:
        signer = signing.TimestampSigner(salt=_SALT)
        try:
            signer.unsign(started)
            try:
                signer.unsign(started, max_age=QUICKEST)
                doubts.append("It was filled in within three seconds.")
            except signing.SignatureExpired:
                pass
        except signing.BadSignature:
            doubts.append("It does not come from our page.")
    elif origin not in (ours, *known):
        doubts.append("It comes from a page that we do not know.")
    return doubts


def receipt(number: str) -> str:
    """Sign a number for the address of its receipt, so that nobody can forge one."""
    return signing.Signer(salt=_SALT).sign(number)


def number_of(receipt: str) -> str | None:
    try:
        return signing.Signer(salt=_SALT).unsign(receipt)
    except signing.BadSignature:
        return None
