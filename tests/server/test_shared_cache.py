"""The cache that all processes share: behaves as Django's, holds JSON alone, and never runs what it reads."""

from __future__ import annotations

import base64
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from tests.race import race

from wellkept.server import shared_cache
from wellkept.server.shared_cache import SharedCache

HOUR = 3600


@pytest.fixture(autouse=True)
def empty(db: None) -> None:
    cache.clear()


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let seconds pass for the cache."""
    passed = [0.0]
    real = shared_cache.time.time
    monkeypatch.setattr("time.time", lambda: real() + passed[0])

    def wait(seconds: float) -> None:
        passed[0] += seconds

    return wait


def plant(key: str, words: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO shared_cache VALUES (%s, %s, now() + interval '1 hour')"
            " ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires",
            [cache.make_key(key), words],
        )


def rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM shared_cache")
        return int(cursor.fetchone()[0])


def test_the_application_uses_it() -> None:
    cache.set("a", 1)
    assert isinstance(cache._connections["default"], SharedCache)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "value", [None, True, 7, -1.5, "Grüße \x00 \ud83d", [1_800_000_000.25, 2], {"a": [None, {"b": "c"}]}]
)
def test_a_value_comes_out_as_it_was_put_in(value: Any) -> None:
    cache.set("a", value)
    assert cache.get("a", "missing") == value
    assert cache.has_key("a")
    assert cache.get_many(["a", "b"]) == {"a": value}


def test_a_tuple_comes_out_as_a_list() -> None:
    cache.set("a", (1, (2, 3)))
    assert cache.get("a") == [1, [2, 3]]


@pytest.mark.parametrize("value", [object(), b"bytes", {1, 2}, float("nan"), float("inf"), {("a", "b"): 1}])
def test_a_value_that_is_not_json_is_refused(value: object) -> None:
    for write in (cache.set, cache.add):
        with pytest.raises(TypeError):
            write("a", value)
    assert rows() == 0


def test_a_list_that_holds_itself_is_refused() -> None:
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(TypeError):
        cache.set("a", endless)


def test_a_value_is_replaced_and_deleted() -> None:
    cache.set("a", 1)
    cache.set("a", 2)
    assert cache.get("a") == 2
    assert cache.delete("a") is True
    assert cache.delete("a") is False
    assert cache.get("a", "missing") == "missing"
    assert not cache.has_key("a")


def test_versions_are_apart() -> None:
    cache.set("a", 1, version=1)
    cache.set("a", 2, version=2)
    assert (cache.get("a", version=1), cache.get("a", version=2)) == (1, 2)


def test_a_value_ends_with_its_time(wait: Callable[[float], None]) -> None:
    cache.set("hour", 1, HOUR)
    cache.set("always", 1, None)
    cache.set("at-once", 1, 0)
    assert cache.get("at-once") is None
    wait(HOUR - 5)
    assert cache.get("hour") == 1
    wait(10)
    assert cache.get("hour") is None
    assert cache.touch("hour", HOUR) is False
    wait(1000 * 24 * HOUR)
    assert cache.get("always") == 1


def test_a_touch_moves_the_end(wait: Callable[[float], None]) -> None:
    cache.set("a", 1, HOUR)
    assert cache.touch("a", 3 * HOUR) is True
    wait(2 * HOUR)
    assert cache.get("a") == 1
    assert cache.touch("a", 0) is True
    assert cache.get("a") is None


def test_a_value_is_added_once_until_it_has_ended(wait: Callable[[float], None]) -> None:
    assert cache.add("a", 1, HOUR) is True
    assert cache.add("a", 2, HOUR) is False
    assert cache.get("a") == 1
    wait(HOUR + 5)
    assert cache.add("a", 3, HOUR) is True
    assert cache.get("a") == 3


def test_a_number_is_counted_up_and_keeps_its_end(wait: Callable[[float], None]) -> None:
    cache.set("a", 1, HOUR)
    assert (cache.incr("a"), cache.incr("a", 5), cache.decr("a", 10)) == (2, 7, -3)
    assert cache.get("a") == -3
    wait(HOUR + 5)
    for value in (None, "words", [1]):
        with pytest.raises(ValueError, match="No number"):
            cache.incr("a")
        cache.set("a", value)


def test_a_write_takes_away_ended_values_and_no_other(
    wait: Callable[[float], None],
) -> None:
    for number in range(10):
        cache.set(f"ended-{number}", 1, HOUR)
    for number in range(500):
        cache.set(f"living-{number}", 1, 3 * HOUR)
    wait(2 * HOUR)
    cache.set("new", 1)
    assert rows() == 501


@pytest.mark.django_db(transaction=True)
def test_of_two_who_add_at_the_same_time_one_has_added() -> None:
    results = race(lambda: cache.add("code", "first"), lambda: cache.add("code", "second"))
    assert sorted(results) == [False, True]
    assert cache.get("code") == ("first" if results[0] else "second")


@pytest.mark.django_db(transaction=True)
def test_two_who_count_at_the_same_time_are_both_counted() -> None:
    cache.set("count", 0)
    assert sorted(race(lambda: cache.incr("count"), lambda: cache.incr("count"))) == [1, 2]


class Marker:
    """Writes a file when it is unpickled."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.file,)


def test_a_planted_pickle_does_not_run(client: Client, tmp_path: Path) -> None:
    """Planted under every key that signing in asks for, as the application's role can do it."""
    marker = tmp_path / "marker"
    planted = pickle.dumps(Marker(marker))
    pickle.loads(planted)
    assert marker.exists()  # the attack works where somebody unpickles
    marker.unlink()
    words = {"login": "ada@kept.example", "password": "a bad long password"}
    client.post("/accounts/login/", words)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE shared_cache SET value = %s", [base64.b64encode(planted).decode()])
        assert cursor.rowcount > 0
    assert client.get("/accounts/login/").status_code == 200
    assert client.post("/accounts/login/", words).status_code == 200
    assert not marker.exists()


@pytest.mark.parametrize("value", ['{"a": 1}', '["x"]', "7", "[1e308]", "[null, [1]]", "null"])
def test_planted_values_of_another_shape_keep_nobody_from_signing_in(client: Client, value: str) -> None:
    words = {"login": "ada@kept.example", "password": "a bad long password"}
    client.post("/accounts/login/", words)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE shared_cache SET value = %s", [value])
        assert cursor.rowcount > 0
    assert client.get("/accounts/login/").status_code == 200
    assert client.post("/accounts/login/", words).status_code == 200


def test_a_value_moved_to_another_key_is_a_miss() -> None:
    cache.set("mine", [1])
    cache.set("theirs", [2])
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM shared_cache WHERE cache_key = %s", [cache.make_key("mine")])
        (words,) = cursor.fetchone()
    plant("theirs", words)
    assert cache.get("theirs", "missing") == "missing"
    with pytest.raises(ValueError, match="No number"):
        cache.incr("theirs")


@pytest.mark.parametrize(
    "words", ["", "7", "gASVBwAA", "{", "[" * 100_000, "9" * 10_000, "f" * 64 + "7", "\u00e9" * 70]
)
def test_planted_words_are_a_miss(words: str) -> None:
    plant("a", words)
    assert cache.get("a", "missing") == "missing"
    assert not cache.has_key("a")
    cache.set("a", 1)
    assert cache.get("a") == 1
