"""Authentication: a token acts for its person, within its scopes."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from ninja.security import HttpBearer

from wellkept.idempotency.commands import count
from wellkept.kernel.client_network import network_of
from wellkept.kernel.languages import spoken
from wellkept.kernel.refusal import Refusal
from wellkept.kernel.text import fill
from wellkept.people.actor import Actor
from wellkept.people.commands.keys import note_use
from wellkept.people.queries import actor_by_token

GUESSES = (30, timedelta(minutes=10))
SCOPES = {
    "read": "Read journeys, customers and events",
    "write": "Act, as the token's person may",
    "intake": "Hand in mail as it came",
    "admin": "Reserved for setting up",
}


class Bearer(HttpBearer):
    """Check `Authorization: Bearer …`, with the scope that the operation needs."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        holder = actor_by_token(token)
        if holder is None:
            who = network_of(str(request.META.get("REMOTE_ADDR", "")))
            count(what="api guesses", who=who, at_most=GUESSES[0], within=GUESSES[1])
            return None
        if holder.scopes is not None and self.scope not in holder.scopes:
            raise Refusal(
                "scope_missing",
                fill(_("This token may not do that: it lacks the scope “%(scope)s”."), scope=self.scope),
                instead=_("Make a token that has it, on your own page."),
                status=403,
            )
        if holder.token is not None:
            note_use(token=holder.token)
        translation.activate(spoken(holder.language))
        return holder


READ, WRITE, INTAKE = Bearer("read"), Bearer("write"), Bearer("intake")


def actor(request: HttpRequest) -> Actor:
    """Return the actor of this request."""
    holder: object = request.auth  # type: ignore[attr-defined]
    assert isinstance(holder, Actor)
    return holder
