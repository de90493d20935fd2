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


@STEPS.on("item_installed")
def item_installed(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.new("installed_item", event.facts["item"], **_known(event), taken_out_because="")


@STEPS.on("item_corrected")
def item_corrected(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("installed_item", event.facts["item"], **_known(event))


@STEPS.on("item_taken_out")
def item_taken_out(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("installed_item", event.facts["item"], taken_out_because=event.facts["because"])


def _known(event: Told) -> dict[str, object]:
    """The facts about an item."""
    known = {name: words(event, name) for name in ("product", "serial", "place")}
    return {**known, "since": event.facts["since"]}


def _quantities(lines: dict[str, Any]) -> str | None:
    """The quantities of the lines in the order of their places; none if nothing was counted."""
    quantities = {int(key): Decimal(quantity) for key, quantity in lines.items()}
    return ",".join(f"{key}={quantities[key].normalize():f}" for key in sorted(quantities)) or None
