from __future__ import annotations

from dataclasses import dataclass

from wellkept.events.facts import Fact, inserts, updates

SUBJECTS = ("blueprint",)  # kinds of subject on which these events stand


@dataclass(frozen=True, kw_only=True)
class VersionApproved(Fact):
    type = "version_approved"
    allows = (
        inserts("blueprint"),
        updates("blueprint", "current_id"),
        inserts("blueprint_version"),
        inserts("stage_team"),
    )
    version: int
    title: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class ProcessOwnerNamed(Fact):
    """The process owner of a blueprint was named."""

    type = "process_owner_named"
    allows = (updates("blueprint", "process_owner_id"),)
    owner: int
