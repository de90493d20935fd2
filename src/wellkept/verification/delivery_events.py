"""Events of deliveries, and the rows that they make."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from wellkept.verification.chains import Told
from wellkept.verification.rebuild import UNKNOWN, Rebuilt, Steps, words

STEPS = Steps()


@STEPS.on("part_delivered", "delivered", "accepted")
def part_delivered(rebuilt: Rebuilt, event: Told) -> None:
    """An acceptance has a part where something was not on record as delivered."""
    facts = event.facts
    if facts.get("part") is None:
        return
    rebuilt.new(
        "delivery_part",
        facts["part"],
        agreement_id=facts["agreement"],
        words=UNKNOWN if event.type == "accepted" else words(event, "said"),
        quantities=_quantities(facts["lines"]),
        refused_at=False,
    )


@STEPS.on("rejected")
def rejected(rebuilt: Rebuilt, event: Told) -> None:
    for part in event.facts.get("parts") or ():
        rebuilt.change("delivery_part", part, refused_at=True)


def _quantities(lines: dict[str, Any]) -> str | None:
    """The quantities of the lines in the order of their places; none if nothing was counted."""
    quantities = {int(key): Decimal(quantity) for key, quantity in lines.items()}
    return ",".join(f"{key}={quantities[key].normalize():f}" for key in sorted(quantities)) or None
