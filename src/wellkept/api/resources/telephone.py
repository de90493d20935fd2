"""Calls from a telephone system, and messages of other channels: stored before they are answered."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import BeforeValidator, ConfigDict, Field, StrictInt

from wellkept.api.authentication import INTAKE
from wellkept.api.requests import Flag, Line, Said, Words
from wellkept.api.times import Moment
from wellkept.intake.calls_and_forms import Call
from wellkept.intake.calls_and_forms import Words as Wrote
from wellkept.intake.commands.store_other import take_call, take_message
from wellkept.intake.queries import Landed, where
from wellkept.kernel.characters import storable

router = Router(tags=["Intake"])
Written = Annotated[str, BeforeValidator(lambda text: storable(text) if isinstance(text, str) else text)]
Short = Annotated[Written, Field(max_length=500)]
Own = Annotated[Line, Field(min_length=1, max_length=200)]


class NewCall(Said):
    """One call, sent once, when it is over."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "1762941600.417",
                    "caller": "+49 351 8888 17",
                    "called": "+49 351 555 0",
                    "team": "Support",
                    "at": "2026-11-12T10:00:00+01:00",
                    "answered": False,
                    "seconds_waited": 48,
                },
                {
                    "id": "1762942200.420",
                    "caller": "+49 351 8888 17",
                    "at": "2026-11-12T10:10:00+01:00",
                    "answered": True,
                    "by": "321",
                    "seconds_waited": 6,
                    "words": "Asked when the electrician comes",
                },
            ]
        }
    )

    id: Own = Field(
        description="The telephone system's own id of the call. The same id again changes nothing."
    )
    caller: Line = Field(
        "", description="The number of the other side, however it is written; empty when it was withheld."
    )
    called: Line = Field("", description="What was dialled, as the system has it.")
    team: Line = Field("", description="The team for whom it was, by its name: `Support`.")
    mailbox: Line = Field(
        "", description="An address of ours, in whose team's hands an unknown caller is put."
    )
    at: Moment = Field(description="When it rang.")
    answered: Flag
    by: Line = Field(
        "", description="Who of ours spoke: their mail address, or the extension at the end of their number."
    )
    seconds_waited: Annotated[StrictInt, Field(ge=0, le=10**6)] | None = None
    words: Words = Field("", description="What was said, where the system knows: a voicemail's text.")
    direction: Annotated[str, Field(pattern="^(in|out)$")] = Field(
        "in", description="`out` when we called them: then `caller` is the number that we called."
    )


class NewMessage(Said):
    """A message of another channel: a chat, a short message.

    Its words are a customer's. They are stored as they came, and cleaned when they are read.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "chat-8812",
                    "said": "The door does not close any more",
                    "name": "Petra Lindner",
                    "phone": "+49 351 8888 17",
                    "mailbox": "office@lindenau.example",
                }
            ]
        }
    )

    id: Own = Field(
        description="The channel's own id of it. The same id with the same words changes nothing."
    )
    said: Written = Field(min_length=1, max_length=20000)
    title: Short = ""
    name: Short = ""
    email: Short = ""
    phone: Short = ""
    mailbox: Line = Field("", description="The address of ours at which it counts as received.")


class AlsoOut(Schema):
    """Another journey that it may belong to."""

    number: str
    why: str


class LandedOut(Schema):
    """The call or message is stored: on a journey, or in Intake under `item`.

    `repeat`: it had been stored before, and nothing changed. `why` and `others` are given where a call may
    belong to several journeys: somebody can move it.
    """

    message: int
    repeat: bool
    outcome: str
    journey: str | None
    item: int | None
    why: str
    others: list[AlsoOut]


@router.post(
    "/touches",
    response={200: LandedOut, 201: LandedOut},
    auth=INTAKE,
    summary="Tell of a call",
    openapi_extra={"x-scope": "intake"},
)
def touches(request: HttpRequest, body: NewCall) -> Status[LandedOut]:
    """Store a call. A known caller's goes to their likeliest journey, any other to Intake with a clock.

    An unanswered call is to be called back; an answered one settles that. Its own id identifies a repeat, so
    no Idempotency-Key is needed.
    """
    values = body.model_dump()
    direction = values.pop("direction")
    taken = take_call(Call(**values, outgoing=direction == "out"))
    return Status(200 if taken.repeat else 201, _landed(taken.message, repeat=taken.repeat))


@router.post(
    "/messages",
    response={200: LandedOut, 201: LandedOut},
    auth=INTAKE,
    summary="Hand in words that came by another channel",
    openapi_extra={"x-scope": "intake"},
)
def messages(request: HttpRequest, body: NewMessage) -> Status[LandedOut]:
    """Store a message. It goes where a mail of the same sender would. No Idempotency-Key is needed."""
    taken = take_message(Wrote(**body.model_dump()))
    return Status(200 if taken.repeat else 201, _landed(taken.message, repeat=taken.repeat))


def _landed(message: int, *, repeat: bool) -> LandedOut:
    landed: Landed = where(message)
    return LandedOut(
        message=message,
        repeat=repeat,
        outcome=landed.outcome,
        journey=landed.number,
        item=landed.item,
        why=landed.why,
        others=[AlsoOut(number=number, why=why) for number, why in landed.others],
    )
