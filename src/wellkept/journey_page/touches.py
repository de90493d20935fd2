"""Apply corrections to touches: one that was moved away does not count here, one that was moved here does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wellkept.events.queries import Happening

CORRECTIONS = ("touch_told", "touch_put_elsewhere", "touch_taken_over")


def as_they_count(history: Sequence[Happening]) -> list[Happening]:
    """Apply the corrections to a history, in the order given: each touch counts where it belongs."""
    if not any(event.type in CORRECTIONS for event in history):
        return list(history)
    stands: dict[int, int] = {}  # each contact's event that holds now
    by_id: dict[int, Happening] = {}
    for row in sorted(history, key=lambda event: event.id):
        key = row.facts.get("touch")
        if row.type in ("touch_logged", "touch_taken_over") and isinstance(key, int):
            stands[key] = row.id
        elif row.type == "touch_put_elsewhere" and isinstance(key, int):
            stands.pop(key, None)
        elif row.type == "touch_told" and isinstance(key, int):
            by_id[key] = row
    happenings = []
    for row in history:
        key = row.facts.get("touch")
        if row.type not in ("touch_logged", "touch_taken_over") or not isinstance(key, int):
            happenings.append(row)
        elif stands.get(key) == row.id:
            also = (
                {name: by_id[key].facts[name] for name in ("chase", "explained_again")}
                if key in by_id
                else {}
            )
            text = by_id[key].facts.get("said") if key in by_id else ""
            facts = row.facts | also | ({"said": text} if text else {})
            happenings.append(replace(row, type="touch_logged", facts=facts))
    return happenings
