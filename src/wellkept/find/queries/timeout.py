"""Time limit for searches. A page that waits for a better answer is worse than one that asks for more words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

TOLERANT = 400  # milliseconds for one statement of a similarity search
ALIKE = 0.45  # share of common trigrams; below it, other ways of comparing apply


@contextmanager
def within(milliseconds: int) -> Iterator[None]:
    """Run with a statement timeout. On timeout, leave the block silently."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SET LOCAL statement_timeout = {milliseconds};"
                    f" SET LOCAL pg_trgm.similarity_threshold = {ALIKE}"
                )
            yield
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = DEFAULT")
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
