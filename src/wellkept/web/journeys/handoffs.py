"""Handoffs: offer, accept, decline, withdraw."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.journeys.commands import handoffs
from wellkept.journeys.commands.goals import Goals
from wellkept.journeys.planned_step import PlannedStep
from wellkept.kernel.given_name import given_name
from wellkept.kernel.refusal import Refusal
from wellkept.kernel.text import fill_now
from wellkept.kernel.text_fields import LineField
from wellkept.people.stages import stage_name
from wellkept.ui.fields import Cleaned
from wellkept.web.form_fields import Ahead, Text, in_hours
from wellkept.web.journeys.act_form import ActForm, Words
from wellkept.web.labels import stage as stage_words


class Offer(ActForm):
    """Offer the journey to the next team, or back to an earlier one with a reason."""

    title: Words = gettext_lazy("Hand it over")
    button: Words = gettext_lazy("Offer it")
    folded = ("receiver", "customer_met", "business_met", "note")
    ticks = forms.MultipleChoiceField(
        label=gettext_lazy("What they need to have"), widget=forms.CheckboxSelectMultiple, required=False
    )
    reason = Text(label=gettext_lazy("Why does it go back?"), rows=2)
    receiver = forms.TypedChoiceField(
        label=gettext_lazy("To whom"), coerce=int, required=False, empty_value=None
    )
    customer_met = forms.ChoiceField(
        label=gettext_lazy("What they wanted from this stage"),
        choices=[
            ("", gettext_lazy("As the record shows")),
            ("yes", gettext_lazy("They got it")),
            ("no", gettext_lazy("They did not get it")),
        ],
        required=False,
    )
    business_met = forms.ChoiceField(
        label=gettext_lazy("What we wanted from it"),
        choices=[
            ("", gettext_lazy("As the record shows")),
            ("yes", gettext_lazy("We reached it")),
            ("no", gettext_lazy("We did not reach it")),
        ],
        required=False,
    )
    note = LineField(label=gettext_lazy("A word about it"), required=False)

    def prepare(self) -> None:
        onward = self.record.onward.stage if self.record.onward else None
        self.to = self.asked.get("to") or onward
        back = [way.stage for way in self.record.plan.returns(self.record.row.stage)]
        if self.to is None or self.to not in [onward, *back]:
            raise Refusal("no_such_route", _("The blueprint does not lead there."), law=6)
        if self.to in back:
            self.title = _("Give it back")
            self.button = _("Give it back") if self.record.alone else _("Offer it back")
        else:
            del self.fields["reason"]
        open_items = [item for item, tick in self.record.checklist(self.to) if tick is None]
        if open_items:
            if_any = _("if there is any")
            self.choices(
                "ticks",
                [
                    (item.key, item.text if item.required else f"{item.text} ({if_any})")
                    for item in open_items
                ],
            )
        else:
            del self.fields["ticks"]
        if self.record.alone:
            for name in self.folded:
                del self.fields[name]
            return
        people = self.record.receivers(self.to)
        self.choices("receiver", [(person.pk, person.name) for person in people])
        self.fields["receiver"].initial = people[0].pk if people else None
        self.fields["customer_met"].help_text = self.record.stage.customer_goal
        self.fields["business_met"].help_text = self.record.stage.business_goal

    @property
    def subtitle(self) -> str:
        if self.record.alone:
            return stage_words(str(self.to))
        return _("To %(stage)s. What is still missing becomes a dated open point of yours.") % {
            "stage": stage_name(str(self.to))
        }

    @property
    def ticked(self) -> list[str]:
        """Items of the checklist that are done."""
        return [item.text for item, tick in self.record.checklist(str(self.to)) if tick is not None]

    before = "web/journeys/offer_before.html"

    def do(self, values: Cleaned) -> Words:
        goals_met = (values.get("customer_met"), values.get("business_met"))
        goals = (
            Goals(goals_met[0] != "no", goals_met[1] != "no", values.get("note", ""))
            if any(goals_met)
            else None
        )
        handoff = handoffs.offer_handoff(
            journey=self.journey,
            to_stage=self.to,
            receiver=values.get("receiver"),
            ticks=values.get("ticks", []),
            reason=values.get("reason", ""),
            goals=goals,
            by=self.by,
        )
        if handoff.state == "accepted":
            return _("It goes on in %(stage)s.") % {"stage": stage_name(handoff.to_stage)}
        return _("Offered to %(name)s.") % {"name": handoff.receiver.name}


class _Offered(ActForm):
    def prepare(self) -> None:
        offer = self.record.offer
        if offer is None or offer.pk != self.keys["handoff"]:
            raise Refusal(
                "no_offer",
                _("There is no open offer on this journey."),
                instead=_("Somebody has answered it already."),
            )
        self.offer = offer

    @property
    def subtitle(self) -> str:
        return _("Offered by %(giver)s, from %(stage)s") % {
            "giver": self.offer.giver.name,
            "stage": stage_name(self.offer.from_stage),
        }


class Accepted(_Offered):
    """Accept the journey. Missing items become the giver's dated open points."""

    title = gettext_lazy("Accept the handoff")
    button = gettext_lazy("Accept")
    before = "web/journeys/acceptance_before.html"
    folded = ("next_what", "next_due")
    rating = forms.TypedChoiceField(
        label=gettext_lazy("What was it worth to you?"),
        help_text=gettext_lazy("You are their internal customer. 5: everything was there, nothing to ask."),
        choices=[(n, str(n)) for n in (1, 2, 3, 4, 5)],
        widget=forms.RadioSelect(attrs={"class": "scale"}),
        coerce=int,
        empty_value=None,
        required=False,
    )
    next_what = LineField(label=gettext_lazy("What happens next"), required=False)
    next_due = Ahead(label=gettext_lazy("By when"), required=False)

    def prepare(self) -> None:
        super().prepare()
        if self.record.alone:
            del self.fields["rating"]
        first = self.record.plan.stage(self.offer.to_stage)
        self.fields["next_what"].widget.attrs["placeholder"] = first.first_step
        self.lacking = self.record.lacking(self.offer.to_stage)
        for item in self.lacking:
            self.fields[f"point_{item.key}"] = Ahead(
                label=fill_now(
                    _("Missing: %(what)s. %(giver)s owes it by"),
                    {"what": item.text, "giver": given_name(self.offer.giver.name)},
                ),
                initial=in_hours(first.first_step_hours),
            )
        self.fields["another"] = LineField(label=_("Something else that is missing"), required=False)
        self.fields["another_due"] = Ahead(label=_("By when is it due"), required=False)

    @property
    def checklist(self) -> list[tuple[Any, Any]]:
        """The receiving team's checklist, each item with its tick."""
        return list(self.record.checklist(self.offer.to_stage))

    @property
    def behind(self) -> list[forms.BoundField]:
        return [self[name] for name in (*self.folded, "another", "another_due")]

    @property
    def shown(self) -> list[forms.BoundField]:
        rest = [self[f"point_{item.key}"] for item in self.lacking]
        return [*rest, *([self["rating"]] if "rating" in self.fields else [])]

    def clean(self) -> Cleaned:
        values: Cleaned = super().clean() or {}
        if values.get("another") and not values.get("another_due"):
            self.add_error("another_due", _("By when is it due?"))
        return values

    def do(self, values: Cleaned) -> Words:
        points = [(item.text, values[f"point_{item.key}"]) for item in self.lacking]
        if values["another"]:
            points.append((values["another"], values["another_due"]))
        handoffs.accept_handoff(
            journey=self.journey,
            offer=self.keys["handoff"],
            rating=values.get("rating"),
            open_points=points,
            then=PlannedStep(values["next_what"], values["next_due"]),
            by=self.by,
        )
        return _("It is yours now.")


