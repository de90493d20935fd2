"""Acts that end a stage: read-back, decision, acceptance, next need."""

from __future__ import annotations

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.delivery import commands as delivery
from wellkept.delivery.defect import Defect
from wellkept.delivery.quantities import everything_open, is_everything
from wellkept.delivery.queries import delivered
from wellkept.events.queries import Happening
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.need import Need
from wellkept.kernel import wording
from wellkept.kernel.rows import key_of
from wellkept.kernel.text_fields import LineField
from wellkept.sales import commands as sales
from wellkept.support import commands as support
from wellkept.ui.fields import Cleaned
from wellkept.web.form_fields import Ahead, Past, Text, When
from wellkept.web.journeys.act_form import ActForm, Words
from wellkept.web.journeys.part_field import PartField, TypedPart

EVIDENCE = [
    ("spoken", gettext_lazy("They said so")),
    ("mail", gettext_lazy("They wrote a mail")),
    ("paper", gettext_lazy("They signed a paper")),
    ("purchase_order", gettext_lazy("They sent a purchase order")),
]


def evidence_field(initial: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("How did they say so?"),
        choices=EVIDENCE,
        initial=initial,
        help_text=gettext_lazy(
            "What was spoken is written down under your name; they are told and may object."
        ),
    )


def happened_field() -> When:
    return Past(label=gettext_lazy("When it was"), help_text=gettext_lazy("Empty: just now."), required=False)


class ReadBack(ActForm):
    title = gettext_lazy("Read it back")
    intro = gettext_lazy("Say in your words what you understood. They confirm or correct it on their page.")
    button = gettext_lazy("Read it back to them")
    text = Text(label=gettext_lazy("What we understood"), rows=5)

    def prepare(self) -> None:
        self.fields["text"].initial = self.record.row.need

    def do(self, values: Cleaned) -> Words:
        sales.read_back(journey=self.journey, text=values["text"], by=self.by)
        return _("They get it to confirm.")


class ReadBackAnswer(ActForm):
    title = gettext_lazy("What do they say to it?")
    button = gettext_lazy("Write it down")
    answer = forms.ChoiceField(
        label=gettext_lazy("What we understood"),
        choices=[("yes", gettext_lazy("is right")), ("no", gettext_lazy("is not quite right"))],
        widget=forms.RadioSelect,
    )
    correction = Text(
        label=gettext_lazy("What is different"),
        help_text=gettext_lazy("In their words; only if it is not quite right."),
        required=False,
    )

    @property
    def subtitle(self) -> str:
        return self.record.read_back.text if self.record.read_back else ""

    @property
    def shown_now(self) -> str:
        return str(self.record.read_back.pk if self.record.read_back else 0)

    def do(self, values: Cleaned) -> Words:
        read_back = key_of(self.seen)
        if values["answer"] == "yes":
            sales.confirm_need(journey=self.journey, by=self.by, read_back=read_back)
            return _("Confirmed.")
        sales.correct_read_back(
            journey=self.journey, correction=values["correction"], by=self.by, read_back=read_back
        )
        return _("Their correction is on record.")


class Decision(ActForm):
    title = gettext_lazy("They decided")
    button = gettext_lazy("Record the decision")
    folded = ("happened",)
    what = LineField(label=gettext_lazy("What do they want?"))
    why = LineField(label=gettext_lazy("Why this?"), required=False)
    evidence = evidence_field("spoken")
    happened = happened_field()

    def do(self, values: Cleaned) -> Words:
        sales.decide(
            journey=self.journey,
            what=values["what"],
            why=values["why"],
            evidence=Evidence(values["evidence"], happened=values["happened"]),
            by=self.by,
        )
        return _("Their decision is on record.")


class Delivered(ActForm):
    title = gettext_lazy("It is delivered")
    intro = gettext_lazy(
        "When everything is there, they are asked to accept it, and the dates that were agreed are kept by it."
    )
    button = gettext_lazy("It is delivered")
    folded = ("happened",)
    words = Text(label=gettext_lazy("What was delivered or done?"))
    lines = PartField(
        label=gettext_lazy("How many of each"),
        help_text=gettext_lazy(
            "All that is open. Fewer make it a part; they are told what is still to come."
        ),
        required=False,
    )
    happened = happened_field()

    def prepare(self) -> None:
        quantities = self.record.quantities
        field = self.fields["lines"]
        assert isinstance(field, PartField)
        field.offer(quantities)
        if self.record.agreed is None or not self.record.agreed.itemised or not field.is_offered:
            del self.fields["lines"]

    def do(self, values: Cleaned) -> Words:
        typed = values.get("lines") or TypedPart(None, ())
        lines = typed.quantities
        delivery.deliver(
            journey=self.journey,
            words=values["words"],
            happened=values["happened"],
            lines=None if lines == everything_open(self.record.quantities) else lines,
            items=typed.items,
            by=self.by,
        )
        if lines is None or is_everything(self.record.quantities, lines):
            return _("They are asked to accept it.")
        return _("They are told what came and what is still to come.")


