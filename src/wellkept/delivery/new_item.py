"""An item as somebody enters it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.refusal import Refusal, invalid


@dataclass(frozen=True, kw_only=True)
class NewItem:
    """A thing or service at the customer's. Its place is the site of the journey, and its day today, unless named."""

    product: str
    serial: str = ""
    place: str = ""
    since: date | None = None
    line: int | None = None  # the key of the agreed line under whose terms it stands

    def refusal(self, *, today: date) -> Refusal | None:
        """Refuse an item that is nothing, and one that is still to come."""
        if not self.product.strip():
            return invalid("product", _("What is it?"))
        if self.since is not None and self.since > today:
            return invalid("since", _("It stands there from the day on which it was put in."))
        return None