class Declined(_Offered):
    title = gettext_lazy("Decline the handoff")
    intro = gettext_lazy("It stays in the giver’s hands, with a step to mend it.")
    button = gettext_lazy("Decline it")
    reason = Text(label=gettext_lazy("What is missing?"))

    def do(self, values: Cleaned) -> Words:
        handoffs.decline_handoff(
            journey=self.journey, reason=values["reason"], offer=self.keys["handoff"], by=self.by
        )
        return _("Declined. %(name)s sees why.") % {"name": self.offer.giver.name}


class Withdrawn(_Offered):
    title = gettext_lazy("Take the offer back")
    button = gettext_lazy("Take it back")
    reason = LineField(label=gettext_lazy("Why?"))

    def do(self, values: Cleaned) -> Words:
        handoffs.withdraw_handoff(journey=self.journey, reason=values["reason"], by=self.by)
        return _("The offer is taken back.")


class Ticked(ActForm):
    """Tick an item of the next team's checklist."""

    title = gettext_lazy("It is there")
    button = gettext_lazy("Tick it")
    note = LineField(label=gettext_lazy("What shows it"), required=False)

    @property
    def subtitle(self) -> str:
        return next((item.text for item in self.record.plan.checklist if item.key == self.keys["item"]), "")

    def do(self, values: Cleaned) -> Words:
        handoffs.tick(journey=self.journey, item=self.keys["item"], note=values["note"], by=self.by)
        return _("Ticked.")


class Unticked(Ticked):
    title = gettext_lazy("Uncheck")
    button = gettext_lazy("Uncheck")

    def prepare(self) -> None:
        del self.fields["note"]

    def do(self, values: Cleaned) -> Words:
        handoffs.untick(journey=self.journey, item=self.keys["item"], by=self.by)
        return _("Unchecked.")
