"""Bounces: reports that a mail of ours did not arrive (RFC 3464, and the prose of older servers)."""

from __future__ import annotations

import re
from email.message import Message

from wellkept.mail.bodies import content_of, inside, media_type
from wellkept.mail.headers import EMAIL, Fields, message_ids
from wellkept.mail.plain_text import decode, one_line
from wellkept.mail.values import Address, Bounce, FailedRecipient

QUOTED_ID = re.compile(r"^\s*message-id:\s*(<[^<>\s]{1,900}>)", re.IGNORECASE | re.MULTILINE)
SAYS_SO = re.compile(
    r"undeliver|delivery (?:status|failure|has failed)|returned mail|mail delivery failed|failure notice"
    r"|mail (?:is )?delayed|delayed mail|non-?delivery|could not be (?:sent|delivered)"
    r"|unzustellbar|nicht zugestellt|zustellung|non remis|no se pudo entregar|mancata consegna",
    re.IGNORECASE,
)
# A warning of delay. The mail may still arrive; otherwise another report follows.
STILL_TRIED = re.compile(
    r"\bdelay|still being retried|will (?:be|keep) (?:retr|try)|no need to resend|warning"
    r"|verz[öo]ger|wird weiter versucht|retard|retraso|noch nicht zugestellt",
    re.IGNORECASE,
)
RETURNED = {"message/rfc822", "message/rfc822-headers", "text/rfc822-headers"}
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")


def read(
    message: Message, sender: Address | None, subject: str, text: str, *, automatic: bool
) -> Bounce | None:
    """Parse a bounce; None if the mail is no bounce. A read receipt is none."""
    recipients: list[FailedRecipient] = []
    ids: dict[str, None] = {}
    reported = False
    for part in _all_parts(message):
        media = media_type(part)
        if media == "message/delivery-status":
            reported = True
            recipients += _recipients(part)
        elif media in RETURNED and part is not message:
            for message_id in _original_ids(part):
                ids[message_id] = None
    if not reported and not (automatic and _from_a_server(sender) and SAYS_SO.search(subject)):
        return None
    if not recipients and (status := STATUS.search(text)):
        named = EMAIL.search(text)
        action = "failed" if status[1].startswith("5") else "delayed"
        recipients = [
            FailedRecipient(named[0].lower() if named else "", action, status[1], one_line(text, 500))
        ]
    if not recipients and STILL_TRIED.search(subject):
        recipients = [FailedRecipient("", "delayed", "", one_line(text, 500))]
    for quoted_id in QUOTED_ID.findall(text[:200_000]):
        for message_id in message_ids([quoted_id]):
            ids[message_id] = None
    return Bounce(message_ids=tuple(ids)[:20], recipients=tuple(recipients[:50]))


def _all_parts(message: Message) -> list[Message]:
    """List the message and its parts at every depth, but not the inside of the returned mail."""
    parts: list[Message] = []
    waiting = [message]
    while waiting and len(parts) < 200:
        part = waiting.pop()
        parts.append(part)
        if media_type(part).startswith("multipart/"):
            waiting.extend(reversed(inside(part)))
    return parts


def _recipients(part: Message) -> list[FailedRecipient]:
    """Read the failed recipients of a delivery report."""
    recipients: list[FailedRecipient] = []
    for block in inside(part):
        fields = Fields(block)
        who = _address(fields.first("original-recipient")) or _address(fields.first("final-recipient"))
        if not who and "action" not in fields:
            continue
        status = STATUS.search(fields.first("status"))
        recipients.append(
            FailedRecipient(
                email=who,
                action=one_line(fields.first("action"), 20).lower(),
                status=status[1] if status else "",
                diagnostic=one_line(fields.first("diagnostic-code").partition(";")[2], 500),
            )
        )
    return recipients


def _address(field: str) -> str:
    """Find the mail address in a report field."""
    match = EMAIL.search(field.partition(";")[2] or field)
    return match[0].lower() if match else ""


def _original_ids(part: Message) -> tuple[str, ...]:
    """Find the Message-ID of the returned mail."""
    if inner := inside(part):
        return message_ids(Fields(inner[0]).all("message-id"))
    return message_ids(QUOTED_ID.findall(decode(content_of(part)[:100_000], None)[0]))


def _from_a_server(sender: Address | None) -> bool:
    """Whether the sender is a mail server."""
    name = sender.email.partition("@")[0] if sender else ""
    return name in {"", "mailer-daemon", "postmaster"} or name.startswith("microsoftexchange")
