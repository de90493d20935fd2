"""The frame of every staff page: the company, the counts in the menu, the line below one's name.

Nothing is read from the database until a template prints it.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject, cached_property

from wellkept.desk import queries as desk
from wellkept.intake import queries as intake
from wellkept.people import queries as people
from wellkept.web import access


class Counts:
    """Counts of waiting work, by the name of the menu entry."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def desk(self) -> int:
        """Number of journeys in which a customer waits for this person."""
        if not self._request.user.is_authenticated:
            return 0
        return desk.waiting_for(self._hands)

    @property
    def intake(self) -> int:
        """Number of intake items for this person or somebody they stand in for."""
        if not self._request.user.is_authenticated:
            return 0
        return intake.count_waiting(hands=self._hands)

    @cached_property
    def _hands(self) -> people.Hands:
        """The person, and those for whom they act: read once for both counts."""
        return people.hands_of(access.actor(self._request).as_staff())


def frame(request: HttpRequest) -> dict[str, object]:
    """Context processor of the frame."""
    return {
        "company": SimpleLazyObject(lambda: people.company() if people.is_set_up() else None),
        "counts": Counts(request),
        "has_mailbox": settings.MAILBOX,
        "person_line": SimpleLazyObject(lambda: _line(request)),
    }


def _line(request: HttpRequest) -> str:
    """`Orders · Lindenau`"""
    if not request.user.is_authenticated:
        return ""
    me = access.actor(request)
    teams = [team.name for team in people.teams() if team.pk in me.teams] if not people.is_alone() else []
    return " · ".join([*([", ".join(teams[:2])] if teams and len(teams) < 3 else []), people.company().name])
