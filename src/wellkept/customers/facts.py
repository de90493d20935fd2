from __future__ import annotations

from dataclasses import dataclass

from wellkept.events.facts import Fact, Personal

SUBJECTS = ("customer",)  # kinds of subject on which these events stand


@dataclass(frozen=True, kw_only=True)
class CustomerAdded(Fact):
    type = "customer_added"
    kind: str
    name: Personal[str]
    heard_of_us: str = ""
    heard_through: str = ""


@dataclass(frozen=True, kw_only=True)
class CustomerChanged(Fact):
    type = "customer_changed"
    what: list[str]


@dataclass(frozen=True, kw_only=True)
class ContactAdded(Fact):
    type = "contact_added"
    contact: int
    name: Personal[str]


@dataclass(frozen=True, kw_only=True)
class ContactChanged(Fact):
    type = "contact_changed"
    contact: int
    what: list[str]


@dataclass(frozen=True, kw_only=True)
class SiteAdded(Fact):
    type = "site_added"
    site: int
    address: Personal[str]


@dataclass(frozen=True, kw_only=True)
class ContactLeft(Fact):
    type = "contact_left"
    contact: int
    why: Personal[str]


@dataclass(frozen=True, kw_only=True)
class ContactBack(Fact):
    type = "contact_back"
    contact: int


@dataclass(frozen=True, kw_only=True)
class SiteChanged(Fact):
    type = "site_changed"
    site: int
    address: Personal[str]
    what: list[str]


@dataclass(frozen=True, kw_only=True)
class SiteClosed(Fact):
    type = "site_closed"
    site: int
    address: Personal[str]
    why: str


@dataclass(frozen=True, kw_only=True)
class SiteOpenedAgain(Fact):
    type = "site_opened_again"
    site: int
    address: Personal[str]


@dataclass(frozen=True, kw_only=True)
class LinkRevoked(Fact):
    type = "link_revoked"
    on = ("customer", "journey")
    contact: int


@dataclass(frozen=True, kw_only=True)
class CustomerTakenBack(Fact):
    """A customer was imported by error. Every reference still resolves."""

    type = "customer_taken_back"
