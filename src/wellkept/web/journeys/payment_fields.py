"""The terms of payment in a form: when it is billed, within how many days it is paid, and a deposit."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.kernel.money import plain
from wellkept.kernel.text_fields import CodeField
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
    deposit = CodeField(
        label=gettext_lazy("Deposit"),
        help_text=gettext_lazy("Billed when it is agreed: a share like 30 %, or an amount before tax."),
        max_length=20,
        required=False,
    )

    def clean(self) -> Cleaned:
        """Read a deposit as its share and its amount."""
        values: Cleaned = super().clean() or {}
        text = "".join(values.get("deposit", "").split())
        number = text.removesuffix("%")
        if number.count(",") == 1 and "." not in number:
            number = number.replace(",", ".")
        try:
            amount = Decimal(number or "0")
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite() or "e" in text.lower() or "_" in text:
            self.add_error("deposit", _("Write it like 30 % or 1250.00."))
        values["deposit"] = (amount, Decimal(0)) if text.endswith("%") else (Decimal(0), amount)
        return values


def terms_from(values: Cleaned, *, deemed_days: int | None = None) -> Terms:
    """The terms that were typed."""
    share, amount = values["deposit"]
    return Terms(
        bill_on=values["bill_on"] or None,
        due_days=values["due_days"],
        deposit_share=share,
        deposit=amount,
        deemed_days=deemed_days,
    )


def typed_terms(row: Agreement | Quote) -> dict[str, object]:
    """The terms of an agreement or a quote as somebody would type them."""
    share = getattr(row, "deposit_share", None)
    amount = getattr(row, "deposit", None) or getattr(row, "deposit_net", None)
    deposit = f"{share.normalize():f} %" if share else plain(amount) if amount else ""
    return {"bill_on": row.bill_on, "due_days": row.due_days, "deposit": deposit}
