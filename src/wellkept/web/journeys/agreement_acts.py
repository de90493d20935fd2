"""Acts that put an agreement to the customer, and write down what they say to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.journeys.evidence import Evidence
from wellkept.kernel.money import Money
from wellkept.kernel.text_fields import LineField
from wellkept.orders import commands as orders
from wellkept.orders.agreement_lines import PricedLines
from wellkept.orders.price_display import category_in_words
from wellkept.orders.queries import lines_of
from wellkept.people.queries import company
from wellkept.ui.fields import Cleaned
from wellkept.web.form_fields import Ahead, Text
from wellkept.web.journeys.act_form import ActForm, Words
from wellkept.web.journeys.choice_acts import paper_field, paper_of
from wellkept.web.journeys.lines_field import MORE, LinesField, lines_to_change, lines_to_go_on
from wellkept.web.journeys.payment_fields import AmountOfDeposit, PaymentFields, terms_from, typed_terms
from wellkept.web.journeys.triggers import evidence_field, happened_field

if TYPE_CHECKING:
    from wellkept.orders.models import Agreement as AgreementRow

_CHANGE = gettext_lazy("Change what was agreed")
_WHAT_A_CHANGE_DOES = gettext_lazy(
    "The customer sees what changes, in price and in date, and agrees. Until then, what is agreed now counts."
)
_DATE_PASSED = gettext_lazy("One of the dates has passed already.")


def without_tax() -> list[tuple[str, Words]]:
    """The kinds of lines without tax."""
    return [(category, category_in_words(category)) for category in ("O", "E", "AE", "K", "G", "Z")]


class Agreement(AmountOfDeposit, PaymentFields, ActForm):
    title = gettext_lazy("Put the agreement to the customer")
    intro = gettext_lazy("One page: what, for how much, by when. It is frozen from the moment they see it.")
    button = gettext_lazy("Put it to them")
    folded = (
        *("no_tax", "no_tax_reason", "bill_on", "due_days", "deposit_share", "deposit", "valid_until"),
        "deemed_days",
        *("date_1", "due_1", "date_2", "due_2"),
    )
    field_order = (
        "words",
        "total",
        "lines",
        "delivery_by",
        "bill_on",
        "due_days",
        "deposit_share",
        "deposit",
    )
    words = Text(label=gettext_lazy("What is agreed"), rows=6)
    total = forms.DecimalField(
        label=gettext_lazy("In total"),
        help_text=gettext_lazy("All that they pay. Left aside where there are lines: they make the total."),
        max_digits=14,
        decimal_places=2,
        min_value=0,
        localize=False,
        required=False,
    )
    lines = LinesField(label=gettext_lazy("Lines"), required=False)
    delivery_by = Ahead(
        label=gettext_lazy("Delivered by"), passed=gettext_lazy("The delivery date has passed already.")
    )
    no_tax = forms.ChoiceField(
        label=gettext_lazy("Lines without VAT"), choices=without_tax, initial="O", required=False
    )
    no_tax_reason = LineField(
        label=gettext_lazy("Why there is no VAT"),
        help_text=gettext_lazy("Stands on the invoice."),
        required=False,
    )
    valid_until = Ahead(label=gettext_lazy("They can agree until"), required=False)
    deemed_days = forms.IntegerField(
        label=gettext_lazy("Days of silence that count as acceptance"),
        help_text=gettext_lazy(
            "After delivery, and after the notice that says so. Empty: only their own yes counts."
        ),
        min_value=1,
        max_value=365,
        required=False,
    )
    date_1 = LineField(label=gettext_lazy("Another date: what"), required=False)
    due_1 = Ahead(label=gettext_lazy("by"), required=False, passed=_DATE_PASSED)
    date_2 = LineField(label=gettext_lazy("Another date: what"), required=False)
    due_2 = Ahead(label=gettext_lazy("by"), required=False, passed=_DATE_PASSED)

    def prepare(self) -> None:
        self.currency = company().currency
        self.fields["total"].label = _("In total (%(currency)s)") % {"currency": self.currency}
        wished = self.record.row.requested_for
        self.fields["words"].initial = self.record.decision_words
        self.fields["total"].initial = self.record.row.budget
        seller = self.record.row.entity
        for name, value in typed_terms(seller).items():
            self.fields[name].initial = value
        self.fields["delivery_by"].initial = wished if wished is None or wished > self.record.now else None
        if self.record.changes_what_is_agreed:
            self._begin_with(self.record.agreed)
        if self.record.put is not None:
            self.fields["words"].initial = self.record.put.words
            self.fields["total"].initial = self.record.put.total
            self.fields["delivery_by"].initial = self.record.put.delivery_by
            for name, value in typed_terms(self.record.put).items():
                self.fields[name].initial = value
            if self.record.put.itemised:
                self.fields["total"].initial = None
                self.fields["lines"].initial = lines_to_go_on(lines_of(self.record.put))

    def _begin_with(self, agreed: AgreementRow | None) -> None:
        """Show what is agreed now, to change it."""
        if agreed is None:
            return
        self.title, self.intro = _CHANGE, _WHAT_A_CHANGE_DOES
        self.fields["words"].initial = agreed.words
        self.fields["delivery_by"].initial = (
            agreed.delivery_by if agreed.delivery_by > self.record.now else None
        )
        self.fields["total"].initial = None if agreed.itemised else agreed.total
        for name, value in typed_terms(agreed).items():
            self.fields[name].initial = value
        if agreed.itemised:
            lines = lines_of(agreed)
            self.fields["lines"].initial = lines_to_change(lines)
            field = self.fields["lines"]
            assert isinstance(field, LinesField)
            field.agreed = {line.pk: line for line in lines}

    @property
    def wants_room(self) -> bool:
        """Whether they asked for more lines to type, and for nothing else yet."""
        return self.is_bound and MORE in self.data

    def clean(self) -> Cleaned:
        values: Cleaned = super().clean() or {}
        if values.get("lines") == [] and values.get("total", 0) is None:
            self.add_error("total", _("For how much?"))
        for n in ("1", "2"):
            if values.get(f"date_{n}") and not values.get(f"due_{n}"):
                self.add_error(f"due_{n}", _("By when?"))
        return values

    def do(self, values: Cleaned) -> Words:
        dates: list[tuple[str, datetime]] = [
            (values[f"date_{n}"], values[f"due_{n}"]) for n in ("1", "2") if values[f"date_{n}"]
        ]
        orders.put_agreement(
            journey=self.journey,
            words=values["words"],
            total=self._price(values),
            delivery_by=values["delivery_by"],
            valid_until=values["valid_until"],
            terms=terms_from(values, deemed_days=values["deemed_days"]),
            dates=dates,
            by=self.by,
        )
        return _("They get it to agree.")

    def _price(self, values: Cleaned) -> Money | PricedLines:
        if not values["lines"]:
            return Money(values["total"], self.currency)
        reason = {"tax_category": values["no_tax"] or "O", "exemption_reason": values["no_tax_reason"]}
        return PricedLines(
            self.currency,
            [
                line if line.tax_rate or line.exemption_reason else replace(line, **reason)
                for line in values["lines"]
            ],
        )


class Agreed(ActForm):
    title = gettext_lazy("They agreed")
    button = gettext_lazy("Record the agreement")
    before = "web/journeys/agreement_before.html"
    folded = ("happened",)
    evidence = evidence_field("paper")
    words = Text(label=gettext_lazy("What they said or signed"), rows=2)
    customer_reference = LineField(
        label=gettext_lazy("Their order number"),
        help_text=gettext_lazy("They will ask by it, and it finds this journey."),
        required=False,
    )
    paper = paper_field()
    happened = happened_field()

    @property
    def shown_now(self) -> str:
        return bytes(self.record.put.digest).hex() if self.record.put else "none"

    def do(self, values: Cleaned) -> Words:
        orders.agree(
            journey=self.journey,
            shown_digest=self.seen,
            evidence=Evidence(values["evidence"], values["words"], happened=values["happened"]),
            customer_reference=values["customer_reference"],
            paper=paper_of(values["paper"]),
            by=self.by,
        )
        return _("Agreed. Its price and its dates are promises now.")


class NotAgreed(ActForm):
    title = gettext_lazy("They do not agree")
    button = gettext_lazy("Write it down")
    words = Text(label=gettext_lazy("What should be different?"))

    def do(self, values: Cleaned) -> Words:
        orders.decline_agreement(journey=self.journey, words=values["words"], by=self.by)
        return _("On record. Put another one to them.")
