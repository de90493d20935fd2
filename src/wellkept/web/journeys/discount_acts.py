"""Acts about a discount beyond somebody's limit: ask for the approval, and answer."""

from __future__ import annotations

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.kernel import wording
from wellkept.kernel.refusal import missing
from wellkept.orders import commands as orders
from wellkept.orders import queries
from wellkept.orders.approvals import DiscountState, discount_state
from wellkept.orders.discounts import approvers
from wellkept.ui.fields import Cleaned
from wellkept.web.form_fields import Text
from wellkept.web.journeys.act_form import ActForm, Words


class _Discount(ActForm):
    @cached_property
    def state(self) -> DiscountState:
        quote = queries.quote_by_number(self.journey, self.keys["quote"])
        self.quote_key = quote.pk
        return discount_state(
            quote,
            queries.lines_of_quote(quote.pk),
            number=self.record.row.number,
            person=self.by.person,
        )

    @property
    def subtitle(self) -> str:
        return _("A discount of %(percent)s %%") % {"percent": wording.quantity(self.state.discount)}


class AskForApproval(_Discount):
    title = gettext_lazy("Ask for approval of the discount")
    intro = gettext_lazy("The approval is for this version: what you change afterwards is asked for again.")
    button = gettext_lazy("Ask for it")
    approver = forms.TypedChoiceField(label=gettext_lazy("Whom?"), coerce=int)
    words = Text(label=gettext_lazy("Why this discount?"), rows=3)

    def prepare(self) -> None:
        people = approvers(self.state.discount, but=self.by.person)
        self.choices("approver", [(person.pk, person.name) for person in people])

    def do(self, values: Cleaned) -> Words:
        self.goes_to = f"{self.goes_to}/quotes/{self.keys['quote']}"
        orders.ask_for_approval(
            quote=self.quote_key, approver=values["approver"], words=values["words"], by=self.by
        )
        return _("They are asked.")


class AnswerDiscount(_Discount):
    title = gettext_lazy("The discount")
    button = gettext_lazy("Answer it")
    approved = forms.TypedChoiceField(
        label=gettext_lazy("May it be sent like this?"),
        choices=[("yes", gettext_lazy("Yes, exactly like this")), ("no", gettext_lazy("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = Text(label=gettext_lazy("Why?"), rows=2, required=False)

    def prepare(self) -> None:
        self.intro = self.state.asked.words if self.state.asked else ""

    def do(self, values: Cleaned) -> Words:
        self.goes_to = f"{self.goes_to}/quotes/{self.keys['quote']}"
        if self.state.asked is None:
            raise missing("approval", _("The draft has changed since, or nobody asks."))
        orders.answer_discount(
            approval=self.state.asked.pk, approved=values["approved"], words=values["words"], by=self.by
        )
        return _("Your answer is on record.")
