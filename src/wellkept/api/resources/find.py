"""Find by any reference, and the person of the token."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema

from wellkept.api.authentication import READ, actor
from wellkept.api.requests import SEARCHED
from wellkept.api.times import Instant
from wellkept.find.queries import find

router = Router(tags=["Find"])


class Match(Schema):
    kind: str
    said: str


class FoundOut(Schema):
    """A journey, or a customer without one, with the reference that matched and the state.

    `slip`: a number one digit away from the question. `fuzzy`: similar to the question. `asked_as`: the
    number in the question, if the journey goes on under another.
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
    """The token's person and scopes."""

    token: str
    person: int
    scopes: list[str]
    teams: list[int]


@router.get("/find", response=FindOut, auth=READ, summary="Who is on the phone?")
def found(
    request: HttpRequest,
    q: Annotated[
        str,
        Query(max_length=200, description="A number, a name, a phone number, a mail, a street"),
        SEARCHED,
    ] = "",
) -> FindOut:
    """Find: exact matches first, then open journeys, then recent ones."""
    names = [name for name in FoundOut.model_fields if name not in ("matches", "shown")]
    return FindOut(
        items=[
            FoundOut(
                **{name: getattr(result, name) for name in names},
                shown=result.shown,
                matches=[Match(kind=match.kind, said=match.said) for match in result.matches],
            )
            for result in find(q, by=actor(request))
        ]
    )


@router.get("/me", response=Me, auth=READ, summary="Whose token this is")
def me(request: HttpRequest) -> Me:
    """Return the token's person and scopes."""
    by = actor(request)
    return Me(token=by.name, person=by.as_staff(), scopes=sorted(by.scopes or ()), teams=sorted(by.teams))
