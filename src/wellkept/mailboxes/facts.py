"""Events of the addresses at which we receive, and of the accounts that we read."""

from __future__ import annotations

from dataclasses import dataclass

from wellkept.events.facts import Fact, Personal, inserts, updates

SUBJECTS = ("team",)  # kinds of subject on which these events stand


@dataclass(frozen=True, kw_only=True)
class MailboxSet(Fact):
    """Recorded on the team: an address at which it receives."""

    type = "mailbox_set"
    allows = (
        inserts("mailbox"),
        updates("mailbox", "team_id", "standing_id", "opens", "blueprint", "hours", "active"),
    )
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
    allows = (
        inserts("mail_account"),
        updates(
            "mail_account",
            "address",
            "host",
            "port",
            "encryption",
            "login",
            "proof",
            "authorize_url",
            "token_url",
            "client_id",
            "scope",
            "folder",
            "takes",
            "afterwards",
            "moved_to",
            "mailbox_id",
            "state",
            "changed_at",
        ),
    )
    account: int
    address: Personal[str]
    host: str
    folder: str
    takes: str
    afterwards: str
    state: str
    new_secret: bool
