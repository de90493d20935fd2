"""Quantities of agreed lines: what was delivered, what is open, and what one part brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.money import digits
from wellkept.kernel.refusal import Refusal, invalid
from wellkept.kernel.text import fill
from wellkept.orders.agreement_lines import ONCE, RECURRING, title_of

if TYPE_CHECKING:
    from wellkept.orders.models import AgreementLine

PLACES = 4  # decimals of a quantity


@dataclass(frozen=True)
class LineQuantity:
    """An agreed line, and how much of it was delivered."""

    line: AgreementLine
    delivered: Decimal

    @property
    def title(self) -> str:
        """The first line of its words."""
        return title_of(self.line)

    @property
    def has_parts(self) -> bool:
        """Whether it is delivered at all: it neither recurs nor takes something off."""
        return self.line.kind != RECURRING and self.line.quantity >= 0

    @property
    def most(self) -> Decimal | None:
        """The most that can be delivered. None: what is counted later, without a ceiling."""
        return self.line.quantity if self.line.kind == ONCE else self.line.ceiling

    @property
    def left(self) -> Decimal | None:
        """The quantity that can still be delivered, if there is a bound."""
        return None if self.most is None else self.most - self.delivered

    @property
    def open(self) -> Decimal:
        """The quantity that is owed. Of what is counted later nothing is: it is done as it is needed."""
        if self.line.kind != ONCE or not self.has_parts:
            return Decimal(0)
        return self.line.quantity - self.delivered


def everything_open(quantities: Sequence[LineQuantity]) -> dict[int, Decimal]:
    """The open quantity of each line that has one, by the key of the line."""
    return {row.line.pk: row.open for row in quantities if row.open > 0}


def is_everything(quantities: Sequence[LineQuantity], part: Mapping[int, Decimal]) -> bool:
    """Whether nothing is open any more with this part."""
    return all(row.open <= part.get(row.line.pk, 0) for row in quantities)


def cannot_be_a_part(quantities: Sequence[LineQuantity], part: Mapping[int, Decimal]) -> Refusal | None:
    """Refuse lines of another agreement, what recurs, and more than is left."""
    lines = {row.line.pk: row for row in quantities}
    if not part and everything_open(quantities):
        return invalid("lines", _("Which lines were delivered?"))
    for key, quantity in part.items():
        row = lines.get(key)
        if row is None:
            return invalid("lines", _("There is no such line in the agreement."))
        if not row.has_parts:
            return invalid("lines", fill(_("“%(words)s” is not delivered in parts."), words=row.title))
        if quantity <= 0 or round(quantity, PLACES) != quantity:
            return invalid("lines", fill(_("How many of “%(words)s” were delivered?"), words=row.title))
        if row.left is not None and quantity > row.left:
            return Refusal(
                "no_more_is_delivered_than_was_agreed",
                fill(
                    _("Of “%(words)s” at most %(most)s can be delivered."),
                    words=row.title,
                    most=digits(row.left),
                ),
                law=10,
                field="lines",
                instead=_("Somebody may have recorded it meanwhile: look at what was delivered."),
            )
    return None
