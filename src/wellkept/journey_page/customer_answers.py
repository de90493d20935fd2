"""The customer's answers in a stage, derived from the history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wellkept.delivery.rules import Extent, extent_of
from wellkept.events.queries import Happening

_READ_BACK = {"read_back_put": "put", "need_confirmed": "confirmed", "read_back_corrected": "corrected"}
_AGREEMENT = {"agreement_put": "put", "agreed": "agreed", "agreement_declined": "declined"}


@dataclass(frozen=True)
class Answers:
    """The state of the read-back, of the agreement and of the delivery.

    `read_back` is put, confirmed or corrected. `agreement` is put, agreed or declined. Either is empty before.
    `trigger` is the kind of the latest trigger that still waits for its move.
    """

    read_back: str = ""
    agreement: str = ""
    need_confirmed: bool = False  # by the latest read-back that was answered
    delivered: Extent = "nothing"
    trigger: str = ""


def answers_of(history: Sequence[Happening]) -> Answers:
    """Derive the latest answer of each kind from the history, in the order recorded."""
    types = [event.type for event in history]
    read_back = next((_READ_BACK[type] for type in reversed(types) if type in _READ_BACK), "")
    agreement = next((_AGREEMENT[type] for type in reversed(types) if type in _AGREEMENT), "")
    answered = ("need_confirmed", "read_back_corrected")
    confirmed = next((type for type in reversed(types) if type in answered), "") == "need_confirmed"
    return Answers(read_back, agreement, confirmed, extent_of(types), _unused_trigger(history))


def _unused_trigger(history: Sequence[Happening]) -> str:
    """A forward handoff uses the trigger; a return leaves it."""
    trigger, returns = "", set()
    for event in history:
        if event.type == "triggered":
            trigger = str(event.facts["kind"])
        elif event.type == "handoff_offered" and event.facts.get("is_return"):
            returns.add(event.facts["handoff"])
        elif event.type == "handoff_accepted" and event.facts["handoff"] not in returns:
            trigger = ""
    return trigger
