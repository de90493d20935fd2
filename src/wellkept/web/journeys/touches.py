"""Letters, notes, and touches."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.endings import commands as endings
from wellkept.journey_page.record import JourneyRecord
from wellkept.journeys.commands import touches
from wellkept.journeys.planned_step import PlannedStep
from wellkept.journeys.rules import cannot_log_touch
from wellkept.journeys.touch import Effort, IncomingTouch, OutgoingTouch
from wellkept.kernel.text_fields import LineField
from wellkept.ui.fields import Cleaned
from wellkept.web.form_fields import Ahead, Past, Text
from wellkept.web.journeys.act_form import ActForm, Words


class Letter(ActForm):
    """Write a mail to the customer."""

    title = gettext_lazy("Write to them")
    button = gettext_lazy("Send")
    composer = "web/journeys/compose_letter.html"
    folded = ("next_what", "next_due")
    words = Text(label=gettext_lazy("What do you want to say?"), rows=6)
    contact = forms.TypedChoiceField(label=gettext_lazy("To"), coerce=int)
    next_what = LineField(label=gettext_lazy("What happens next"), required=False)
    next_due = Ahead(label=gettext_lazy("By when"), required=False)

    def prepare(self) -> None:
        choose_contact(self, self.record, with_mail=True)

    def do(self, values: Cleaned) -> Words:
        touches.write_to_customer(
            journey=self.journey,
            words=values["words"],
            contact=values.get("contact") or None,
            then=PlannedStep(values["next_what"], values["next_due"]),
            by=self.by,
        )
        return _("It is on its way.")


class Note(ActForm):
    """Write a note to colleagues."""

    title = gettext_lazy("Write a note")
    button = gettext_lazy("Note it")
    composer = "web/journeys/compose_note.html"
    words = Text(label=gettext_lazy("Only we read this"))

    def do(self, values: Cleaned) -> Words:
        touches.write_note(journey=self.journey, words=values["words"], by=self.by)
        return _("Noted.")


class Touch(ActForm):
    """Log a touch: a call, a visit, a message."""

    title = gettext_lazy("Log a call")
    button = gettext_lazy("Log it")
    composer = "web/journeys/compose_touch.html"
    folded = ("channel", "contact", "happened", "minutes_waited", "next_what", "next_due")
    incoming = forms.ChoiceField(
        label=gettext_lazy("Who called?"),
        choices=[("in", gettext_lazy("They called us")), ("out", gettext_lazy("We called them"))],
        widget=forms.RadioSelect,
        initial="in",
    )
    words = Text(label=gettext_lazy("What was said?"), required=False)
    unanswered = forms.BooleanField(
        label=gettext_lazy("Nobody answered"),
        help_text=gettext_lazy("If they called, we call back; if we called, it does not count as told."),
        required=False,
    )
    chase = forms.BooleanField(
        label=gettext_lazy("They had to ask"),
        help_text=gettext_lazy("Something that we should have told them."),
        required=False,
    )
    explained_again = forms.BooleanField(label=gettext_lazy("They had to explain it again"), required=False)
    needs_answer = forms.BooleanField(label=gettext_lazy("We owe them an answer"), required=False)
    channel = forms.ChoiceField(
        label=gettext_lazy("How?"),
        choices=[
            ("call", gettext_lazy("By telephone")),
            ("visit", gettext_lazy("In person")),
            ("message", gettext_lazy("By message")),
            ("mail", gettext_lazy("By mail")),
            ("letter", gettext_lazy("By letter")),
        ],
        initial="call",
        required=False,
    )
    contact = forms.TypedChoiceField(label=gettext_lazy("With whom"), coerce=int, required=False)
    happened = Past(
        label=gettext_lazy("When it was"), help_text=gettext_lazy("Empty: just now."), required=False
    )
    minutes_waited = forms.IntegerField(
        label=gettext_lazy("Minutes they waited"),
        min_value=0,
        max_value=600,
        required=False,
    )
    next_what = LineField(label=gettext_lazy("What happens next"), required=False)
    next_due = Ahead(label=gettext_lazy("By when"), required=False)

    @property
    def marks(self) -> list[forms.BoundField]:
        return [self[name] for name in ("unanswered", "chase", "explained_again", "needs_answer")]

    def prepare(self) -> None:
        choose_contact(self, self.record)
        if cannot_log_touch(self.record, incoming=False) is not None:  # at rest only what comes in wakes it
            self.choices("incoming", [("in", _("They called us"))])
        elif any(step.rule.group == "call_back" for step in self.record.steps):
            self.fields["incoming"].initial = "out"

    def do(self, values: Cleaned) -> Words:
        minutes = values["minutes_waited"]
        direction = IncomingTouch if values["incoming"] == "in" else OutgoingTouch
        touches.log_touch(
            journey=self.journey,
            touch=direction(
                values["channel"] or "call",
                values["words"],
                contact=values.get("contact") or None,
                happened=values["happened"],
                unanswered=values["unanswered"],
                effort=Effort(
                    chase=values["chase"],
                    explained_again=values["explained_again"],
                    seconds_waited=minutes * 60 if minutes else None,
                ),
                needs_answer=values["needs_answer"] or None,
            ),
            then=PlannedStep(values["next_what"], values["next_due"]),
            by=self.by,
        )
        return _("Logged.")


class NoAnswerNeeded(ActForm):
    """Say that what came in needs no answer."""

    title = gettext_lazy("It needs no answer")
    intro = gettext_lazy("It stays on record who said so. What happens next instead?")
    button = gettext_lazy("Needs no answer")
    next_what = LineField(
        label=gettext_lazy("What happens next"),
        help_text=gettext_lazy("Empty: we wait for them, and ask again before it gets too quiet."),
        required=False,
    )
    next_due = Ahead(label=gettext_lazy("By when"), required=False)

    def do(self, values: Cleaned) -> Words:
        touches.no_answer_needed(
            journey=self.journey, then=PlannedStep(values["next_what"], values["next_due"]), by=self.by
        )
        return _("On record: it needs no answer.")


class Ask(ActForm):
    """Ask the customer who has not answered."""

    title = gettext_lazy("Ask them again")
    button = gettext_lazy("Ask them")
    words = Text(
        label=gettext_lazy("In your words"),
        help_text=gettext_lazy("They see what we wait for; add what helps them to answer."),
        required=False,
    )

    def prepare(self) -> None:
        needed = self.record.plan.version.asks_before_no_answer
        if self.record.asks.count + 1 >= needed:
            self.fields["words"].help_text = _(
                "They were asked %(asked)s times. This ask says that it is the last one."
            ) % {"asked": self.record.asks.count}

    def do(self, values: Cleaned) -> Words:
        endings.ask_again(journey=self.journey, words=values["words"], by=self.by)
        return _("They are asked.")


def choose_contact(form: ActForm, record: JourneyRecord, *, with_mail: bool = False) -> None:
    """Fill the choice of contacts. Hide it where there is only one."""
    people = [contact for contact in record.contacts if contact.email or not with_mail]
    if len(people) < 2 and (not people or people[0].pk == record.row.contact_id):
        del form.fields["contact"]
        return
    form.choices(
        "contact",
        [(person.pk, f"{person.name} ({person.role})" if person.role else person.name) for person in people],
    )
    form.fields["contact"].initial = record.row.contact_id
