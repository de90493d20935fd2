"""Forms of payments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy

from wellkept.billing.paid_money import PaidMoney
from wellkept.billing.rules import PAYMENT_STEPS
from wellkept.kernel.money import Money
from wellkept.kernel.text_fields import LineField
from wellkept.kernel.wording import locale
from wellkept.people import queries as people
from wellkept.ui.fields import FormData
from wellkept.web.form_fields import Ahead, Day, Text, choose
from wellkept.web.setup.views import currencies

if TYPE_CHECKING:
    from wellkept.entities.models import BankAccount


class StatementForm(forms.Form):
    """A bank's file."""

    use_required_attribute = False
    file = forms.FileField(
        label=gettext_lazy("File of the bank"),
        help_text=gettext_lazy("camt.052, camt.053, camt.054 or MT940, as your bank gives it."),
    )


class PaymentForm(forms.Form):
    """A payment that stands in no bank statement."""

    use_required_attribute = False
    amount = forms.DecimalField(
        label=gettext_lazy("Amount"),
        max_digits=13,
        decimal_places=2,
        localize=False,
        help_text=gettext_lazy("With a minus if we paid it."),
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"))
    day = Day(label=gettext_lazy("On which day?"))
    payer = LineField(label=gettext_lazy("Who paid?"), required=False, max_length=200)
    words = LineField(label=gettext_lazy("What did they write on it?"), required=False, max_length=500)
    account = forms.ChoiceField(label=gettext_lazy("On which account?"), required=False)

    def __init__(
        self, data: FormData, *, accounts: Sequence[BankAccount], initial: dict[str, object]
    ) -> None:
        super().__init__(data, initial=initial)
        choose(self, "currency", currencies(locale()))
        choose(self, "account", [("", "–"), *((row.pk, f"{row.entity} · {row.grouped}") for row in accounts)])

    @property
    def paid(self) -> PaidMoney:
        """The payment as it was typed."""
        values = self.cleaned_data
        return PaidMoney(
            amount=Money(values["amount"], values["currency"]),
            day=values["day"],
            payer=values["payer"],
            words=values["words"],
            account=int(values["account"]) if values["account"] else None,
        )


class PlanForm(forms.Form):
    """The next step of a payment and its date."""

    use_required_attribute = False
    next_step = forms.ChoiceField(
        label=gettext_lazy("What happens next?"), choices=list(PAYMENT_STEPS.items())
    )
    due = Ahead(label=gettext_lazy("By when?"))
    note = LineField(label=gettext_lazy("Note"), required=False, max_length=500)


class HandForm(forms.Form):
    """The choice of another handler."""

    to = forms.ChoiceField(label=gettext_lazy("Who sees to it?"))

    def __init__(self, data: FormData, *, but: int) -> None:
        super().__init__(data)
        choose(self, "to", [(person.pk, person.name) for person in people.staff() if person.pk != but])


class AsideForm(forms.Form):
    """The reason for which a payment has nothing to do with an invoice."""

    use_required_attribute = False
    why = Text(label=gettext_lazy("Why does it pay no invoice?"), max_length=500, rows=2)
