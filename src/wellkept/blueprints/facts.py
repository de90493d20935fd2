from __future__ import annotations

from dataclasses import dataclass

from wellkept.events.facts import Fact


@dataclass(frozen=True, kw_only=True)
class VersionApproved(Fact):
    type = "version_approved"
    version: int
    title: str
    digest: str
