"""The desk: who is waiting for me?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wellkept.billing import queries as billing
from wellkept.desk import queries
from wellkept.desk.queries import Desk
from wellkept.find.queries import misses
from wellkept.health.queries import troubles
from wellkept.intake import samples
from wellkept.kernel import clock
from wellkept.kernel.given_name import given_name
from wellkept.people import queries as people
from wellkept.people.actor import Actor
from wellkept.quality import queries as nonconformities
from wellkept.voice.queries import meetings
from wellkept.web import access
from wellkept.web import labels as words
from wellkept.web.desk import house
from wellkept.web.desk.lines import line


@access.page
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show my desk, with the work of those for whom I stand in."""
    me = access.actor(request)
    return _page(request, me, queries.of_person(me, page=asked_page(request)), team=None)


@access.page
@require_safe
def team(request: HttpRequest, team: int) -> HttpResponse:
    """Show the desk of a team."""
    me = access.actor(request)
    return _page(request, me, queries.of_team(me, team, page=asked_page(request)), team=team)


def _page(request: HttpRequest, me: Actor, desk: Desk, *, team: int | None) -> HttpResponse:
    now = clock.now()
    alone = people.is_alone()
    answers = not alone and people.answers_for_company(me)
    teams = [] if alone else queries.desks(me, answers=answers)
    shown = next((choice for choice in teams if choice.pk == team), None)
    own = [choice for choice in teams if choice.pk in me.teams]
    hands = people.hands_of(me.as_staff()).people() if team is None else []
    context: dict[str, object] = {
        "house": house.section_of(me, now) if answers and team is None else None,
        "section": "desk",
        "desk": desk,
        "lines": [line(row, me, now) for row in desk.rows],
        "greeting": _greeting(me, desk, now) if team is None else "",
        "team": shown,
        "team_line": _team_line(desk),
        "own_teams": own[:4],
        "other_teams": [choice for choice in teams if choice not in own[:4]],
        "to_do": to_do_lines(me, hands) if team is None else [],
        "missed": misses.count_waiting(handlers=hands) if team is None else 0,
        "wrong": nonconformities.count_open(handlers=hands) if team is None else 0,
        "unsettled": billing.count_open(handlers=hands) if team is None else 0,
        "bills": billing.count_open_invoices(handlers=hands) if team is None else 0,
        "me": me,
        # The mailbox of a demo is read here, where its links lead.
        "asks_for_address": team is None
        and me.admin
        and settings.PUBLIC_URL_IS_MISSING
        and not settings.MAILBOX,
        "troubles": troubles() if team is None and me.admin else [],
        "sample": len(samples.to_look_at(me.as_staff())) if team is None else 0,
        "topics": " ".join([f"person:{me.person}", *(f"team:{key}" for key in sorted(me.teams))]),
    }
    return render(request, "web/desk/desk.html", context)


@dataclass(frozen=True)
class ToDo:
    """A task with a customer outside journeys, as it is printed."""

    href: str
    title: str
    words: str
    since: datetime


def to_do_lines(me: Actor, hands: list[int]) -> list[ToDo]:
    """Tasks outside journeys: due meetings, interviews to hold or read back, key customers nobody meets."""
    key = me.as_staff()
    sentences = {
        "meeting": _("you meet, and the day has come"),
        "interview": _("a conversation to hold and write down"),
        "read_back": _("what they said is to be read back to them"),
        "corrected": _("they corrected what we understood"),
        "no_rhythm": _("a key customer without a next meeting"),
    }
    return [
        ToDo(
            href=f"/customers/{row.customer}"
            + (f"/interviews/{row.interview}" if row.interview is not None else ""),
            title=row.name,
            words=sentences[row.what]
            + ("" if row.person == key else " · " + _("for %(name)s, who is away") % {"name": row.whose}),
            since=row.since,
        )
        for row in meetings.to_do(hands)
    ]


def asked_page(request: HttpRequest) -> int:
    """The page number that the address asks for."""
    asked = request.GET.get("page", "1")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


def _greeting(me: Actor, desk: Desk, now: datetime) -> str:
    """`Good afternoon, Ana. Three people are waiting for you.`"""
    hour = timezone.localtime(now).hour
    greeting = (
        _("Good morning") if 4 <= hour < 12 else _("Good afternoon") if 12 <= hour < 18 else _("Good evening")
    )
    waiting = ngettext(
        "%(count)s person is waiting for you.", "%(count)s people are waiting for you.", desk.waiting
    ) % {"count": words.count(desk.waiting)}
    if not desk.waiting:
        waiting = _("Nobody is waiting for you.")
    return f"{greeting}, {given_name(me.name)}. {waiting}"


def _team_line(desk: Desk) -> str:
    on_us = ngettext("%(count)s waiting on us", "%(count)s waiting on us", desk.on_us) % {"count": desk.on_us}
    total = ngettext("%(count)s open", "%(count)s open", desk.total) % {"count": desk.total}
    return f"{total} · {on_us}"
