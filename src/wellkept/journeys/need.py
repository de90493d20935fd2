"""The need of a journey, and its start."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.refusal import Refusal, invalid


@dataclass(frozen=True, slots=True)
class Need:
    """A problem in the customer's own words, with what they said about budget and date."""

    words: str
    _: KW_ONLY
    budget: Decimal | None = None
    requested_for: datetime | None = None

    def refusal(self) -> Refusal | None:
        """Refuse a need without words."""
        if not self.words.strip():
            return invalid("need", _("What is the problem, in the customer's words?"))
        return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """The way on which a journey came to us: its channel and day, and the earlier journey or the message.

    Without `happened` it came just now. `number` was drawn (`draw_number`) and told to the customer before.
    `source` names the message.
    """

    channel: str = "page"
    happened: datetime | None = None
    came_from: int | None = None
    came_by: str = ""
    number: str | None = None
    source: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Start:
    """The start of our work: the owner and the blueprint, the first step, the seller, and whether it is confidential.

    Without an owner it is the person who opens it. The company has a blueprint and each stage a first step for
    journeys that name none. Without an entity, the one of the journey that it came from sells, else the usual one.
    """

    owner: int | None = None
    blueprint: str | None = None
    first_step: str | None = None
    entity: int | None = None
    confidential: bool = False


FIRST_CONTACT = Origin()
AS_USUAL = Start()