class Accepted(ActForm):
    title = gettext_lazy("They accept it")
    button = gettext_lazy("Record the acceptance")
    folded = ("happened",)
    evidence = evidence_field("spoken")
    words = Text(label=gettext_lazy("What they said"), rows=2)
    signed_name = LineField(label=gettext_lazy("Who accepted it"), required=False)
    defects = Text(
        label=gettext_lazy("What is not right yet"),
        help_text=gettext_lazy("One on each line. Each becomes a dated promise of ours."),
        required=False,
    )
    defects_by = Ahead(label=gettext_lazy("Put right by"), required=False)
    happened = happened_field()

    def prepare(self) -> None:
        if self.record.row.contact is not None:
            self.fields["signed_name"].initial = self.record.row.contact.name

    @cached_property
    def delivery(self) -> Happening | None:
        """The delivery that they accept."""
        return delivered(self.journey)

    @property
    def subtitle(self) -> str:
        return str(self.delivery.facts["said"]) if self.delivery is not None else ""

    @property
    def shown_now(self) -> str:
        return str(self.delivery.id if self.delivery is not None else 0)

    def do(self, values: Cleaned) -> Words:
        lines = [line.strip() for line in values["defects"].splitlines() if line.strip()]
        delivery.accept(
            journey=self.journey,
            delivery=key_of(self.seen),
            evidence=Evidence(
                values["evidence"],
                values["words"],
                signed_name=values["signed_name"],
                happened=values["happened"],
            ),
            defects=[Defect(what, values["defects_by"]) for what in lines],
            by=self.by,
        )
        return _("Accepted.")


class Rejected(ActForm):
    title = gettext_lazy("They do not accept it")
    button = gettext_lazy("Write it down")
    words = Text(label=gettext_lazy("What is not right?"))
    parts = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Which delivery do they mean?"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None marked: the last one."),
    )

    def prepare(self) -> None:
        came = [part for part in self.record.parts if part.refused_at is None]
        field = self.fields["parts"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(part.pk, f"{wording.day(part.delivered_at)}: {part.words}") for part in came]
        if len(came) < 2:
            del self.fields["parts"]

    def do(self, values: Cleaned) -> Words:
        delivery.reject(
            journey=self.journey, words=values["words"], parts=values.get("parts", ()), by=self.by
        )
        return _("On record. It is ours to put right.")


class Rest(ActForm):
    title = gettext_lazy("It works")
    intro = gettext_lazy(
        "It goes to rest: it keeps its number and its owner, and wakes when they need something."
    )
    button = gettext_lazy("Put it to rest")
    words = Text(label=gettext_lazy("What they said"), required=False, rows=2)

    def do(self, values: Cleaned) -> Words:
        support.confirm_success(journey=self.journey, words=values["words"], by=self.by)
        return _("At rest.")


class NextNeed(ActForm):
    title = gettext_lazy("What is next?")
    intro = gettext_lazy("This journey ends happy; the next one begins with all that we know.")
    button = gettext_lazy("Open the next journey")
    folded = ("budget", "requested_for")
    need = Text(label=gettext_lazy("The next thing in their way, in their words"))
    evidence = evidence_field("spoken")
    budget = forms.DecimalField(
        label=gettext_lazy("What they want to spend"),
        max_digits=14,
        decimal_places=2,
        min_value=0,
        required=False,
    )
    requested_for = When(label=gettext_lazy("By when they want it"), required=False)

    def do(self, values: Cleaned) -> Words:
        new = support.next_need(
            journey=self.journey,
            need=Need(values["need"], budget=values["budget"], requested_for=values["requested_for"]),
            evidence=Evidence(values["evidence"]),
            by=self.by,
        )
        self.goes_to = f"/journeys/{new.number}"
        return _("The next journey is open.")
