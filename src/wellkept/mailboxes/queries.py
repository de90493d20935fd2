"""The addresses at which we receive, and the accounts that we read."""

from __future__ import annotations

from datetime import datetime

from wellkept.mailboxes.models import Account, Mailbox


def mailboxes() -> list[Mailbox]:
    """List the addresses at which we receive."""
    return list(Mailbox.objects.select_related("team", "standing").order_by("address"))


def accounts() -> list[Account]:
    """List the accounts at providers, with how far each is read."""
    rows = Account.objects.exclude(state="removed").select_related("reading", "mailbox")
    return list(rows.order_by("address", "pk"))


def accounts_to_read() -> dict[int, datetime]:
    """Find the accounts to read, with the time of their last change."""
    return dict(Account.objects.filter(state="reading").values_list("pk", "changed_at"))


def accounts_in_trouble() -> list[Account]:
    """List the accounts that should be read and cannot be."""
    return [account for account in accounts() if account.state == "reading" and account.reading.trouble]
