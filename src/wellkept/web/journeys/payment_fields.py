"""The terms of payment in a form: when it is billed, and within how many days it is paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy

from wellkept.orders.payment_terms import MOST_DAYS, WHEN_BILLED, Terms
from wellkept.ui.fields import Cleaned

if TYPE_CHECKING:
    from wellkept.orders.models import Agreement, Quote


class PaymentFields(forms.Form):
    """Fields of the terms of payment."""

    bill_on = forms.ChoiceField(
        label=gettext_lazy("It is billed"), choices=list(WHEN_BILLED.items()), required=False
    )
    due_days = forms.IntegerField(
        label=gettext_lazy("Days to pay"),
        help_text=gettext_lazy("From the invoice on."),
        min_value=0,
        max_value=MOST_DAYS,
        required=False,
    )


def terms_from(values: Cleaned, *, deemed_days: int | None = None) -> Terms:
    """The terms that were typed."""
    return Terms(bill_on=values["bill_on"] or None, due_days=values["due_days"], deemed_days=deemed_days)


def typed_terms(row: Agreement | Quote) -> dict[str, object]:
    """The terms of an agreement or a quote as somebody would type them."""
    return {"bill_on": row.bill_on, "due_days": row.due_days}
