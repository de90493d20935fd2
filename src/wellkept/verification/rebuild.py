"""Rows of the law tables, rebuilt from events: written from the descriptions of the event types alone.

The functions for each type of event stand in `journey_events`, `contact_events`, `ledger_events`, `quote_events`,
`staff_events`, `entity_events`, `money_events`, `delivery_events`, `visit_events` and `catalogue_events`. Each takes
one event and changes the rows that it speaks of.
A value that the events do not determine is UNKNOWN. Instants are microseconds, as text; amounts are numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from wellkept.verification.chains import Chain, Told

UNKNOWN = object()
Row = dict[str, Any]
Rows = dict[str, dict[Any, Row]]  # of each table: of each key, the values that the events give
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Rebuilt:
    """Rows of one subject, as far as its events have been read."""

    def __init__(self, subject: int) -> None:
        self.subject = subject
        self.rows: Rows = defaultdict(dict)
        self.texts: set[tuple[str, str]] = set()  # references that must be there: kind, as said
        self.joined: set[str] = set()  # numbers of journeys that go on in this one
        self.ends_steps: set[int] = set()  # acts that may have ended steps beside their events

    def new(self, table: str, key: Any, /, **values: Any) -> None:
        """Add a row. Two events cannot make the same one."""
        if key in self.rows[table]:
            raise Contradiction(f"An earlier event has made {table} {key} already.")
        self.rows[table][key] = values

    def change(self, table: str, key: Any, /, **values: Any) -> None:
        """Change a row that an earlier event has made."""
        if key not in self.rows[table]:
            raise Contradiction(f"No earlier event has made {table} {key}.")
        self.rows[table][key].update(values)

    def remove(self, table: str, key: Any) -> None:
        """Take away a row that an earlier event has made."""
        if self.rows[table].pop(key, None) is None:
            raise Contradiction(f"No earlier event has made {table} {key}.")

    def journey(self, **values: Any) -> None:
        """Change the row of the journey itself."""
        self.change("journey", self.subject, **values)

    def value(self, table: str, key: Any, name: str) -> Any:
        """The value of a row as it is now; UNKNOWN if no event has given it."""
        return self.rows[table].get(key, {}).get(name, UNKNOWN)


class Contradiction(Exception):
    """An event that cannot follow from those before it."""


Step = Callable[[Rebuilt, Told], None]


class Steps(dict[str, Step]):
    """Functions by type of event: each changes the rows that such an event speaks of."""

    def on(self, *types: str) -> Callable[[Step], Step]:
        """Register a function for these types of events."""

        def register(step: Step) -> Step:
            self.update(dict.fromkeys(types, step))
            return step

        return register


def rebuild(chain: Chain, kind: str, steps: Steps, contradicts: Callable[[Told, str], None]) -> Rebuilt:
    """Read a chain from its first event. `contradicts` gets each event that cannot follow from those before it."""
    rebuilt = Rebuilt(chain.subject)
    for event in chain.told:
        step = steps.get(event.type)
        try:
            if step is not None:
                step(rebuilt, event)
            if event.court is not None and kind == "journey":
                rebuilt.journey(court=event.court)
        except Contradiction as fault:
            contradicts(event, str(fault))
        except Exception as fault:  # facts of another shape: one finding, and on
            contradicts(event, f"The event does not say what its type says ({type(fault).__name__}).")
    return rebuilt


def words(event: Told, name: str, *, absent: Any = "") -> Any:
    """A personal fact; UNKNOWN once it was erased."""
    return UNKNOWN if event.erased else event.facts.get(name, absent)


def instant(text: str | None) -> str | None:
    """An instant of a fact, in microseconds."""
    if text is None:
        return None
    return str((datetime.fromisoformat(text) - _EPOCH) // timedelta(microseconds=1))


def amount(text: str | None) -> Decimal | None:
    """An amount of a fact."""
    return None if text is None else Decimal(text)
