"""Tokens: keys of programs, which act for a person."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellkept.events.commands import By, Entry, record
from wellkept.kernel import clock
from wellkept.kernel.refusal import forbidden, invalid, missing, refuse
from wellkept.kernel.text import fill
from wellkept.people import facts
from wellkept.people.actor import Actor
from wellkept.people.models import Token
from wellkept.people.rights import cannot_make_token, locked, may_revoke_token

NOTED_AGAIN = timedelta(hours=1)
SCOPES = ("read", "write", "intake", "admin")


@transaction.atomic
def make_token(*, name: str, person: int, scopes: Iterable[str], by: Actor) -> tuple[Token, str]:
    """Create a token in one's own name and return its secret once. It acts for `person`, within its scopes."""
    refuse(cannot_make_token(person=person, by=by))
    chosen = sorted(set(scopes))
    if not name.strip():
        raise invalid("name", _("Name the program that will use this token."))
    if not chosen or any(scope not in SCOPES for scope in chosen):
        raise invalid(
            "scopes", fill(_("A token may have these scopes: %(scopes)s."), scopes=", ".join(SCOPES))
        )
    if not locked(person).is_active:
        raise forbidden(_("Your access was withdrawn."))
    secret = f"wk_{secrets.token_urlsafe(32)}"
    row = Token.objects.create(
        name=name.strip(),
        person_id=person,
        scopes=chosen,
        made_at=clock.now(),
        digest=hashlib.sha256(secret.encode()).digest(),
    )
    event = facts.TokenMade(token=row.pk, name=row.name, scopes=chosen, digest=row.digest.hex())
    record(Entry(person, event), by=by.by)
    return row, secret


@transaction.atomic
def revoke_token(*, token: int, by: Actor) -> None:
    """Revoke a token. It stops working at once."""
    row = Token.objects.select_for_update().filter(pk=token).first()
    if row is None:
        raise missing("token", _("There is no such token."))
    may_revoke_token(row, by)
    if row.revoked_at is None:
        row.revoked_at = clock.now()
        row.save(update_fields=["revoked_at"])
        record(Entry(row.person_id, facts.TokenRevoked(token=row.pk, name=row.name)), by=by.by)


def note_use(*, token: int) -> None:
    """Note that a program used this token now. Within an hour it is noted once."""
    now = clock.now()
    long_ago = Q(used_at=None) | Q(used_at__lt=now - NOTED_AGAIN)
    Token.objects.filter(long_ago, pk=token).update(used_at=now)


def note_second_factors(*, person: int, added: Iterable[str], removed: Iterable[str]) -> None:
    """Record which kinds of second factors a person has added or removed, in the transaction that did."""
    fact = facts.SecondFactorsChanged(added=sorted(added), removed=sorted(removed))
    record(Entry(person, fact), by=By("person", person))


def revoke_all(*, person: int) -> list[Entry]:
    """Revoke every token of a person, and return what to record. For those who lose their access."""
    rows = list(
        Token.objects.select_for_update().filter(person_id=person, revoked_at__isnull=True).order_by("pk")
    )
    Token.objects.filter(pk__in=[row.pk for row in rows]).update(revoked_at=clock.now())
    return [Entry(person, facts.TokenRevoked(token=row.pk, name=row.name)) for row in rows]
