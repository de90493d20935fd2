"""Contacts as they count, after what was corrected: one that was put elsewhere is none here, one taken over is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wellkept.events.queries import Happening

CORRECTIONS = ("touch_told", "touch_put_elsewhere", "touch_taken_over")


def as_they_count(history: Sequence[Happening]) -> list[Happening]:
    """The history with each contact as if it had been told rightly at once; in the order given."""
    if not any(one.type in CORRECTIONS for one in history):
        return list(history)
    stands: dict[int, int] = {}  # each contact's event that holds now
    told: dict[int, Happening] = {}
    for one in sorted(history, key=lambda one: one.id):
        key = one.facts.get("touch")
        if one.type in ("touch_logged", "touch_taken_over") and isinstance(key, int):
            stands[key] = one.id
        elif one.type == "touch_put_elsewhere" and isinstance(key, int):
            stands.pop(key, None)
        elif one.type == "touch_told" and isinstance(key, int):
            told[key] = one
    found = []
    for one in history:
        key = one.facts.get("touch")
        if one.type not in ("touch_logged", "touch_taken_over") or not isinstance(key, int):
            found.append(one)
        elif stands.get(key) == one.id:
            also = (
                {name: told[key].facts[name] for name in ("chase", "explained_again")} if key in told else {}
            )
            said = told[key].facts.get("said") if key in told else ""
            facts = one.facts | also | ({"said": said} if said else {})
            found.append(replace(one, type="touch_logged", facts=facts))
    return found
