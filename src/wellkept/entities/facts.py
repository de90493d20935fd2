"""Events of an entity, each on its own subject."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from wellkept.entities.letterhead import DETAILS
from wellkept.events.facts import Fact, inserts, updates

SUBJECTS = ("entity",)  # kinds of subject on which these events stand


@dataclass(frozen=True, kw_only=True)
class EntityAdded(Fact):
    type = "entity_added"
    allows = (inserts("entity"),)
    name: str
    usual: bool
    details: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class EntityChanged(Fact):
    """Details were changed: the new values by their names."""

    type = "entity_changed"
    allows = (updates("entity", *DETAILS),)
    now: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class UsualEntitySet(Fact):
    """From now on this entity is the usual one, or no longer is."""

    type = "usual_entity_set"
    allows = (updates("entity", "usual"),)
    usual: bool


@dataclass(frozen=True, kw_only=True)
class UsualTermsSet(Fact):
    """New agreements begin with these terms of payment."""

    type = "usual_terms_set"
    allows = (updates("entity", "bill_on", "due_days", "deposit_share"),)
    bill_on: str
    due_days: int
    deposit_share: Decimal


@dataclass(frozen=True, kw_only=True)
class EntityEnded(Fact):
    type = "entity_ended"
    allows = (updates("entity", "ended_at"),)
    why: str


@dataclass(frozen=True, kw_only=True)
class EntityTakenUpAgain(Fact):
    type = "entity_taken_up_again"
    allows = (updates("entity", "ended_at"),)


@dataclass(frozen=True, kw_only=True)
class AccountAdded(Fact):
    type = "account_added"
    allows = (inserts("bank_account"), updates("bank_account", "preferred"))
    account: int
    iban: str
    preferred: bool
    details: dict[str, str]  # holder, BIC, bank and currency


@dataclass(frozen=True, kw_only=True)
class AccountPreferred(Fact):
    """Papers in its currency name this account from now on."""

    type = "account_preferred"
    allows = (updates("bank_account", "preferred"),)
    account: int
    iban: str


@dataclass(frozen=True, kw_only=True)
class AccountClosed(Fact):
    type = "account_closed"
    allows = (updates("bank_account", "closed_at", "preferred"),)
    account: int
    iban: str


@dataclass(frozen=True, kw_only=True)
class LogoChosen(Fact):
    """Papers show this picture from now on, or none."""

    type = "logo_chosen"
    allows = (updates("entity", "logo_id"),)
    file: int | None
    sha256: str | None


@dataclass(frozen=True, kw_only=True)
class PaperTextSet(Fact):
    """Papers of this kind say this in this language from now on; an empty text is the one that we suggest."""

    type = "paper_text_set"
    allows = (inserts("paper_text"), updates("paper_text", "opening", "closing"))
    text: int
    kind: str
    language: str
    opening: str
    closing: str
