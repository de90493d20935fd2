"""The form of the gallery: one field of every kind, one of them wrong."""

from __future__ import annotations

from django import forms


class Sample(forms.Form):
    name = forms.CharField(label="Who is it?", help_text="A person or a company, as they write themselves.")
    mail = forms.EmailField(label="E-mail")
    channel = forms.ChoiceField(
        label="How did they reach us?",
        choices=[("call", "By phone"), ("mail", "By mail"), ("door", "At the door")],
    )
    due = forms.DateTimeField(label="By when?", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    need = forms.CharField(label="What is the matter, in their words?", widget=forms.Textarea)
    budget = forms.DecimalField(label="What they said it may cost", required=False)
    told = forms.BooleanField(
        label="They have been told", help_text="By phone, mail or on their page.", required=False
    )
    ways = forms.MultipleChoiceField(
        label="They would like to hear from us", choices=[("mail", "by mail"), ("call", "by phone")],
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip


def sample() -> Sample:
    """A filled form with an error in one field."""
    return Sample(
        {"name": "Bäckerei Lindner", "mail": "petra@lindner", "channel": "mail", "due": "2026-11-25T07:30",
         "need": "Our oven trips the breaker every morning.", "ways": ["mail"]}
    )  # fmt: skip
