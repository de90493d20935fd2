"""The two roles of a database: the application's, as which everything connects, and the owner, for a block."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from wellkept.installation import environment


@contextmanager
def as_owner() -> Iterator[None]:
    """Connect this thread as the owner of the database while the block runs. No transaction may be open."""
    if connection.in_atomic_block:
        raise RuntimeError("A transaction belongs to one role: become the owner outside of it.")
    url = environment.effective_owner_url(environment.data_folder())
    owner = environment.database(url, "WELLKEPT_OWNER_URL")
    application = connection.settings_dict
    login = {key: owner[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
    connection.close()
    connection.settings_dict = {**application, **login}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = application


def current() -> str:
    """The role of this thread's connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])
