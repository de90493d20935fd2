"""Promises: made, kept, moved, released, struck."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.journeys.planned_step import PlannedStep
from wellkept.kernel import wording
from wellkept.kernel.money import Money
from wellkept.kernel.text_fields import LineField
from wellkept.people.queries import company
from wellkept.promises import commands
from wellkept.promises.queries import move as move_of
from wellkept.promises.queries import promise as promise_of
from wellkept.ui.fields import Cleaned
from wellkept.web.form_fields import Ahead, Text
from wellkept.web.journeys.act_form import ActForm, Words


class Made(ActForm):
    """Make a promise."""

    title = gettext_lazy("Make a promise")
    button = gettext_lazy("Promise it")
    composer = "web/journeys/compose_promise.html"
    folded = ("kind", "amount", "untold")
    text = LineField(label=gettext_lazy("What do we promise?"))
    due = Ahead(
        label=gettext_lazy("By when?"),
        required=False,
        passed=gettext_lazy("A promise is for a time that is still to come."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of promise?"),
        choices=[
            ("date", gettext_lazy("Something by a date")),
            ("call_back", gettext_lazy("A call back")),
            ("price", gettext_lazy("A price")),
            ("scope", gettext_lazy("What is included")),
        ],
        initial="date",
        required=False,
    )
    amount = forms.DecimalField(
        label=gettext_lazy("Which price?"), max_digits=14, decimal_places=2, min_value=0, required=False
    )
    untold = forms.BooleanField(
        label=gettext_lazy("They have not been told yet"),
        help_text=gettext_lazy("Only then can it still be struck."),
        required=False,
    )

    def do(self, values: Cleaned) -> Words:
        kind = values["kind"] or "date"
        priced = kind == "price" and values["amount"] is not None
        commands.make_promise(
            journey=self.journey,
            text=values["text"],
            due=values["due"] if kind in ("date", "call_back") else None,
            kind=kind,
            price=Money(values["amount"], company().currency) if priced else None,
            is_told=not values["untold"],
            by=self.by,
        )
        return _("Promised.")


class _One(ActForm):
    def prepare(self) -> None:
        self.promise = promise_of(self.keys["promise"], journey=self.journey)

    @property
    def subtitle(self) -> str:
        when = f", {wording.moment(self.promise.due)}" if self.promise.due else ""
        return f"{self.promise.sentence}{when}"


class Kept(_One):
    title = gettext_lazy("The promise is kept")
    button = gettext_lazy("It is kept")
    next_what = LineField(label=gettext_lazy("What happens next"), required=False)
    next_due = Ahead(label=gettext_lazy("By when"), required=False)

    def do(self, values: Cleaned) -> Words:
        commands.keep_promise(
            journey=self.journey,
            promise=self.promise.pk,
            then=PlannedStep(values["next_what"], values["next_due"]),
            by=self.by,
        )
        return _("Saved.")


class Moved(_One):
    title = gettext_lazy("It will be later")
    intro = gettext_lazy(
        "They get a notice with the reason, the new date and the choice to accept it or to cancel. "
        "Until they are told, the promise counts as not moved."
    )
    button = gettext_lazy("Tell them the new date")
    due = Ahead(
        label=gettext_lazy("The new date"),
        passed=gettext_lazy(
            "The new date is not later than the promised one. An earlier one is simply kept early."
        ),
    )
    reason = Text(label=gettext_lazy("Why, in words for the customer"))

    def prepare(self) -> None:
        super().prepare()
        due = self.fields["due"]
        assert isinstance(due, Ahead)
        due.after = self.promise.due

    def do(self, values: Cleaned) -> Words:
        move = commands.move_promise(
            journey=self.journey,
            promise=self.promise.pk,
            due=values["due"],
            reason=values["reason"],
            by=self.by,
        )
        return {
            "call": _("They want to hear it by telephone. It counts once somebody has called them."),
            "letter": _("They are told by a posted letter. It counts once somebody has posted it."),
        }.get(move.notice.channel, _("The notice is on its way."))


class Answered(ActForm):
    """Write down the customer's answer to a new date."""

    title = gettext_lazy("What do they say to the new date?")
    button = gettext_lazy("Write it down")
    accept = forms.ChoiceField(
        label=gettext_lazy("The new date"),
        choices=[("yes", gettext_lazy("They accept it")), ("no", gettext_lazy("They refuse it"))],
        widget=forms.RadioSelect,
    )
    words = Text(label=gettext_lazy("What they said"))

    def prepare(self) -> None:
        self.move = move_of(self.keys["move"], journey=self.journey)

    @property
    def subtitle(self) -> str:
        return f"{self.move.promise.sentence}: {wording.moment(self.move.to_due)}"

    def do(self, values: Cleaned) -> Words:
        commands.answer_new_date(
            journey=self.journey,
            move=self.move.pk,
            accept=values["accept"] == "yes",
            words=values["words"],
            by=self.by,
        )
        return _("Their answer is on record.")


class Released(_One):
    title = gettext_lazy("They release the promise")
    intro = gettext_lazy("They asked for another date, or no longer want it. Their word is the evidence.")
    button = gettext_lazy("Release it")
    words = Text(label=gettext_lazy("What they said"))
    new_due = Ahead(
        label=gettext_lazy("The date they asked for"),
        help_text=gettext_lazy("It is a first promise of its own."),
        required=False,
    )

    def do(self, values: Cleaned) -> Words:
        commands.release_promise(
            journey=self.journey,
            promise=self.promise.pk,
            words=values["words"],
            new_due=values["new_due"],
            by=self.by,
        )
        return _("Released, with their word.")


class Struck(_One):
    title = gettext_lazy("Strike the promise")
    intro = gettext_lazy("It was entered in error, and nobody was told. It stays visible as struck.")
    button = gettext_lazy("Strike it")
    danger = True
    reason = LineField(label=gettext_lazy("Why?"))

    def do(self, values: Cleaned) -> Words:
        commands.strike_promise(
            journey=self.journey, promise=self.promise.pk, reason=values["reason"], by=self.by
        )
        return _("Struck.")
