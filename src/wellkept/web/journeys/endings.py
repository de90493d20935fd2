"""Endings of a journey, joining another one, and splitting a second problem off."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.endings import commands
from wellkept.kernel.number import show
from wellkept.kernel.text_fields import LineField
from wellkept.ui.fields import Cleaned
from wellkept.voice.commands.fit import judge_fit
from wellkept.voice.queries.statements import fit_of, strengths
from wellkept.web.form_fields import Text
from wellkept.web.journeys.act_form import ActForm, Words


class Cancelled(ActForm):
    title = gettext_lazy("Cancel it")
    intro = gettext_lazy("They are told in the same act, with the reason. What was promised is released.")
    danger = True
    button = gettext_lazy("Cancel it and tell them")
    whose = forms.ChoiceField(
        label=gettext_lazy("Who cancels?"),
        choices=[("them", gettext_lazy("The customer")), ("us", gettext_lazy("We do"))],
        widget=forms.RadioSelect,
    )
    why = Text(label=gettext_lazy("Why, in words that they read"))

    def prepare(self) -> None:
        self.fields["whose"].initial = self.asked.get("by", "them")

    def do(self, values: Cleaned) -> Words:
        commands.cancel(
            journey=self.journey, why=values["why"], by_them=values["whose"] == "them", by=self.by
        )
        return _("Cancelled. The notice to them is written.")


class Declined(ActForm):
    title = gettext_lazy("They decided against it")
    button = gettext_lazy("End it")
    danger = True
    why = Text(label=gettext_lazy("Their reason, in their words"))

    def do(self, values: Cleaned) -> Words:
        commands.decline(journey=self.journey, why=values["why"], by=self.by)
        return _("Ended: they decided against it.")


class Fit(ActForm):
    title = gettext_lazy("Is it for us?")
    intro = gettext_lazy("What this need asks, which of our strengths that takes, and an honest answer.")
    asks = Text(label=gettext_lazy("What this need asks for"), rows=3)
    strengths = forms.TypedMultipleChoiceField(
        label=gettext_lazy("What of it are we good at?"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    verdict = forms.ChoiceField(
        label=gettext_lazy("Is it for us?"),
        choices=[
            ("ours", gettext_lazy("Yes")),
            ("partly", gettext_lazy("In part")),
            ("not_ours", gettext_lazy("No")),
        ],
        widget=forms.RadioSelect,
        initial="ours",
    )
    why = Text(label=gettext_lazy("If not, or only in part: why?"), rows=2, required=False)
    who_can_help = LineField(label=gettext_lazy("Who can help them"), required=False)
    how_to_reach = LineField(label=gettext_lazy("How they reach them"), required=False)

    def prepare(self) -> None:
        field = self.fields["strengths"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(strength.pk, strength.words) for strength in strengths()]
        if not field.choices:
            del self.fields["strengths"]
        fit = fit_of(self.journey)
        self.fields["asks"].initial = fit.asks if fit else self.record.row.need

    def do(self, values: Cleaned) -> Words:
        judge_fit(journey=self.journey, by=self.by, **values)
        if values["verdict"] == "not_ours":
            return _("Noted. Tell them, and end it well: “Not ours to solve”.")
        return _("Noted.")


class NotOurs(ActForm):
    title = gettext_lazy("Not ours to solve")
    intro = gettext_lazy("They are told honestly, with who can help. That is a good ending.")
    button = gettext_lazy("Tell them and end it")
    danger = True
    why = Text(label=gettext_lazy("Why it is not for us, in words that they read"))
    asks = Text(label=gettext_lazy("What this need asks for"), rows=2, required=False)
    who_can_help = LineField(label=gettext_lazy("Who can help them"), required=False)
    how_to_reach = LineField(
        label=gettext_lazy("How they reach them"),
        required=False,
        help_text=gettext_lazy("A telephone number, a mail address or a page."),
    )

    def prepare(self) -> None:
        fit = fit_of(self.journey)
        self.fields["asks"].initial = fit.asks if fit else self.record.row.need
        if fit is not None:
            self.fields["why"].initial = fit.why
            self.fields["who_can_help"].initial = fit.helper_name
            self.fields["how_to_reach"].initial = fit.helper_contact

    def do(self, values: Cleaned) -> Words:
        commands.not_ours(journey=self.journey, by=self.by, **values)
        return (
            _("Ended well: they are told who can help.")
            if values["who_can_help"]
            else _("Ended: they are told that it is not for us.")
        )


class NoAnswer(ActForm):
    title = gettext_lazy("They never answered")
    intro = gettext_lazy("After the blueprint’s number of asks, the last of which said that it was the last.")
    button = gettext_lazy("End it")
    danger = True

    def do(self, values: Cleaned) -> Words:
        commands.no_answer(journey=self.journey, by=self.by)
        return _("Ended: they never answered.")


class OpenedInError(ActForm):
    title = gettext_lazy("Opened in error")
    intro = gettext_lazy("There never was a need. The number stays taken and says so.")
    button = gettext_lazy("End it")
    danger = True
    why = LineField(label=gettext_lazy("What happened?"))

    def do(self, values: Cleaned) -> Words:
        commands.opened_in_error(journey=self.journey, why=values["why"], by=self.by)
        return _("Ended: opened in error.")


class Joined(ActForm):
    title = gettext_lazy("Join with another journey")
    intro = gettext_lazy(
        "Two journeys of one problem become one. This one ends, and its number finds the other from now on."
    )
    button = gettext_lazy("Join them")
    into = forms.TypedChoiceField(label=gettext_lazy("It goes on under"), coerce=int)
    why = LineField(label=gettext_lazy("Why are they the same?"))

    def prepare(self) -> None:
        self.choices(
            "into",
            [(journey.pk, f"{show(journey.number)}: {journey.need[:70]}") for journey in self.record.others],
        )

    def do(self, values: Cleaned) -> Words:
        commands.join(journey=self.journey, into=values["into"], why=values["why"], by=self.by)
        stays = next(journey for journey in self.record.others if journey.pk == values["into"])
        self.goes_to = f"/journeys/{stays.number}"
        return _("Joined. It goes on here.")


class SplitOff(ActForm):
    title = gettext_lazy("Split off a second problem")
    intro = gettext_lazy("It gets a number of its own, for the same customer, with everything known.")
    button = gettext_lazy("Split it off")
    need = Text(label=gettext_lazy("The second problem, in their words"))

    def do(self, values: Cleaned) -> Words:
        new = commands.split_off(journey=self.journey, need=values["need"], by=self.by)
        self.goes_to = f"/journeys/{new.number}"
        return _("It has its own number now.")
