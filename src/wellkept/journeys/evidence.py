"""The evidence of a trigger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from wellkept.journeys.models import EVIDENCE
from wellkept.kernel.refusal import Refusal, invalid
from wellkept.people.actor import Actor


@dataclass(frozen=True, slots=True)
class Evidence:
    """The way in which the customer gave a trigger: its kind, their words, the name they signed with, and the day.

    Without `happened` they gave it just now.
    """

    kind: str = "click"
    words: str = ""
    signed_name: str = ""
    happened: datetime | None = None

    def refusal(self, *, by: Actor) -> Refusal | None:
        """Refuse an unknown kind, and a click that is not the customer's own."""
        if self.kind not in EVIDENCE:
            return invalid("evidence", _("How did the customer say so?"))
        if self.kind == "click" and by.kind != "customer":
            return invalid("evidence", _("A click is the customer's own; write down how they told you."))
        if self.kind != "click" and by.kind == "customer":
            return invalid("evidence", _("What the customer does on their page is a click."))
        return None


CLICK = Evidence()
