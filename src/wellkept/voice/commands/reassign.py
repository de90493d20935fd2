"""Parts of a merge, its undoing and a split: move statements, interviews and meetings to another customer.

The command that calls them locks the customers and records the events.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Model

from wellkept.voice.models import (
    Answer,
    Interview,
    InterviewReadBack,
    KeyCustomer,
    Knowing,
    Meeting,
    Rhythm,
    Statement,
)

_MODELS: dict[str, type[Model]] = {
    "interview": Interview,
    "interview_answer": Answer,
    "interview_read_back": InterviewReadBack,
    "key_customer": KeyCustomer,
    "knowing": Knowing,
    "meeting": Meeting,
    "rhythm": Rhythm,
    "statement": Statement,
}

# The tables of this room with a key onto a customer.
TABLES = tuple(_MODELS)


def reassign(*, table: str, rows: Collection[int], to: int) -> None:
    """Give these rows of one table to another customer."""
    _MODELS[table]._default_manager.filter(pk__in=rows).update(customer=to)
