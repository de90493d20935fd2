from __future__ import annotations

from dataclasses import dataclass

from wellkept.events.facts import Fact, Personal, updates

SUBJECTS = ("journey",)  # kinds of subject on which these events stand


@dataclass(frozen=True, kw_only=True)
class Delivered(Fact):
    type = "delivered"
    said: Personal[str]


@dataclass(frozen=True, kw_only=True)
class Accepted(Fact):
    type = "accepted"
    allows = (updates("journey", "accepted_at"),)
    defects: int
    signed_name: Personal[str]
    said: Personal[str] = ""

    @property
    def proof(self) -> str:
        return self.signed_name


@dataclass(frozen=True, kw_only=True)
class Rejected(Fact):
    type = "rejected"
    said: Personal[str]
