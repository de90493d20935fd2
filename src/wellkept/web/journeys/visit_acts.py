"""Acts about a visit: plan, fix, move, hand over, cancel; it is late, begins, ends or does not take place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.kernel.text_fields import LineField
from wellkept.ui.fields import Cleaned
from wellkept.visits import commands as visits
from wellkept.visits.queries import visit_of
from wellkept.visits.window import CHANGE_HOURS, VisitPlan, Window, window_in_words
from wellkept.web.form_fields import Ahead, Text
from wellkept.web.journeys.act_form import ActForm, Words

_LENGTHS = (30, 60, 90, 120, 180, 240, 360, 480)


def length_field() -> forms.TypedChoiceField:
    """Length of a visit."""
    return forms.TypedChoiceField(label=gettext_lazy("How long?"), coerce=int, initial=120)


class WindowForm(ActForm):
    """A form with starts of windows and their length."""

    def prepare(self) -> None:
        self.choices("minutes", [(minutes, _hours(minutes)) for minutes in _LENGTHS])

    def windows(self, values: Cleaned, *names: str) -> Sequence[Window]:
        """The windows that begin at the fields of these names; an empty field is none."""
        length = timedelta(minutes=values["minutes"])
        return [Window(values[name], values[name] + length) for name in names if values[name] is not None]


class PlanVisit(WindowForm):
    title = gettext_lazy("Plan a visit")
    intro = gettext_lazy("They pick one of the times on their page, and can move it until shortly before.")
    button = gettext_lazy("Plan it")
    folded = ("change_hours",)
    words = Text(label=gettext_lazy("What is done there?"), rows=2)
    place = LineField(label=gettext_lazy("Where?"), max_length=300)
    person = forms.TypedChoiceField(
        label=gettext_lazy("Who goes?"),
        help_text=gettext_lazy("The sheet of visits shows who can do it and is free then."),
        coerce=int,
    )
    minutes = length_field()
    first = Ahead(label=gettext_lazy("A time"))
    second = Ahead(label=gettext_lazy("Another time"), required=False)
    third = Ahead(label=gettext_lazy("A third time"), required=False)
    settled = forms.BooleanField(
        label=gettext_lazy("The first time is settled with them"),
        help_text=gettext_lazy("They are told, and rely on it."),
        required=False,
    )
    change_hours = forms.IntegerField(
        label=gettext_lazy("Hours before it until which they may change it"),
        min_value=0,
        max_value=720,
        initial=CHANGE_HOURS,
    )

    def prepare(self) -> None:
        super().prepare()
        record = self.record
        self.choices(
            "person",
            [
                (person.pk, f"{person.name} ({person.skills})" if person.skills else person.name)
                for person in record.colleagues
            ],
        )
        self.initial.setdefault("person", record.row.holder_id)
        site = record.row.site or (record.sites[0] if len(record.sites) == 1 else None)
        self.initial.setdefault("place", str(site) if site is not None else "")
        if "first" in self.asked and self.data.get("first") is None:
            self.initial["first"] = self.asked["first"]

    def do(self, values: Cleaned) -> Words:
        plan = VisitPlan(
            person=values["person"],
            place=values["place"],
            words=values["words"],
            change_hours=values["change_hours"],
        )
        windows = self.windows(values, "first", "second", "third")
        if values["settled"]:
            visits.fix_visit(journey=self.journey, plan=plan, window=windows[0], by=self.by)
            return _("The visit is fixed, and they are told.")
        visits.offer_visit(journey=self.journey, plan=plan, windows=windows, by=self.by)
        return _("They can pick a time now.")


class _One(ActForm):
    def prepare(self) -> None:
        self.visit = visit_of(self.journey, self.keys["visit"])

    @property
    def subtitle(self) -> str:
        window = self.visit.window
        when = "" if window is None else f"{window_in_words(window)}: "
        return f"{when}{self.visit.words}"


class _Times(_One, WindowForm):
    def prepare(self) -> None:
        WindowForm.prepare(self)
        _One.prepare(self)


class OtherWindows(_Times):
    title = gettext_lazy("Offer other times")
    intro = gettext_lazy("They replace the times that were offered before.")
    button = gettext_lazy("Offer them")
    minutes = length_field()
    first = Ahead(label=gettext_lazy("A time"))
    second = Ahead(label=gettext_lazy("Another time"), required=False)
    third = Ahead(label=gettext_lazy("A third time"), required=False)

    def do(self, values: Cleaned) -> Words:
        windows = self.windows(values, "first", "second", "third")
        visits.offer_windows(visit=self.visit.pk, windows=windows, by=self.by)
        return _("They can pick a time now.")


class FixedTime(_Times):
    title = gettext_lazy("Fix the time")
    intro = gettext_lazy("You have settled it with them. They are told, and rely on it.")
    button = gettext_lazy("Fix it")
    minutes = length_field()
    first = Ahead(label=gettext_lazy("When?"))

    def do(self, values: Cleaned) -> Words:
        (window,) = self.windows(values, "first")
        visits.fix_window(visit=self.visit.pk, window=window, by=self.by)
        return _("The visit is fixed, and they are told.")


class MovedVisit(_Times):
    title = gettext_lazy("Another time for the visit")
    intro = gettext_lazy(
        "If they asked for it, write down what they said. If we have to, they get the reason and can refuse it."
    )
    button = gettext_lazy("Move it")
    minutes = length_field()
    first = Ahead(label=gettext_lazy("When?"))
    asked_for = forms.ChoiceField(
        label=gettext_lazy("Who wants it?"),
        choices=[("us", gettext_lazy("We have to move it")), ("them", gettext_lazy("They asked for it"))],
        widget=forms.RadioSelect,
        initial="us",
    )
    words = Text(label=gettext_lazy("Our reason, in words for them, or what they said"), rows=2)

    def prepare(self) -> None:
        super().prepare()
        window = self.visit.window
        if window is not None:
            minutes = int((window.ends - window.starts).total_seconds() // 60)
            self.choices("minutes", [(m, _hours(m)) for m in sorted({*_LENGTHS, minutes})])
            self.initial.setdefault("minutes", minutes)

    def do(self, values: Cleaned) -> Words:
        (window,) = self.windows(values, "first")
        theirs = values["asked_for"] == "them"
        visits.move_visit(
            visit=self.visit.pk,
            window=window,
            reason="" if theirs else values["words"],
            words=values["words"] if theirs else "",
            by=self.by,
        )
        return _("Moved, and they are told.")


class HandedVisit(_One):
    title = gettext_lazy("Somebody else goes")
    button = gettext_lazy("Hand it over")
    to = forms.TypedChoiceField(label=gettext_lazy("Who goes?"), coerce=int)

    def prepare(self) -> None:
        super().prepare()
        others = [person for person in self.record.colleagues if person.pk != self.visit.person_id]
        self.choices("to", [(person.pk, person.name) for person in others])

    def do(self, values: Cleaned) -> Words:
        visits.hand_visit(visit=self.visit.pk, to=values["to"], by=self.by)
        return _("Handed over.")


class CancelledVisit(_One):
    title = gettext_lazy("Cancel the visit")
    button = gettext_lazy("Cancel it")
    danger = True
    who = forms.ChoiceField(
        label=gettext_lazy("Who cancels?"),
        choices=[("us", gettext_lazy("We cannot come")), ("them", gettext_lazy("They want it no longer"))],
        widget=forms.RadioSelect,
        initial="us",
    )
    words = Text(label=gettext_lazy("Our reason, in words for them, or what they said"), rows=2)

    def do(self, values: Cleaned) -> Words:
        visits.cancel_visit(
            visit=self.visit.pk, words=values["words"], by_them=values["who"] == "them", by=self.by
        )
        return _("Cancelled, and they are told.")


class MissedVisit(_One):
    title = gettext_lazy("It did not take place")
    button = gettext_lazy("Write it down")
    who = forms.ChoiceField(
        label=gettext_lazy("What happened?"),
        choices=[
            ("them", gettext_lazy("We came, and they were not there")),
            ("us", gettext_lazy("We did not come")),
        ],
        widget=forms.RadioSelect,
    )
    words = Text(label=gettext_lazy("In your words"), rows=2)

    def do(self, values: Cleaned) -> Words:
        visits.miss_visit(
            visit=self.visit.pk, words=values["words"], by_them=values["who"] == "them", by=self.by
        )
        return _("On record. Find another time with them.")


class LateVisit(_One):
    title = gettext_lazy("I am late")
    intro = gettext_lazy("They are told at once.")
    button = gettext_lazy("Tell them")
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes later?"), min_value=1, max_value=600, initial=20
    )

    def do(self, values: Cleaned) -> Words:
        visits.tell_late(visit=self.visit.pk, minutes=values["minutes"], by=self.by)
        return _("They are told.")


class BegunVisit(_One):
    title = gettext_lazy("The visit begins")
    button = gettext_lazy("I am there")

    def do(self, values: Cleaned) -> Words:
        visits.begin_visit(visit=self.visit.pk, by=self.by)
        return _("Saved.")


class EndedVisit(_One):
    title = gettext_lazy("The visit is done")
    button = gettext_lazy("It is done")

    def do(self, values: Cleaned) -> Words:
        visits.finish_visit(visit=self.visit.pk, by=self.by)
        return _("Done.")


def _hours(minutes: int) -> str:
    """`2 h`, `1:30 h`"""
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02} h" if rest else f"{hours} h"
