"""The desk: who is waiting for me?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wellkept.desk import queries
from wellkept.desk.queries import Desk, Row
from wellkept.find.queries import misses
from wellkept.health.queries import troubles
from wellkept.intake import samples
from wellkept.journey_page.acts import first_act
from wellkept.kernel import clock, number, wording
from wellkept.kernel.given_name import given_name
from wellkept.people import queries as people
from wellkept.people.actor import Actor
from wellkept.quality import queries as nonconformities
from wellkept.voice.queries import meetings
from wellkept.web import access
from wellkept.web import labels as words


@dataclass(frozen=True)
class Button:
    """The one act of a row: its words, and the noun of the act below the journey's address.

    Without a noun it only opens the journey.
    """

    words: str
    noun: str = ""


@dataclass(frozen=True)
class Line:
    """A row of the desk as it is printed."""

    row: Row
    href: str
    title: str
    need: str
    state: words.State
    flags: list[words.State]
    act: Button
    whose: str


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
    teams = [] if people.is_alone() else queries.desks(me)
    shown = next((choice for choice in teams if choice.pk == team), None)
    own = [choice for choice in teams if choice.pk in me.teams]
    hands = [me.as_staff(), *people.people_i_stand_in_for(me.as_staff())] if team is None else []
    context: dict[str, Any] = {
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


def line(row: Row, me: Actor, now: datetime) -> Line:
    """Word a row for the desk."""
    journey = row.journey
    waits_for = journey.waits_for if row.readable else ""
    state = words.court(journey.court, since=journey.court_since, waits_for=waits_for, now=now)
    flags = []
    if row.offer is not None:
        state = words.State(_("Offered by %(team)s") % {"team": row.offer.journey.team.name}, "open")
    if row.broken:
        flags.append(words.State(_("promise broken"), "broken"))
    elif row.jeopardy:
        flags.append(words.State(_("promise in jeopardy"), "moved"))
    if row.silent:
        flags.append(words.State(wording.no_word_for(now - journey.heard_at), "broken"))
    if not row.readable:
        return Line(
            row=row,
            href=f"/journeys/{journey.number}",
            title=number.show(journey.number),
            need=_("Confidential"),
            state=state,
            flags=flags,
            act=Button(_("Open")),
            whose=_whose(row, me),
        )
    return Line(
        row=row,
        href=f"/journeys/{journey.number}",
        title=journey.customer.name,
        need=wording.quoted(journey.need),
        state=state,
        flags=flags,
        act=_button(row, now),
        whose=_whose(row, me),
    )


def _button(row: Row, now: datetime) -> Button:
    """The first act, where the row waits for whoever looks; else to look."""
    asks = row.step is not None and row.step.rule.is_ask_again and row.step.due_at <= now
    act = first_act(row.record) if row.offer is not None or row.to_act or asks else None
    return Button(act.button, act.noun) if act is not None else Button(_("Open"))


def _whose(row: Row, me: Actor) -> str:
    """`for Jonas, who is away`, `in Jonas’s hands`; nothing where it is mine to do."""
    if row.stands_in_for is not None:
        return _("for %(name)s, who is away") % {"name": given_name(row.stands_in_for.name)}
    holder = row.journey.holder
    if row.to_act or row.offer is not None or holder is None or holder.pk == me.person:
        return ""
    return _("in %(name)s’s hands") % {"name": given_name(holder.name)}
