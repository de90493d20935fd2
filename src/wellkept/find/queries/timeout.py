"""How long a look may take: a page that waits for a better answer is worse than one that says: say a little more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

TOLERANT = 400  # milliseconds for one statement of those that look for what is like it
ALIKE = (
    0.45  # trigrams that two words share, of all that they have: below this they are looked for in other ways
)


@contextmanager
def within(milliseconds: int) -> Iterator[None]:
    """Each statement inside is given up after so long; then the rest of the block is left, and nothing is raised."""
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
