"""Mail from a program instead of a mail server, and stored mail as plain values."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema, Status

from wellkept.api.authentication import INTAKE, READ, actor
from wellkept.api.times import Instant
from wellkept.intake import queries
from wellkept.intake.commands.routing import handle_at_once
from wellkept.intake.commands.store_mail import store
from wellkept.kernel.refusal import Refusal

router = Router(tags=["Intake"])
RAW = {
    "required": True,
    "content": {"message/rfc822": {"schema": {"type": "string", "format": "binary"}}},
}


class ReceivedOut(Schema):
    """The mail is stored. `repeat`: it had been stored before, and nothing changed."""

    message: int
    repeat: bool


class EnclosedOut(Schema):
    """An attachment, stored as a file."""

    name: str
    media_type: str
    size: int


class MessageOut(Schema):
    """A parsed mail. `html` is safe: no scripts, no remote content.

    `before` is the quoted history. `outcome` says where the mail ended, and is empty while it is being
    processed.
    """

    id: int
    received_at: Instant
    outcome: str
    sender: str
    sender_name: str
    subject: str
    said: str
    before: str
    html: str
    files: list[EnclosedOut]
    left_out: list[str]
    trouble: str


@router.get(
    "/messages/{id}",
    response=MessageOut,
    auth=READ,
    summary="What came in, as it reads",
)
def message(request: HttpRequest, id: int) -> MessageOut:
    """Return a message. One on a confidential journey only to its readers."""
    mail = queries.mail(id, by=actor(request))
    return MessageOut(
        id=mail.message,
        received_at=mail.received_at,
        outcome=mail.outcome,
        sender=mail.mail.sender.email if mail.mail.sender else "",
        sender_name=mail.mail.sender.name if mail.mail.sender else "",
        subject=mail.mail.subject,
        said=mail.mail.new_text,
        before=mail.mail.history,
        html=mail.mail.html,
        files=[EnclosedOut(name=p.name, media_type=p.media_type, size=p.size) for p in mail.files],
        left_out=list(mail.left_out),
        trouble=str(mail.trouble),
    )


@router.post(
    "/messages",
    response={200: ReceivedOut, 201: ReceivedOut},
    auth=INTAKE,
    summary="Hand in one mail (RFC 5322)",
    openapi_extra={"requestBody": RAW, "x-scope": "intake"},
)
def messages(
    request: HttpRequest,
    recipient: Annotated[str, Query(max_length=320, description="The envelope's recipient")] = "",
) -> Status[ReceivedOut]:
    """Store a mail, sent byte for byte in the body. It is stored before the answer.

    Message-ID and content identify a repeat, so no Idempotency-Key is needed.
    """
    raw = request.read()  # the server limits it, not the smaller limit of JSON bodies
    if not raw.strip():
        raise Refusal("empty_message", _("There is no mail in this request."), status=422)
    received = store(raw, recipient=recipient)
    if not received.repeat:
        handle_at_once(received.message)
    answer = ReceivedOut(message=received.message, repeat=received.repeat)
    return Status(200 if received.repeat else 201, answer)
