"""Terms of an agreement beside its lines: when it is billed, when it is paid, a deposit, and what silence means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.minor_units import rounded
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import Refusal, invalid
from wellkept.kernel.text import Text
from wellkept.orders.agreement_lines import TaxShare

if TYPE_CHECKING:
    from wellkept.entities.models import Entity

ON_AGREEMENT, ON_ACCEPTANCE, ON_DELIVERY = "agreement", "acceptance", "delivery"
BILL_ON: Final[Mapping[str, Text]] = {
    ON_AGREEMENT: _("when it is agreed"),
    ON_ACCEPTANCE: _("when you have accepted it"),
    ON_DELIVERY: _("as it is delivered, each part by itself"),
}
"""When an agreement is billed, as the customer reads it."""
WHEN_BILLED: Final[Mapping[str, Text]] = {
    ON_AGREEMENT: _("When it is agreed"),
    ON_ACCEPTANCE: _("When they have accepted it"),
    ON_DELIVERY: _("As it is delivered, each part by itself"),
}
"""The same, as colleagues read it."""
MOST_DAYS: Final = 365


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Terms of an agreement. What they leave out is as the seller usually has it.

    A deposit is a share of the net sum that is paid once, in percent, or an amount before tax. It is billed when the
    agreement is made. A share of zero says that there is none.
    """

    bill_on: str | None = None
    due_days: int | None = None
    deposit_share: Decimal | None = None
    deposit: Decimal | None = None
    deemed_days: int | None = None

    def refusal(self) -> Refusal | None:
        """Refuse terms that no agreement can have."""
        if self.bill_on is not None and self.bill_on not in BILL_ON:
            return invalid("bill_on", _("It is billed when it is agreed, accepted or delivered."))
        if self.due_days is not None and not 0 <= self.due_days <= MOST_DAYS:
            return invalid("due_days", _("An invoice is due within a year."))
        if not 0 <= (self.deposit_share or 0) <= 100:
            return invalid("deposit_share", _("A deposit is a part of the price."))
        if (self.deposit or 0) < 0:
            return invalid("deposit", _("A deposit is a part of the price."))
        if self.deposit_share and self.deposit:
            return invalid("deposit", _("A deposit is a share or an amount, not both."))
        if self.deemed_days is not None and self.deemed_days < 1:
            return invalid("deemed_days", _("A period after which silence counts has at least one day."))
        return None

    def of(self, seller: Entity) -> Terms:
        """Fill in what this seller usually has."""
        return replace(
            self,
            bill_on=seller.bill_on if self.bill_on is None else self.bill_on,
            due_days=seller.due_days if self.due_days is None else self.due_days,
            deposit_share=self.deposit_share if self.names_a_deposit else seller.deposit_share,
        )

    @property
    def names_a_deposit(self) -> bool:
        """Whether they say something about a deposit, be it that there is none."""
        return self.deposit_share is not None or self.deposit is not None

    def deposit_of(self, net: Decimal, currency: str) -> Decimal:
        """The deposit before tax, of this net sum. Raises a refusal if it is no part of it."""
        if self.deposit_share:
            return max(rounded(net * self.deposit_share / 100, currency), Decimal(0))
        amount = self.deposit or Decimal(0)
        if amount != rounded(amount, currency):
            raise invalid("deposit", _("This currency has fewer decimals."))
        if amount > max(net, Decimal(0)):
            raise invalid("deposit", _("A deposit is a part of the price."))
        return amount


USUAL: Final = Terms()


def text_of_terms(bill_on: str, due_days: int, deposit: Money) -> list[str]:
    """The terms of payment on the frozen page, in a format that never changes."""
    page = [f"Billed on: {bill_on}", f"Paid within: {due_days} days"]
    return [*page, f"Deposit on agreement: {deposit.plain()} before tax"] if deposit.amount else page


def deposit_parts(amounts: Sequence[TaxShare], deposit: Decimal, currency: str) -> list[TaxShare]:
    """Divide a deposit over the categories and rates of what is paid once, each in proportion, with its tax.

    The largest base takes what rounding leaves, so that the parts make exactly the deposit.
    """
    bases = sorted((share for share in amounts if share.base > 0), key=lambda share: share.base)
    whole = sum((share.base for share in bases), Decimal(0))
    left, parts = deposit, []
    for share in bases:
        is_last = share is bases[-1]
        part = left if is_last else rounded(deposit * share.base / whole, currency)
        left -= part
        if part:
            tax = rounded(part * share.rate / 100, currency)
            parts.append(TaxShare(share.category, share.rate, part, tax))
    return parts
