"""Events of the addresses at which we receive, and of the accounts that we read."""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.events.facts import Fact, Personal

SUBJECTS = ("team",)  # kinds of subject on which these events stand


@dataclass(frozen=True, kw_only=True)
class MailboxSet(Fact):
    """Recorded on the team: an address at which it receives."""

    type = "mailbox_set"
    address: str
    opens: bool
    standing: int | None
    active: bool


@dataclass(frozen=True, kw_only=True)
class AccountSet(Fact):
    """Recorded on the company: a mailbox at a provider is read from now on, read differently, or no longer
    read.
    """

    type = "account_set"
    on = ("company",)
    account: int
    address: Personal[str]
    host: str
    folder: str
    takes: str
    afterwards: str
    state: str
    new_secret: bool
