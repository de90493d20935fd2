"""Paging of lists by a cursor, which only marks where the next page begins."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from ninja import Query

from wellkept.kernel.refusal import invalid

Cursor = Annotated[str, Query(description="What the page before gave as next", max_length=100)]
Limit = Annotated[int, Query(ge=1, le=200, description="How many at most")]


def read_cursor(cursor: str) -> int | None:
    """Parse a cursor into the key after which the page begins."""
    if not cursor:
        return None
    try:
        word, _unused, key = base64.urlsafe_b64decode(cursor.encode()).decode().partition(":")
        if word != "after":
            raise ValueError
        number = int(key)
    except (ValueError, binascii.Error, UnicodeError):
        raise invalid("cursor", _("This cursor is unknown.")) from None
    if not 0 <= number < 2**62:
        raise invalid("cursor", _("This cursor is unknown."))
    return number


def cursor_after(key: int) -> str:
    """The cursor of the page after this key."""
    return base64.urlsafe_b64encode(f"after:{key}".encode()).decode()


def next_of(keys: list[int], limit: int) -> str | None:
    """The cursor of the next page, if this one was full."""
    return cursor_after(keys[-1]) if len(keys) == limit else None
