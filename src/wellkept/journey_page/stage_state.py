"""Where a journey stands within its stage, folded from its history: what is put to the customer, what came back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wellkept.events.queries import Happening


@dataclass(frozen=True)
class Standing:
    """`read_back` is put, confirmed or corrected; `agreement` put, agreed or declined; `trigger` waits for its move."""

    read_back: str = ""
    agreement: str = ""
    delivered: bool = False
    trigger: str = ""


def of(history: Sequence[Happening]) -> Standing:
    """In the order recorded."""
    now = Standing()
    returns: set[int] = set()
    for one in history:
        match one.type:
            case "read_back_put":
                now = replace(now, read_back="put")
            case "need_confirmed":
                now = replace(now, read_back="confirmed")
            case "read_back_corrected":
                now = replace(now, read_back="corrected")
            case "agreement_put":
                now = replace(now, agreement="put")
            case "agreed":
                now = replace(now, agreement="agreed")
            case "agreement_declined":
                now = replace(now, agreement="declined")
            case "delivered":
                now = replace(now, delivered=True)
            case "rejected":
                now = replace(now, delivered=False)
            case "triggered":
                now = replace(now, trigger=str(one.facts["kind"]))
            case "handoff_offered" if one.facts.get("is_return"):
                returns.add(one.facts["handoff"])
            case "handoff_accepted" if one.facts["handoff"] not in returns:
                now = replace(now, trigger="")
            case "handoff_accepted":
                now = replace(now, delivered=False)
    return now
