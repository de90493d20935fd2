"""Arithmetic of the rota. Pure functions."""

from __future__ import annotations

from datetime import date, timedelta


def place_on(day: date, *, since: date, weeks: int, count: int) -> int | None:
    """The place on duty on this day, or None before the rota begins or while it is empty."""
    if day < since or count == 0:
        return None
    return (day - since).days // (7 * weeks) % count


def first_day(day: date, *, since: date, weeks: int) -> date:
    """The first day of the duty that this day belongs to. Before the rota begins: its first day."""
    length = timedelta(weeks=weeks)
    return since + max((day - since) // length, 0) * length


def rotated(people: list[int], first: int) -> list[int]:
    """The same order, beginning at this place."""
    return people[first:] + people[:first]
