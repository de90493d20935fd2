"""Any reference finds it; and who asks."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema

from wellkept.api.idempotent import PROBLEMS
from wellkept.api.keys import READ, actor
from wellkept.api.problems import Problem
from wellkept.api.responses import Instant
from wellkept.find.queries import find

router = Router(tags=["Find"])


class Match(Schema):
    kind: str
    said: str


class FoundOut(Schema):
    """A journey, or a customer who has none yet, with what matched and where it stands.

    `slip`: a number one digit away from the one that was asked. `fuzzy`: not quite as asked. `asked_as`: the number
    that was asked, where the journey goes on under another.
    """

    number: str
    shown: str
    customer: int | None
    customer_name: str
    need: str
    state: str
    stage: str
    court: str
    waits_for: str
    since: Instant | None
    owner: str
    holder: str
    confidential: bool
    slip: bool
    fuzzy: bool
    asked_as: str
    matches: list[Match]


class FindOut(Schema):
    items: list[FoundOut]


class Me(Schema):
    """Whose token this is, and what it may."""

    token: str
    person: int
    scopes: list[str]
    teams: list[int]


@router.get("/find", response={200: FindOut, PROBLEMS: Problem}, auth=READ, summary="Who is on the phone?")
def found(
    request: HttpRequest,
    q: Annotated[
        str, Query(max_length=200, description="A number, a name, a phone number, a mail, a street")
    ] = "",
) -> FindOut:
    """Exactly that first, then what is open, then what is recent."""
    names = [name for name in FoundOut.model_fields if name not in ("matches", "shown")]
    return FindOut(
        items=[
            FoundOut(
                **{name: getattr(one, name) for name in names},
                shown=one.shown,
                matches=[Match(kind=match.kind, said=match.said) for match in one.matches],
            )
            for one in find(q, by=actor(request))
        ]
    )


@router.get("/me", response={200: Me, PROBLEMS: Problem}, auth=READ, summary="Whose token this is")
def me(request: HttpRequest) -> Me:
    """A token acts for its person, within its scopes."""
    by = actor(request)
    return Me(token=by.name, person=by.as_staff(), scopes=sorted(by.scopes or ()), teams=sorted(by.teams))
