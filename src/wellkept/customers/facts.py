from __future__ import annotations

from dataclasses import dataclass

from wellkept.events.facts import Fact, Personal, inserts, updates

SUBJECTS = ("customer",)  # kinds of subject on which these events stand


@dataclass(frozen=True, kw_only=True)
class CustomerAdded(Fact):
    type = "customer_added"
    allows = (inserts("customer"),)
    kind: str
    name: Personal[str]
    heard_of_us: str = ""
    heard_through: str = ""


@dataclass(frozen=True, kw_only=True)
class CustomerChanged(Fact):
    type = "customer_changed"
    allows = (
        updates(
            "customer",
            "kind",
            "name",
            "language",
            "time_zone",
            "country",
            "note",
            "heard_through",
            "heard_of_us",
        ),
    )
    what: list[str]


@dataclass(frozen=True, kw_only=True)
class ContactAdded(Fact):
    type = "contact_added"
    allows = (inserts("contact"),)
    contact: int
    name: Personal[str]


@dataclass(frozen=True, kw_only=True)
class ContactChanged(Fact):
    type = "contact_changed"
    allows = (
        updates(
            "contact",
            "name",
            "role",
            "email",
            "phone",
            "language",
            "channel",
            "time_zone",
            "quiet_from",
            "quiet_until",
            "active",
        ),
    )
    contact: int
    what: list[str]


@dataclass(frozen=True, kw_only=True)
class SiteAdded(Fact):
    type = "site_added"
    allows = (inserts("site"),)
    site: int
    address: Personal[str]


@dataclass(frozen=True, kw_only=True)
class ContactLeft(Fact):
    type = "contact_left"
    allows = (updates("contact", "active"),)
    contact: int
    why: Personal[str]


@dataclass(frozen=True, kw_only=True)
class ContactBack(Fact):
    type = "contact_back"
    allows = (updates("contact", "active"),)
    contact: int


@dataclass(frozen=True, kw_only=True)
class SiteChanged(Fact):
    type = "site_changed"
    allows = (updates("site", "street", "postcode", "city", "country", "label"),)
    site: int
    address: Personal[str]
    what: list[str]


@dataclass(frozen=True, kw_only=True)
class SiteClosed(Fact):
    type = "site_closed"
    allows = (updates("site", "closed_at"),)
    site: int
    address: Personal[str]
    why: str


@dataclass(frozen=True, kw_only=True)
class SiteOpenedAgain(Fact):
    type = "site_opened_again"
    allows = (updates("site", "closed_at"),)
    site: int
    address: Personal[str]


@dataclass(frozen=True, kw_only=True)
class LinkRevoked(Fact):
    type = "link_revoked"
    allows = (updates("personal_link", "revoked_at"),)
    on = ("customer", "journey")
    contact: int


@dataclass(frozen=True, kw_only=True)
class CustomerTakenBack(Fact):
    """A customer was imported by error. Every reference still resolves."""

    type = "customer_taken_back"
    allows = (updates("customer", "taken_back_at"),)
