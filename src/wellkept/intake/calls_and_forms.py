"""Storage format of calls, forms and programs' messages.

Promises: each is stored as one JSON document, exactly as reported. `call_of` and `words_of` read it back
unchanged.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Call as a telephone system reports it when it is over. `id` is the system's own.

    `caller` is the other side's number in any spelling, empty if withheld. `called` is the dialled number.
    `team` or `mailbox` name the recipient. `by` is our person: their mail or extension. `outgoing`: we called
    them.
    """

    id: str
    caller: str
    answered: bool
    at: datetime
    called: str = ""
    team: str = ""
    mailbox: str = ""
    seconds_waited: int | None = None
    by: str = ""
    words: str = ""
    outgoing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """File that came along."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Message from a form or through a program. `answers` are the form's questions with answers.

    `doubts` are reasons to suspect a program, in words.
    """

    said: str
    id: str = ""
    title: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    company: str = ""
    mailbox: str = ""
    language: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    doubts: tuple[str, ...] = ()
    files: tuple[File, ...] = field(default=())

    @property
    def whole(self) -> str:
        """Give the text, followed by the answers."""
        lines = [f"{question} {answer}" for question, answer in self.answers if answer]
        return "\n\n".join(filter(None, (self.said.strip(), "\n".join(lines))))


def kept(arrival: Call | Words) -> bytes:
    """Serialise for storage."""
    fields = asdict(arrival)
    if isinstance(arrival, Call):
        fields["at"] = arrival.at.isoformat()
    else:
        fields["files"] = [
            {
                "name": file.name,
                "media_type": file.media_type,
                "content": base64.b64encode(file.content).decode(),
            }
            for file in arrival.files
        ]
    return json.dumps(fields, ensure_ascii=False, sort_keys=True).encode()


def digest(raw: bytes, *also: str) -> str:
    """Hash a message. Equal messages have equal digests; `also` separates messages with only equal words."""
    hasher = hashlib.sha256(raw)
    for addition in also:
        hasher.update(b"\0" + addition.encode())
    return hasher.hexdigest()


def call_of(raw: bytes) -> Call:
    """Read a stored call."""
    fields = json.loads(raw)
    return Call(**(fields | {"at": datetime.fromisoformat(fields["at"])}))


def words_of(raw: bytes) -> Words:
    """Read a stored message."""
    fields = json.loads(raw)
    return Words(
        **(
            fields
            | {
                "answers": _pairs(fields["answers"]),
                "doubts": tuple(fields["doubts"]),
                "files": tuple(
                    File(
                        name=file["name"],
                        media_type=file["media_type"],
                        content=base64.b64decode(file["content"]),
                    )
                    for file in fields["files"]
                ),
            }
        )
    )


def _pairs(items: Iterable[Iterable[str]]) -> tuple[tuple[str, str], ...]:
    """Convert lists to tuples."""
    return tuple((question, answer) for question, answer in items)
