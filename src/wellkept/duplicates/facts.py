from __future__ import annotations

from dataclasses import dataclass

from wellkept.events.facts import Fact, Personal


@dataclass(frozen=True, kw_only=True)
class CustomersMerged(Fact):
    """On both: `away` goes on as `keep`."""

    type = "customers_merged"
    merge: int
    away: int
    keep: int
    away_name: Personal[str]
    keep_name: Personal[str]


@dataclass(frozen=True, kw_only=True)
class MergeUndone(Fact):
    """On both, and on whoever `away` went on as in the end: they stand by themselves again."""

    type = "merge_undone"
    merge: int
    away: int
    keep: int
    away_name: Personal[str]
    keep_name: Personal[str]


@dataclass(frozen=True, kw_only=True)
class WentAlong(Fact):
    """On a customer who was merged before, or stood there before: who they go on as is another now."""

    type = "customer_goes_on_as"
    customer: int
    name: Personal[str]


@dataclass(frozen=True, kw_only=True)
class CustomerSplit(Fact):
    """On both: contacts, sites and journeys of `whole` became those of `part`."""

    type = "customer_split"
    whole: int
    part: int
    whole_name: Personal[str]
    part_name: Personal[str]
    contacts: list[int]
    sites: list[int]
    journeys: list[int]


@dataclass(frozen=True, kw_only=True)
class CustomersToldApart(Fact):
    """On both: somebody said that they are not the same."""

    type = "customers_told_apart"
    first: int
    second: int
    first_name: Personal[str]
    second_name: Personal[str]


@dataclass(frozen=True, kw_only=True)
class JourneyWentAlong(Fact):
    """On a journey: it is of another customer now, since two were merged, undone or split.

    Or (`stayed`) of the same, and spoke with a contact who is another customer's again.
    """

    type = "journey_went_along"
    customer: int
    customer_before: int
    why: str
    customer_name: Personal[str]
