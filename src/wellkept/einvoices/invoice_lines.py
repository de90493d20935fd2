"""Lines of an invoice with their prices and taxes, and allowances and charges (EN 16931)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from wellkept.einvoices.invoice_parties import Identifier


class TaxCategory(StrEnum):
    """VAT category by the code of UNTDID 5305: BT-95, BT-102, BT-118, BT-151."""

    STANDARD = "S"
    ZERO_RATED = "Z"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    INTRA_COMMUNITY = "K"
    EXPORT = "G"
    OUTSIDE_SCOPE = "O"
    CANARY_ISLANDS = "L"
    CEUTA_MELILLA = "M"


WITHOUT_TAX = frozenset(TaxCategory) - {
    TaxCategory.STANDARD,
    TaxCategory.CANARY_ISLANDS,
    TaxCategory.CEUTA_MELILLA,
}
"""Categories whose tax is nothing."""

USUAL_REASON_CODES = {
    TaxCategory.REVERSE_CHARGE: "VATEX-EU-AE",
    TaxCategory.INTRA_COMMUNITY: "VATEX-EU-IC",
    TaxCategory.EXPORT: "VATEX-EU-G",
    TaxCategory.OUTSIDE_SCOPE: "VATEX-EU-O",
}
"""Code of the VATEX list that says why there is no tax, where the category leaves only one."""


@dataclass(frozen=True, slots=True)
class Tax:
    """VAT on a line, an allowance or a charge: BG-30. The rate is in percent and absent outside the scope of VAT."""

    category: TaxCategory
    rate: Decimal | None
    reason: str = ""
    """Reason for an exemption, in words: BT-120."""
    reason_code: str = ""
    """Reason for an exemption, as a code of the VATEX list: BT-121."""

    @classmethod
    def standard(cls, rate: Decimal) -> Tax:
        """Return VAT at this rate."""
        return cls(TaxCategory.STANDARD, rate)

    @classmethod
    def none(cls, category: TaxCategory, reason: str = "", reason_code: str = "") -> Tax:
        """Return a tax of nothing, with the category's usual reason if none is given."""
        rate = None if category is TaxCategory.OUTSIDE_SCOPE else Decimal(0)
        if not reason and not reason_code:
            reason_code = USUAL_REASON_CODES.get(category, "")
        return cls(category, rate, reason, reason_code)


@dataclass(frozen=True, slots=True)
class Period:
    """Time that an invoice or a line is about: BG-14, BG-26. One end may be open."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """Allowance or charge: BG-20 and BG-21 of the document, BG-27 and BG-28 of a line.

    `amount` is what counts. `percent` of `base` only explains it.
    """

    amount: Decimal
    is_charge: bool = False
    reason: str = ""
    """Reason in words: BT-97, BT-104, BT-139, BT-144."""
    reason_code: str = ""
    """Reason as a code of UNTDID 5189 (allowance) or 7161 (charge): BT-98, BT-105, BT-140, BT-145."""
    percent: Decimal | None = None
    base: Decimal | None = None
    tax: Tax | None = None
    """VAT on an allowance or charge of the document. On a line it follows the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """Price of an item without VAT: BG-29."""

    net: Decimal
    """Price after its discount: BT-146."""
    discount: Decimal = Decimal(0)
    """Discount that is already taken off: BT-147. The gross price (BT-148) is the net price and the discount."""
    per: Decimal = Decimal(1)
    """Number of units that the price is for: BT-149."""

    def __post_init__(self) -> None:
        if self.per <= 0:
            raise ValueError("A price is for more than nothing.")

    @property
    def gross(self) -> Decimal:
        """Price before the discount: BT-148."""
        return self.net + self.discount


@dataclass(frozen=True, slots=True)
class Classification:
    """Class of an item in a list such as UNSPSC (`TST`) or CPV (`STI`): BT-158."""

    code: str
    scheme: str
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Good or service: BG-31."""

    name: str
    """Name: BT-153."""
    description: str = ""
    """Description: BT-154."""
    sellers_id: str = ""
    """Number that the seller gives it: BT-155."""
    buyers_id: str = ""
    """Number that the buyer gives it: BT-156."""
    standard_id: Identifier | None = None
    """Number in a public scheme: BT-157."""
    classifications: tuple[Classification, ...] = ()
    origin_country: str = ""
    """Country of origin: BT-159."""
    attributes: tuple[tuple[str, str], ...] = ()
    """Attributes by name and value: BG-32."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Line of an invoice: BG-25."""

    id: str
    """Identifier in this invoice: BT-126."""
    quantity: Decimal
    """Quantity: BT-129. Negative where something is taken back."""
    unit: str
    """Unit by the code of UN/ECE Recommendation 20: BT-130. `H87` is a piece, `HUR` an hour."""
    item: Item
    price: Price
    tax: Tax
    note: str = ""
    """Note: BT-127."""
    object_id: Identifier | None = None
    """Object that the line is about, such as a meter: BT-128."""
    order_line: str = ""
    """Line of the buyer's purchase order: BT-132."""
    accounting: str = ""
    """Buyer's accounting reference: BT-133."""
    period: Period | None = None
    adjustments: tuple[Adjustment, ...] = ()
