"""Forms of invoices and payments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.billing.billable import Billable
from wellkept.billing.paid_money import PaidMoney
from wellkept.billing.rules import INVOICE_STEPS, PAYMENT_STEPS, Share
from wellkept.kernel import wording
from wellkept.kernel.money import Money, digits
from wellkept.kernel.text_fields import CodeField, LineField
from wellkept.kernel.wording import locale
from wellkept.orders.agreement_lines import title_of
from wellkept.orders.payment_terms import MOST_DAYS
from wellkept.people import queries as people
from wellkept.solutions.units import unit_in_words
from wellkept.ui.fields import FormData
from wellkept.web.form_fields import Ahead, Day, Text, choose
from wellkept.web.setup.views import currencies

if TYPE_CHECKING:
    from wellkept.billing.models import Payment
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


class AllocationForm(forms.Form):
    """The invoice that a payment pays, and how much of it."""

    use_required_attribute = False
    reference = CodeField(
        label=gettext_lazy("Which invoice?"),
        max_length=60,
        help_text=gettext_lazy(
            "Its number, its reference, or the journey's number with the suffix: 4827-9163/I1."
        ),
    )
    amount = forms.DecimalField(
        label=gettext_lazy("How much of it?"),
        required=False,
        max_digits=14,
        decimal_places=4,
        localize=False,
        help_text=gettext_lazy("Leave it empty for as much as fits."),
    )


class RefundForm(forms.Form):
    """The payment of ours that gave back what was paid too much."""

    use_required_attribute = False
    refund = forms.ChoiceField(label=gettext_lazy("By which payment was it given back?"))

    def __init__(self, data: FormData, *, refunds: Sequence[Payment]) -> None:
        super().__init__(data)
        choose(
            self, "refund", [(row.pk, f"{row.money} · {row.payer} · {row.day:%Y-%m-%d}") for row in refunds]
        )


class PlanForm(forms.Form):
    """The next step of a payment and its date."""

    use_required_attribute = False
    next_step = forms.ChoiceField(
        label=gettext_lazy("What happens next?"), choices=list(PAYMENT_STEPS.items())
    )
    due = Ahead(label=gettext_lazy("By when?"))
    note = LineField(label=gettext_lazy("Note"), required=False, max_length=500)


class InvoiceForm(forms.Form):
    """The quantities of agreed lines that an invoice bills, and the days until it is due."""

    use_required_attribute = False

    def __init__(self, data: FormData, *, lines: Sequence[Billable]) -> None:
        super().__init__(data)
        for item in lines:
            if item.is_open:
                self.fields[f"line_{item.line.pk}"] = _quantity_of(item)
        self.fields["due_days"] = forms.IntegerField(
            label=_("Days until it is due"),
            min_value=0,
            max_value=365,
            initial=lines[0].line.agreement.due_days,
        )

    @property
    def shares(self) -> list[Share]:
        """The shares that are more than nothing."""
        wanted = {
            int(name.removeprefix("line_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("line_") and value
        }
        return [Share(key, value) for key, value in wanted.items()]


class DepositForm(forms.Form):
    """The days until the invoice of a deposit is due."""

    use_required_attribute = False
    due_days = forms.IntegerField(
        label=gettext_lazy("Days until it is due"), min_value=0, max_value=MOST_DAYS
    )


def _quantity_of(item: Billable) -> forms.DecimalField:
    unit = unit_in_words(item.line.unit)
    hints = [f"{unit} · {wording.money(item.line.unit_price, item.currency)}"]
    if item.line.kind == "recurring" and item.period_from:
        hints.append(_("from %(day)s") % {"day": wording.full_day(item.period_from)})
    return forms.DecimalField(
        label=title_of(item.line),
        help_text=" · ".join(hints),
        required=False,
        max_digits=14,
        decimal_places=4,
        localize=False,
        initial=digits(item.quantity) if item.line.kind in ("once", "recurring") else None,
    )


class CreditForm(forms.Form):
    """The lines of an invoice that are credited, and the reason."""

    use_required_attribute = False
    lines = forms.MultipleChoiceField(
        label=gettext_lazy("Which lines?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    why = Text(label=gettext_lazy("Why is it credited?"), max_length=500, rows=2)

    def __init__(self, data: FormData, *, lines: Sequence[tuple[int, str]]) -> None:
        super().__init__(data, initial={"lines": [key for key, _words in lines]})
        choose(self, "lines", lines)

    @property
    def chosen(self) -> list[int]:
        """Keys of the chosen lines."""
        return [int(key) for key in self.cleaned_data["lines"]]


class InvoicePlanForm(forms.Form):
    """The next step of an invoice and its date."""

    use_required_attribute = False
    next_step = forms.ChoiceField(
        label=gettext_lazy("What happens next?"), choices=list(INVOICE_STEPS.items())
    )
    due = Ahead(label=gettext_lazy("By when?"))


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
