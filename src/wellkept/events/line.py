"""One line of the catalogue: an event type with its sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise as Lazy

from wellkept.events.facts import Fact

Words = Lazy | str
Chosen = Words | Callable[[dict[str, object]], Words | None]


@dataclass(frozen=True)
class Line:
    """One event type. `staff` follows the actor's name; `quote` names the fact that holds somebody's own words.

    `alone` stands without a name, as a consequence of an act; without it, `staff` does. `written_down` follows the
    name of a colleague who wrote down what the customer did.
    """

    fact: type[Fact]
    staff: Chosen
    customer: Chosen | None = None
    kind: str | Callable[[dict[str, object]], str] = "system"
    quote: str | None = None
    alone: Chosen | None = None
    written_down: Chosen | None = None
