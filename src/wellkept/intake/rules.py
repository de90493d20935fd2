"""Where a mail belongs, as far as the mail itself says. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from wellkept.kernel import number
from wellkept.mail import ParsedMail

_SPOKEN = re.compile(r"(?<![\d+/.,-])\d{4}[ .\u00a0\u2010-\u2013-]?\d{4,8}(?![\d]|[.,-]\d)")
BELIEVED = timedelta(days=3)  # how far back a mail's own date is believed


def without_plus(address: str) -> str:
    """`office+48279163@…` is delivered to `office@…`."""
    name, at, domain = address.lower().rpartition("@")
    return name.split("+", 1)[0] + at + domain


def numbers_in_addresses(addresses: Iterable[str]) -> list[str]:
    """Numbers that stand behind a plus in an address of ours, each once."""
    behind = (address.rpartition("@")[0].partition("+")[2] for address in addresses)
    return list(dict.fromkeys(found for part in behind if (found := _exactly(part))))


def numbers_in(text: str) -> list[str]:
    """Numbers with a right check digit that somebody wrote, in their order, each once."""
    written = (match.group() for match in _SPOKEN.finditer(text[:20_000]))
    return list(dict.fromkeys(found for one in written if (found := number.parse(one))))


def _exactly(part: str) -> str | None:
    digits = part.replace("-", "")
    return number.parse(digits) if digits.isdigit() else None


def happened(mail: ParsedMail, received: datetime) -> datetime:
    """When they wrote: the mail's own date if it can be believed, else when it arrived."""
    return told_at(mail.date, received)


def told_at(said: datetime | None, received: datetime) -> datetime:
    """The instant that was told, if it can be believed, else that at which it arrived."""
    return said if said is not None and received - BELIEVED <= said <= received else received


def sets_aside(kind: str, pattern: str, mail: ParsedMail) -> bool:
    """Whether a rule of this kind speaks of this mail."""
    sender = (mail.sender.email or mail.sender.phone.lower()) if mail.sender else ""
    wanted = pattern.strip().lower()
    match kind:
        case "sender":
            return sender == wanted
        case "domain":
            domain = sender.rpartition("@")[2]
            return domain == wanted or domain.endswith(f".{wanted}")
        case "list":
            return bool(mail.list_id) and wanted in mail.list_id.lower()
        case "bulk":
            return mail.bulk
        case "spam":
            return mail.spam
        case _:
            return False


def need_of(mail: ParsedMail) -> str:
    """Their problem in their words: what they wrote, else what they called it."""
    return (mail.new_text[:5000].strip() or mail.subject or "Somebody wrote, without words").strip()


def said(mail: ParsedMail) -> str:
    """What they wrote this time, for the record."""
    return mail.new_text[:50_000].strip() or "(without words)"


def marks(mail: ParsedMail, *, reused_id: bool, channel: str = "mail") -> list[str]:
    """What somebody who decides about this should see at a glance."""
    if channel == "call":
        return [] if mail.sender else ["The number was withheld."]
    if channel != "mail":
        return ["It looks like the work of a program."] if mail.spam else []
    found = []
    if mail.spam:
        found.append("The mail server takes this for spam.")
    if mail.unconfirmed:
        found.append("The mail server could not confirm the sender.")
    if mail.bulk or mail.list_id:
        found.append("Sent to many.")
    if mail.automatic:
        found.append("Sent by a program.")
    if reused_id:
        found.append("Another mail came with the same Message-ID and other content.")
    if mail.defects:
        found.append(f"Not well formed: {', '.join(mail.defects[:6])}.")
    return found
