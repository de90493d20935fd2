"""Findings about one invoice, and the verdict that gathers them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from wellkept.kernel.text import Text


class Severity(Enum):
    """Weight of a finding. Only an error stands against the issue."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: the rule that names it, its weight, its place, and the fault in plain words."""

    rule: str
    severity: Severity
    place: str
    words: Text
    source: str
    """Check that found it: a schema, a published set of rules, or our own."""


@dataclass(frozen=True, slots=True)
class CheckDone:
    """Check that was made, with the version of the package that holds it."""

    name: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class CheckLeftOut:
    """Check that belongs to the profile and was not made, with the reason."""

    name: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Result of all checks of one document. The digest says of which bytes."""

    digest: str
    """SHA-256 of the bytes, in hexadecimal."""
    profile: str
    findings: tuple[Finding, ...]
    done: tuple[CheckDone, ...]
    left_out: tuple[CheckLeftOut, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Findings that stand against the issue."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)

    @property
    def no_errors_found(self) -> bool:
        """Whether no check that was made found an error. Says nothing of checks that were left out."""
        return not self.errors

    @property
    def complete(self) -> bool:
        """Whether every check of the profile was made."""
        return not self.left_out
