"""Whose turn it is. Pure functions."""

from __future__ import annotations

from datetime import date, timedelta


def turn(day: date, *, since: date, weeks: int, count: int) -> int | None:
    """The place in the rota whose turn this day is; None before it begins, or where nobody is in it."""
    if day < since or count == 0:
        return None
    return (day - since).days // (7 * weeks) % count


def began(day: date, *, since: date, weeks: int) -> date:
    """The first day of the turn that this day belongs to; before the rota begins, the day on which it does."""
    length = timedelta(weeks=weeks)
    return since + max((day - since) // length, 0) * length


def rotated(people: list[int], first: int) -> list[int]:
    """The same order, beginning with this place."""
    return people[first:] + people[:first]
