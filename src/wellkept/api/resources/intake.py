"""Mail, handed in by a program instead of a mail server, and read again as plain values."""

from __future__ import annotations

import logging
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status

from wellkept.api.idempotent import PROBLEMS
from wellkept.api.keys import INTAKE, READ, actor
from wellkept.api.problems import Problem
from wellkept.api.responses import Instant
from wellkept.intake import queries
from wellkept.intake.commands.routing import handle
from wellkept.intake.commands.store_mail import store
from wellkept.kernel.refusal import Refusal

log = logging.getLogger("wellkept.api")
router = Router(tags=["Intake"])
RAW = {
    "required": True,
    "content": {"message/rfc822": {"schema": {"type": "string", "format": "binary"}}},
}


class ReceivedOut(Schema):
    """Stored for good. `repeat`: the same mail had been stored before, and nothing was changed."""

    message: int
    repeat: bool


class EnclosedOut(Schema):
    """What came with it, and is kept as a paper."""

    name: str
    media_type: str
    size: int


class MessageOut(Schema):
    """A mail, as far as it can be read. `html` holds nothing that could act, fetch or ask; `before` is what their
    program put below (or above) their words. `outcome`: where it ended, empty while it is on its way there."""

    id: int
    received_at: Instant
    outcome: str
    sender: str
    sender_name: str
    subject: str
    said: str
    before: str
    html: str
    papers: list[EnclosedOut]
    left_out: list[str]
    trouble: str


@router.get(
    "/messages/{id}",
    response={200: MessageOut, PROBLEMS: Problem},
    auth=READ,
    summary="What came in, as it reads",
)
def message(request: HttpRequest, id: int) -> MessageOut:
    """Of a confidential journey, for its readers only."""
    found = queries.mail(id, by=actor(request))
    return MessageOut(
        id=found.message,
        received_at=found.received_at,
        outcome=found.outcome,
        sender=found.mail.sender.email if found.mail.sender else "",
        sender_name=found.mail.sender.name if found.mail.sender else "",
        subject=found.mail.subject,
        said=found.mail.new_text,
        before=found.mail.history,
        html=found.mail.html,
        papers=[EnclosedOut(name=p.name, media_type=p.media_type, size=p.size) for p in found.papers],
        left_out=list(found.left_out),
        trouble=found.trouble,
    )


@router.post(
    "/messages",
    response={200: ReceivedOut, 201: ReceivedOut, PROBLEMS: Problem},
    auth=INTAKE,
    summary="Hand in one mail (RFC 5322)",
    openapi_extra={"requestBody": RAW, "x-scope": "intake"},
)
def messages(
    request: HttpRequest,
    recipient: Annotated[str, Query(max_length=320, description="The envelope's recipient")] = "",
) -> Status[ReceivedOut]:
    """The body is the mail, byte for byte. It is stored before it is answered, and its own Message-ID and content
    are what makes a repeat a repeat: no Idempotency-Key is needed."""
    raw = request.body
    if not raw.strip():
        raise Refusal("empty_message", "There is no mail in this request.", status=422)
    received = store(raw, recipient=recipient)
    if not received.repeat:
        try:
            handle(received.message)
        except Exception:  # it is stored; the worker will handle it
            log.exception("Message %s is stored and not handled yet", received.message)
    answer = ReceivedOut(message=received.message, repeat=received.repeat)
    return Status(200 if received.repeat else 201, answer)
