"""Mail as it came, handed in by a program instead of a mail server."""

from __future__ import annotations

import logging
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status

from wellkept.api.keys import INTAKE
from wellkept.api.problems import Problem
from wellkept.api.writing import PROBLEMS
from wellkept.intake.commands.handling import handle
from wellkept.intake.commands.receiving import store
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
