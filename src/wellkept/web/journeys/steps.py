"""Next steps, steps of the blueprint, and holds."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.journeys.commands import holds, process, steps
from wellkept.journeys.planned_step import PlannedStep
from wellkept.journeys.rules import no_next_step
from wellkept.kernel import wording
from wellkept.kernel.refusal import missing
from wellkept.kernel.text import fill_now
from wellkept.kernel.text_fields import LineField
from wellkept.ui.fields import Cleaned
from wellkept.web.form_fields import Ahead, Text, in_hours
from wellkept.web.journeys.act_form import ActForm, Words


class Planned(ActForm):
    title = gettext_lazy("Plan a step")
    button = gettext_lazy("Plan it")
    what = LineField(label=gettext_lazy("What should happen?"))
    due = Ahead(label=gettext_lazy("By when?"))
    handler = forms.TypedChoiceField(
        label=gettext_lazy("Who does it"), coerce=int, required=False, empty_value=None
    )

    def prepare(self) -> None:
        if self.record.alone:
            del self.fields["handler"]
            return
        holder = self.record.row.holder
        first = ("", _("%(name)s, the holder") % {"name": holder.name} if holder else "–")
        self.choices(
            "handler", [first, *((colleague.pk, colleague.name) for colleague in self.record.colleagues)]
        )

    def do(self, values: Cleaned) -> Words:
        steps.plan_step(
            journey=self.journey,
            what=values["what"],
            due=values["due"],
            handler=values.get("handler"),
            by=self.by,
        )
        return _("Planned.")


class Waiting(ActForm):
    title = gettext_lazy("Wait for somebody")
    intro = gettext_lazy("With a date on which we ask again. What we have to do ourselves stays.")
    button = gettext_lazy("Wait")
    third_party = LineField(
        label=gettext_lazy("For whom?"), help_text=gettext_lazy("Empty: for the customer."), required=False
    )
    what = LineField(label=gettext_lazy("What for?"))
    ask_again = Ahead(label=gettext_lazy("When do we ask again?"))

    def prepare(self) -> None:
        self.fields["ask_again"].initial = in_hours(self.record.stage.silence_hours)

    def do(self, values: Cleaned) -> Words:
        steps.wait_for(
            journey=self.journey,
            third_party=values["third_party"],
            what=values["what"],
            ask_again=values["ask_again"],
            by=self.by,
        )
        return _("We ask again %(when)s.") % {"when": wording.moment(values["ask_again"])}


class _Step(ActForm):
    def prepare(self) -> None:
        step = next((each_step for each_step in self.record.steps if each_step.pk == self.keys["step"]), None)
        if step is None:
            raise missing("step", _("This step is done already, or it is not one of this journey."))
        self.step = step

    @property
    def subtitle(self) -> str:
        return fill_now(
            "%(what)s, %(due)s", {"what": self.step.sentence, "due": wording.due(self.step.due_at)}
        )


class Finished(_Step):
    title = gettext_lazy("It is done")
    button = gettext_lazy("Done")
    folded = ("how",)
    next_what = LineField(label=gettext_lazy("What happens next?"), required=False)
    next_due = Ahead(label=gettext_lazy("By when?"), required=False)
    wait_whom = forms.ChoiceField(
        label=gettext_lazy("Who does that?"),
        choices=[
            ("us", gettext_lazy("We do")),
            ("customer", gettext_lazy("The customer")),
            ("third", gettext_lazy("Somebody else")),
        ],
        initial="us",
        required=False,
    )
    third = LineField(
        label=gettext_lazy("Who else?"),
        help_text=gettext_lazy("Only if somebody else does it: their name."),
        required=False,
    )
    how = Text(label=gettext_lazy("How it went"), required=False, rows=2)

    def prepare(self) -> None:
        super().prepare()
        left = [step for step in self.record.steps if step.pk != self.step.pk]
        refusal = no_next_step(left) if self.record.row.state == "open" else None
        if refusal is None:
            self.fields["next_what"].help_text = _("Empty: what is planned already.")
            return
        self.fields["next_what"].required = True
        self.fields["next_what"].help_text = str(refusal.sentence)
        self.fields["next_what"].error_messages["required"] = refusal.in_words()

    def clean(self) -> Cleaned:
        values: Cleaned = super().clean() or {}
        if values.get("wait_whom") == "third" and not values.get("third", "").strip():
            self.add_error("third", _("Who do we wait for?"))
        return values

    def do(self, values: Cleaned) -> Words:
        waits_for = {"customer": "", "third": values["third"].strip()}.get(values["wait_whom"])
        steps.finish_step(
            journey=self.journey,
            step=self.step.pk,
            how=values["how"],
            then=PlannedStep(values["next_what"], values["next_due"], waits_for=waits_for),
            by=self.by,
        )
        return _("Done.")


class Moved(_Step):
    title = gettext_lazy("Another time")
    intro = gettext_lazy("What the customer was promised does not move with it.")
    button = gettext_lazy("Move it")
    due = Ahead(label=gettext_lazy("When instead?"))
    reason = LineField(label=gettext_lazy("Why?"), required=False)

    def do(self, values: Cleaned) -> Words:
        steps.move_step(
            journey=self.journey, step=self.step.pk, due=values["due"], reason=values["reason"], by=self.by
        )
        return _("Moved.")


class _Process(ActForm):
    def prepare(self) -> None:
        key = self.keys["step"]
        step = next((each_step for each_step in self.record.plan.steps if each_step.key == key), None)
        if step is None:
            raise missing("step", _("The blueprint has no such step."))
        self.step = step

    @property
    def subtitle(self) -> str:
        return self.step.instruction


class ProcessDone(_Process):
    title = gettext_lazy("A step of the blueprint is done")
    button = gettext_lazy("Done as it says")
    evidence = Text(label=gettext_lazy("What shows it"), required=False)

    def prepare(self) -> None:
        super().prepare()
        if self.step.evidence:
            self.fields["evidence"].help_text = self.step.evidence

    def do(self, values: Cleaned) -> Words:
        process.do_step(journey=self.journey, step=self.step.key, evidence=values["evidence"], by=self.by)
        return _("On record.")


class Deviated(_Process):
    title = gettext_lazy("Done differently")
    intro = gettext_lazy(
        "A step that was skipped or done differently is a deviation, with its reason and your name."
    )
    button = gettext_lazy("Record the deviation")
    reason = Text(label=gettext_lazy("What was done instead, and why?"))

    def do(self, values: Cleaned) -> Words:
        process.deviate(journey=self.journey, step=self.step.key, reason=values["reason"], by=self.by)
        return _("The deviation is on record.")


class HoldPlaced(ActForm):
    title = gettext_lazy("Put it on hold")
    intro = gettext_lazy("It stops, visibly, until somebody lifts the hold.")
    button = gettext_lazy("Put on hold")
    stops = forms.ChoiceField(
        label=gettext_lazy("What stops?"),
        choices=[("delivery", gettext_lazy("Delivery")), ("billing", gettext_lazy("Billing"))],
    )
    why = Text(label=gettext_lazy("Why?"), rows=2)

    def prepare(self) -> None:
        self.fields["stops"].initial = self.asked.get("stops", "delivery")

    def do(self, values: Cleaned) -> Words:
        holds.place_hold(journey=self.journey, stops=values["stops"], why=values["why"], by=self.by)
        return _("On hold.")


class HoldLifted(ActForm):
    title = gettext_lazy("Lift the hold")
    button = gettext_lazy("It may go on")

    @property
    def subtitle(self) -> str:
        return next((hold.why for hold in self.record.holds if hold.pk == self.keys["hold"]), "")

    def do(self, values: Cleaned) -> Words:
        holds.lift_hold(journey=self.journey, hold=self.keys["hold"], by=self.by)
        return _("The hold is lifted.")
