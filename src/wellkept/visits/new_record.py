"""A record of a visit as a device sends it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from wellkept.files.rules import PICTURES
from wellkept.kernel.refusal import Refusal, invalid
from wellkept.solutions.units import CODE
from wellkept.visits.record_kinds import COUNTED, KINDS, PICTURED, UNITS, WORDED

LONGEST = 4000
MOST = Decimal(100_000)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A photograph or a drawn signature."""

    name: str
    media_type: str
    content: bytes | Iterable[bytes]


@dataclass(frozen=True, kw_only=True)
class NewRecord:
    """One thing that was done at a visit. Whatever does not belong to its kind is left out.

    `key` is its own for ever: what is sent again under it is the same record. `seen` is the sequence of the visit that
    the device knew: if the visit was changed since, the record is kept beside it.
    """

    key: UUID
    kind: str
    seen: int
    happened: datetime | None = None
    words: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    serial: str = ""
    checked: str = ""
    picture: Picture | None = None

    @property
    def is_pictured(self) -> bool:
        return self.kind in PICTURED

    @property
    def amount(self) -> Decimal | None:
        """Quantity of what is counted, without zeros at its end."""
        if self.quantity is None or self.kind not in COUNTED:
            return None
        return Decimal(f"{self.quantity.normalize():f}")

    @property
    def unit_code(self) -> str:
        """The code of its unit; empty where nothing is counted."""
        return UNITS.get(self.kind, self.unit) if self.kind in COUNTED else ""

    def refusal(self) -> Refusal | None:
        """Refuse a record that says nothing, and a quantity that is none."""
        if self.kind not in KINDS:
            return invalid("kind", _("This cannot be recorded at a visit."))
        if len(self.words) > LONGEST or len(self.serial) > LONGEST:
            return invalid("words", _("This text is too long."))
        if self.kind in WORDED and not self.words.strip():
            return invalid("words", _("Who signs?") if self.kind == "signature" else _("What was done?"))
        if self.kind in COUNTED:
            return self._count_refusal()
        if self.kind in PICTURED and (self.picture is None or self.picture.media_type not in PICTURES):
            return invalid("picture", _("This is no picture that a browser shows."))
        return None

    def _count_refusal(self) -> Refusal | None:
        quantity = self.quantity
        if quantity is None or not quantity.is_finite() or not 0 < quantity < MOST:
            return invalid("quantity", _("How much is it?"))
        if quantity != round(quantity, 4):
            return invalid("quantity", _("Four decimals at most."))
        if not CODE.fullmatch(self.unit_code):
            return invalid("unit", _("In which unit?"))
        return None
