"""The terms of payment in a form: when it is billed, within how many days it is paid, and the deposit."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy

from wellkept.kernel.money import digits
from wellkept.orders.payment_terms import MOST_DAYS, WHEN_BILLED, Terms
from wellkept.ui.fields import Cleaned
from wellkept.web.form_fields import deposit_share_field

if TYPE_CHECKING:
    from wellkept.entities.models import Entity
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
    deposit_share = deposit_share_field()


class AmountOfDeposit(forms.Form):
    """Field of a deposit that is an amount, in place of a share."""

    deposit = forms.DecimalField(
        label=gettext_lazy("Or an amount as deposit"),
        help_text=gettext_lazy("Before tax."),
        min_value=0,
        max_digits=14,
        decimal_places=4,
        localize=False,
        required=False,
    )


def terms_from(values: Cleaned, *, deemed_days: int | None = None) -> Terms:
    """The terms that were typed. Where nothing was, there is no deposit."""
    return Terms(
        bill_on=values["bill_on"] or None,
        due_days=values["due_days"],
        deposit_share=values["deposit_share"] or Decimal(0),
        deposit=values.get("deposit"),
        deemed_days=deemed_days,
    )


def typed_terms(row: Agreement | Quote | Entity) -> dict[str, object]:
    """The terms of an agreement, a quote or a seller as somebody would type them. An agreed deposit is an amount."""
    share = getattr(row, "deposit_share", None)
    amount = getattr(row, "deposit_net", None)
    return {
        "bill_on": row.bill_on,
        "due_days": row.due_days,
        "deposit_share": digits(share) if share else None,
        "deposit": digits(amount) if amount else None,
    }
