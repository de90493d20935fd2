"""Invoices as their customer reads them: what is open, how to pay it, and the code that a banking app scans."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from wellkept.billing.how_to_pay import payment_code, reference_of
from wellkept.billing.queries import invoices_of, open_amounts

if TYPE_CHECKING:
    from wellkept.billing.models import Invoice

_SIZE = re.compile(r'width="(\d+)" height="(\d+)"')


@dataclass(frozen=True)
class Bill:
    """An issued invoice or credit note, and what is open of it."""

    row: Invoice
    open: Decimal

    @property
    def to_pay(self) -> bool:
        """Whether the customer still has to pay something."""
        return self.row.kind != "credit" and self.open > 0

    @property
    def reference(self) -> str:
        """The reference to pay with, in groups of four."""
        return reference_of(self.row)

    @property
    def code(self) -> SafeString:
        """The payment code, drawn; empty where a banking app could not pay by it."""
        drawn = payment_code(self.row, self.open) if self.to_pay else ""
        return SafeString(
            _SIZE.sub(r'viewBox="0 0 \1 \2"', drawn, count=1)
        )  # no size of its own: the page has one


def bills(journey: int) -> list[Bill]:
    """The issued invoices and credit notes of a journey, in their order."""
    rows = [row for row in invoices_of(journey) if row.state == "issued"]
    amounts = open_amounts([row.pk for row in rows]) if rows else {}
    return [Bill(row, amounts[row.pk]) for row in rows]
