"""What comes in by other ways than mail, as it is kept: a call, or words (by a form, by a program).

Promises: what is kept is one JSON document of what was told, to the letter; `call_of` and `words_of` read back
exactly what was kept.
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
    """One call, as a telephone system tells it when it is over. `id` is the system's own.

    `caller` is the number of the other side, however it is written; empty when it was withheld. `called` is whatever
    was dialled; `team` or `mailbox` say for whom it was, by name and address. `by` is who of ours spoke: their mail,
    or the extension on which they did. `outgoing` when we called them.
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
    """A file that came along."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What somebody wrote, by a form or through a program. `answers` are questions of the form with what was said.

    `doubts` are reasons to take it for the work of a program, in words.
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
        """Their words, and below them what they answered."""
        lines = [f"{question} {answer}" for question, answer in self.answers if answer]
        return "\n\n".join(filter(None, (self.said.strip(), "\n".join(lines))))


def kept(arrival: Call | Words) -> bytes:
    """As it is stored."""
    said = asdict(arrival)
    if isinstance(arrival, Call):
        said["at"] = arrival.at.isoformat()
    else:
        said["files"] = [
            {
                "name": one.name,
                "media_type": one.media_type,
                "content": base64.b64encode(one.content).decode(),
            }
            for one in arrival.files
        ]
    return json.dumps(said, ensure_ascii=False, sort_keys=True).encode()


def digest(raw: bytes, *also: str) -> str:
    """Two that are the same have the same digest; `also` tells apart what is the same only in its words."""
    found = hashlib.sha256(raw)
    for one in also:
        found.update(b"\0" + one.encode())
    return found.hexdigest()


def call_of(raw: bytes) -> Call:
    """A call as it was kept."""
    said = json.loads(raw)
    return Call(**(said | {"at": datetime.fromisoformat(said["at"])}))


def words_of(raw: bytes) -> Words:
    """Words as they were kept."""
    said = json.loads(raw)
    return Words(
        **(
            said
            | {
                "answers": _pairs(said["answers"]),
                "doubts": tuple(said["doubts"]),
                "files": tuple(
                    File(
                        name=one["name"],
                        media_type=one["media_type"],
                        content=base64.b64decode(one["content"]),
                    )
                    for one in said["files"]
                ),
            }
        )
    )


def _pairs(said: Iterable[Iterable[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((question, answer) for question, answer in said)
