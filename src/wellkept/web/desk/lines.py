"""Rows of a desk as they are printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from wellkept.desk.queries import Row
from wellkept.journey_page.acts import first_act
from wellkept.kernel import number, wording
from wellkept.kernel.given_name import given_name
from wellkept.people.actor import Actor
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
    doer: str  # who does the next step, where that is neither who looks nor who holds the journey


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
            doer="",
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
        doer=_doer(row, me),
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


def _doer(row: Row, me: Actor) -> str:
    """Name the colleague who does the next step, if the row does not say so otherwise."""
    handler = row.step.handler if row.step is not None else None
    if handler is None or row.offer is not None or handler.pk == me.person or row.stands_in_for is not None:
        return ""
    return handler.name
