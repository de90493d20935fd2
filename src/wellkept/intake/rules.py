"""Routing hints in the mail itself, and who may change a rule that sets aside. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from wellkept.intake.remarks import UNANSWERED, Remark
from wellkept.kernel import languages, number
from wellkept.kernel.refusal import Refusal, forbidden
from wellkept.mail import ParsedMail, letter_language
from wellkept.people.actor import Actor

_SPOKEN = re.compile(r"(?<![\d+/.,-])\d{4}[ .\u00a0\u2010-\u2013-]?\d{4,8}(?![\d]|[.,-]\d)")
BELIEVED = timedelta(days=3)  # how far back a mail's own date is believed


def cannot_change_rule(*, answerable: int | None, answers_for_all: bool, by: Actor) -> Refusal | None:
    """A rule is changed by the person who answers for it, or for the whole company."""
    if answers_for_all or by.as_staff() == answerable:
        return None
    return forbidden(_("Only the person who answers for the rule, or an administrator, can do this."))


def without_plus(address: str) -> str:
    """Drop a plus suffix: `office+48279163@…` is delivered to `office@…`."""
    name, at, domain = address.lower().rpartition("@")
    return name.split("+", 1)[0] + at + domain


def numbers_in_addresses(addresses: Iterable[str]) -> list[str]:
    """List numbers behind a plus in our addresses, each once."""
    behind = (address.rpartition("@")[0].partition("+")[2] for address in addresses)
    return list(dict.fromkeys(digits for part in behind if (digits := _exactly(part))))


def numbers_in(text: str) -> list[str]:
    """List numbers with a valid check digit in a text, in order, each once."""
    written = (match.group() for match in _SPOKEN.finditer(text[:20_000]))
    return list(dict.fromkeys(digits for run in written if (digits := number.parse(run))))


def _exactly(part: str) -> str | None:
    """Parse a whole text as a number."""
    digits = part.replace("-", "")
    return number.parse(digits) if digits.isdigit() else None


def happened(mail: ParsedMail, received: datetime) -> datetime:
    """Give the time of writing: the mail's date if plausible, else the arrival."""
    return told_at(mail.date, received)


def told_at(reported: datetime | None, received: datetime) -> datetime:
    """Give the reported time if plausible, else the arrival."""
    return reported if reported is not None and received - BELIEVED <= reported <= received else received


def sets_aside(kind: str, pattern: str, mail: ParsedMail) -> bool:
    """Whether a rule of this kind matches this mail."""
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
    """Draft the need: the new text, else the subject."""
    return (mail.new_text[:5000].strip() or mail.subject or "Somebody wrote, without words").strip()


def said(mail: ParsedMail) -> str:
    """Give the new text of a mail, for the record."""
    return mail.new_text[:50_000].strip() or "(without words)"


def marks(
    mail: ParsedMail, *, reused_id: bool, channel: str = "mail", by_colleague: bool = False
) -> list[Remark]:
    """List remarks that help a person to decide."""
    if channel == "call":
        return [["withheld"]] * (not mail.sender) + [[UNANSWERED]] * mail.unanswered
    if channel != "mail":
        return [["program"]] if mail.spam else []
    kinds = {
        "spam": mail.spam,
        "unconfirmed": mail.unconfirmed,
        "colleague": by_colleague,
        "bulk": mail.bulk or bool(mail.list_id),
        "automatic": mail.automatic,
        "reused_id": reused_id,
    }
    remarks = [[kind] for kind, holds in kinds.items() if holds]
    return remarks + [["defects", ", ".join(mail.defects[:6])]] * bool(mail.defects)


def due_from(arrived: datetime, hours: int) -> datetime:
    """Compute when an item must be looked at."""
    return arrived + timedelta(hours=hours)


def language_of(mail: ParsedMail, *, is_known: bool) -> str:
    """Tell the language of a message that we speak; empty if nothing shows it. A known customer's own record counts
    more than their mail program.
    """
    spoken = languages.complete()
    if mail.language in spoken:
        return mail.language
    language = letter_language.by_words(mail, spoken=spoken)
    if language is None and not is_known:
        return letter_language.by_program(mail, spoken=spoken)
    return language or ""
