"""Events of merging, undoing and splitting customers."""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.events.facts import Fact, Personal, inserts, updates

SUBJECTS = ("customer",)  # kinds of subject on which these events stand

# Rows of a customer that become another's. Folded contacts and sites are hidden, and shown again.
MOVED = (
    updates("customer", "merged_into_id"),
    updates("contact", "customer_id", "active"),
    updates("site", "customer_id", "closed_at"),
    updates("statement", "customer_id"),
    updates("knowing", "customer_id"),
    updates("interview", "customer_id", "contact_id"),
    updates("interview_answer", "customer_id"),
    updates("interview_read_back", "customer_id"),
    updates("rhythm", "customer_id", "contact_id"),
    updates("meeting", "customer_id"),
    updates("key_customer", "customer_id"),
)


@dataclass(frozen=True, kw_only=True)
class CustomersMerged(Fact):
    """Recorded on both customers: `away` continues as `keep`."""

    type = "customers_merged"
    allows = (inserts("customer_merge"), *MOVED)
    merge: int
    away: int
    keep: int
    away_name: Personal[str]
    keep_name: Personal[str]


@dataclass(frozen=True, kw_only=True)
class MergeUndone(Fact):
    """Recorded on both customers and on the final one of `away`: `away` is separate again."""

    type = "merge_undone"
    allows = (updates("customer_merge", "undone_at", "undone_by_id"), *MOVED)
    merge: int
    away: int
    keep: int
    away_name: Personal[str]
    keep_name: Personal[str]


@dataclass(frozen=True, kw_only=True)
class ContinuesAsAnother(Fact):
    """Recorded on a customer who was merged into `away` before: the customer they continue as has changed."""

    type = "customer_continues_as"
    allows = (updates("customer", "merged_into_id"),)
    customer: int
    name: Personal[str]


@dataclass(frozen=True, kw_only=True)
class CustomerSplit(Fact):
    """Recorded on both customers: contacts, sites and journeys of `whole` became those of `part`."""

    type = "customer_split"
    allows = MOVED
    whole: int
    part: int
    whole_name: Personal[str]
    part_name: Personal[str]
    contacts: list[int]
    sites: list[int]
    journeys: list[int]


@dataclass(frozen=True, kw_only=True)
class CustomersToldApart(Fact):
    """Recorded on both customers: a person decided that they are not the same."""

    type = "customers_told_apart"
    first: int
    second: int
    first_name: Personal[str]
    second_name: Personal[str]


@dataclass(frozen=True, kw_only=True)
class JourneyChangedCustomer(Fact):
    """Recorded on a journey that belongs to another customer after a merge, an undo or a split.

    With `why` `stayed` (undo) or `kept` (split), its customer is the same; its contact or site is now the other
    customer's.
    """

    type = "journey_changed_customer"
    on = ("journey",)
    allows = (updates("journey", "customer_id", "contact_id", "site_id"),)
    customer: int
    customer_before: int
    why: str
    customer_name: Personal[str]
