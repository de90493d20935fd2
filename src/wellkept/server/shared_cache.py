"""The cache that all processes share: one table of the database, with values in JSON.

Django's own cache in a table unpickles what it reads, and unpickling runs code. The application's role writes to that
table: whoever made the program run SQL could run code in it, too. JSON holds words and numbers only, and each value is
signed with the installation's secret for its key: one that somebody else wrote there, or moved there, is a miss.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import BaseDatabaseCache
from django.db import connection, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

_SWEPT = 100  # expired rows that one write takes away
_NEVER = datetime.max.replace(tzinfo=UTC)
_MISSING = object()
_SIGNATURE = 64  # hexadecimal digits


class SharedCache(BaseDatabaseCache):
    """Django's cache over its table, in JSON: a tuple comes back as a list, a number as a key comes back as a string.

    No live row is pushed out by others: else a flood of new keys would make it forget wrong passwords.
    """

    def __init__(self, table: str, params: dict[str, Any]) -> None:
        super().__init__(table, params)
        self._name = connection.ops.quote_name(table)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        place = self._key(key, version)
        rows = self._run("SELECT value FROM {} WHERE cache_key = %s AND expires > %s", place, _now())
        value = _read(place, rows[0][0]) if rows else _MISSING
        return default if value is _MISSING else value

    def set(
        self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        self._put(self._key(key, version), value, timeout)

    def add(
        self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Write the value unless a live one is there. Of several at the same time one alone gets True."""
        return self._put(self._key(key, version), value, timeout, only_over=_now())

    def touch(self, key: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(
            self._run(
                "UPDATE {} SET expires = %s WHERE cache_key = %s AND expires > %s RETURNING 1",
                self._until(timeout),
                self._key(key, version),
                _now(),
            )
        )

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(self._run("DELETE FROM {} WHERE cache_key = %s RETURNING 1", self._key(key, version)))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Add to a whole number in one act, and leave its end as it was. Raises ValueError if there is none."""
        place = self._key(key, version)
        with transaction.atomic():
            rows = self._run(
                "SELECT value FROM {} WHERE cache_key = %s AND expires > %s FOR UPDATE", place, _now()
            )
            number = _read(place, rows[0][0]) if rows else _MISSING
            if not isinstance(number, int) or isinstance(number, bool):
                raise ValueError(f"No number under the key {key!r}")
            words = _signed(place, number + delta)
            self._run("UPDATE {} SET value = %s WHERE cache_key = %s RETURNING 1", words, place)
        return number + delta

    def clear(self) -> None:
        self._run("DELETE FROM {} RETURNING 1")

    def _key(self, key: Any, version: int | None) -> str:
        return self.make_and_validate_key(key, version=version)

    def _until(self, timeout: float | None) -> datetime:
        """The instant at which a value ends: a timeout of None never, of zero or less at once."""
        end = self.get_backend_timeout(timeout)
        return _NEVER if end is None else datetime.fromtimestamp(end, UTC)

    def _put(self, key: str, value: Any, timeout: float | None, *, only_over: datetime = _NEVER) -> bool:
        """Write the value, over another only if that one ends by the instant `only_over`."""
        words = _signed(key, value)
        self._sweep()
        return bool(
            self._run(
                "INSERT INTO {} AS kept (cache_key, value, expires) VALUES (%s, %s, %s) ON CONFLICT (cache_key)"
                " DO UPDATE SET value = excluded.value, expires = excluded.expires WHERE kept.expires <= %s"
                " RETURNING 1",
                key,
                words,
                self._until(timeout),
                only_over,
            )
        )

    def _sweep(self) -> None:
        """Take some expired rows away, and wait for nobody who writes to them."""
        self._run(
            "DELETE FROM {0} WHERE cache_key IN (SELECT cache_key FROM {0} WHERE expires <= %s"
            " ORDER BY expires LIMIT %s FOR UPDATE SKIP LOCKED) RETURNING 1",
            _now(),
            _SWEPT,
        )

    def _run(self, statement: str, *values: str | int | datetime) -> Sequence[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(statement.format(self._name), values)
            rows: Sequence[tuple[Any, ...]] = cursor.fetchall()
            return rows


def _now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)


def _signed(place: str, value: object) -> str:
    """The value in JSON, behind its signature."""
    try:
        words = json.dumps(value, allow_nan=False)
    except ValueError as error:  # a number that is none, or a list that holds itself
        raise TypeError(f"Not JSON: {error}") from None
    return _signature(place, words) + words


def _read(place: str, kept: str) -> object:
    """The value that we wrote at this place, or the mark of a miss: whatever stands there, reading it never fails."""
    signature, words = kept[:_SIGNATURE], kept[_SIGNATURE:]
    return json.loads(words) if constant_time_compare(signature, _signature(place, words)) else _MISSING


def _signature(place: str, words: str) -> str:
    return salted_hmac(f"wellkept.cache.{place}", words, algorithm="sha256").hexdigest()
