"""A command's turn at one journey.

Taking a turn locks the row and asks the command's check whether the act is allowed. During the turn the
command changes the row, plans and finishes steps, and queues events. At its end the next step and the court
follow from the open steps, the row is written if it changed, and all events are recorded in one statement.
Other rooms take part by taking the turn as their first argument: one act stays one transaction and one batch
of events.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from wellkept.blueprints.models import Blueprint, Stage
from wellkept.blueprints.queries import Plan, plan
from wellkept.customers.models import Contact, Customer
from wellkept.events.commands import Audience, Entry, record
from wellkept.events.facts import Fact
from wellkept.journeys import facts, handoff_facts, rules
from wellkept.journeys.first_word import before_the_first_word
from wellkept.journeys.models import Check, Journey, NextStep
from wellkept.journeys.state import JourneyState
from wellkept.journeys.step_kinds import KINDS, Parameters
from wellkept.kernel import clock
from wellkept.kernel.instants import later
from wellkept.kernel.refusal import Refusal, forbidden, missing, refuse
from wellkept.kernel.rows import columns, insert, read, update, width
from wellkept.notices.addressee import Addressee
from wellkept.notices.commands import write
from wellkept.notices.models import Notice
from wellkept.people.actor import Actor

_COLUMNS = (
    "state",
    "contact_id",
    "site_id",
    "entity_id",
    "need",
    "budget",
    "requested_for",
    "version_id",
    "stage",
    "move",
    "team_id",
    "owner_id",
    "holder_id",
    "next_step_id",
    "court",
    "court_since",
    "waits_for",
    "heard_at",
    "silent_at",
    "silence_warnings",
    "opened_at",
    "accepted_at",
    "rested_at",
    "ended_at",
    "confidential",
)


class Turn:
    """The locked row, the actor, and the queued events. Made only by `turn` and `turns`."""

    def __init__(self, row: Journey, by: Actor, *, is_new: bool = False, last: datetime | None = None):
        self.row = row
        self.by = by
        self.now = max(filter(None, (clock.now(), last)))  # not behind the log: the clock may be set back
        self.audience_people: set[int | None] = {row.owner_id, row.holder_id}
        self.audience_teams: set[int | None] = {row.team_id}
        self._entries: list[Entry] = []
        self._before = {} if is_new else {column: getattr(row, column) for column in _COLUMNS}
        self._steps: list[NextStep] | None = [] if is_new else None
        self._heard: datetime | None = None
        self.checked = self.state  # the facts as the check saw them

    @property
    def state(self) -> JourneyState:
        """Facts for the rules, rebuilt each time: they include the command's changes so far."""
        return JourneyState(self.row, self.by, read_steps=self.steps, now=self.now)

    @property
    def plan(self) -> Plan:
        """The version that the journey is pinned to."""
        return plan(self.row.version_id)

    @property
    def stage(self) -> Stage:
        """The stage as its version describes it."""
        return self.plan.stage(self.row.stage)

    def say(
        self, fact: Fact, *, happened: datetime | None = None, first: bool = False, at: int | None = None
    ) -> None:
        """Queue an event. The first one is the act, the others are its consequences.

        `at` inserts it at an earlier place.
        """
        place = 0 if first else len(self._entries) if at is None else at
        self._entries.insert(place, Entry(self.row.pk, fact, happened=happened))
        self._tick_what_it_proves(fact)

    @property
    def place(self) -> int:
        """The place of the next event, to insert one there later."""
        return len(self._entries)

    def tell(
        self,
        kind: str,
        *,
        contact: Contact | None = None,
        person: int | None = None,
        words: str = "",
        automatic: bool = True,
        new: bool = True,
        **facts_of: object,
    ) -> Notice:
        """Write a notice of this kind to the customer, and queue its event.

        It goes to the journey's contact and names its owner, unless somebody else is given. Facts that are None are
        left out.
        """
        known_facts = {name: value for name, value in facts_of.items() if value is not None}
        notice, entry = write(
            subject=self.row.pk,
            kind=kind,
            to=Addressee(contact or self.row.contact),
            person=person or self.row.owner_id,
            words=words,
            automatic=automatic,
            new=new,
            facts_of={"number": self.row.number, **known_facts},
        )
        self.also(entry)
        return notice

    def due_in(self, hours: float) -> datetime:
        """The instant so many hours from now. The only place that turns hours into a time."""
        return later(self.now, hours=hours)

    def also(self, entry: Entry) -> None:
        """Queue an entry of another room, on this subject or another one."""
        self._entries.append(entry)
        if entry.on == self.row.pk:
            self._tick_what_it_proves(entry.fact)

    def _tick_what_it_proves(self, fact: Fact) -> None:
        """Tick the checklist items whose `proved_by` is this event (law 6). A tick that is there stays as it is."""
        trigger = fact.kind if isinstance(fact, facts.Triggered) else None
        for item in self.plan.proved_by(fact.type, trigger=trigger):
            by = self.by.person or self.row.holder_id or self.row.owner_id
            _, is_new = Check.objects.get_or_create(
                journey=self.row, item=item.key, defaults={"by_id": by, "at": self.now, "note": fact.proof}
            )
            if is_new:
                self.say(handoff_facts.ItemTicked(item=item.key, note=fact.proof))

    def steps(self) -> list[NextStep]:
        """Open steps, by due time."""
        if self._steps is None:
            self._steps = _open_steps(self.row)
        return sorted(self._steps, key=lambda step: (step.due_at, step.pk))

    def plan_step(
        self,
        kind: str,
        text: str = "",
        *,
        due: datetime | None = None,
        hours: float | None = None,
        awaits: str = "us",
        third_party: str = "",
        handler: int | None = None,
        parameters: Parameters | None = None,
    ) -> NextStep:
        """Plan a step of this kind, by `due` or in so many hours. `text` is what a person typed."""
        self.steps()
        step_handler = handler or (self.row.owner_id if KINDS[kind].whose == "owner" else None)
        step = NextStep(
            journey=self.row,
            kind=kind,
            text=text.strip(),
            parameters=dict(parameters or {}),
            due_at=due or self.due_in(hours or 24),
            awaits=awaits,
            whom=third_party,
            handler_id=step_handler,
            asked_at=self.now,
        )
        insert(step)
        assert self._steps is not None
        self._steps.append(step)
        self.audience_people.add(step_handler)
        self.say(
            facts.StepPlanned(
                step=step.pk,
                kind=kind,
                text=step.text,
                parameters=step.parameters,
                due=step.due_at,
                awaits=awaits,
                whom=third_party,
                handler=step_handler,
            )
        )
        return step

    def finish(
        self, finished: Sequence[NextStep], *, how: str = "done", note: str = "", say: bool = True
    ) -> None:
        """Mark these steps as done. `how` is a key of ours, `note` what a person typed."""
        if not finished:
            return
        keys = {step.pk for step in finished}
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE next_step SET done_at = %s, done_how = %s, done_note = %s WHERE id = ANY (%s)",
                [self.now, how, note, sorted(keys)],
            )
        self._steps = [step for step in self.steps() if step.pk not in keys]
        for step in finished:
            self.audience_people.add(step.handler_id)
            if say:
                self.say(facts.StepDone(step=step.pk, kind=step.kind, how=how, note=note))

    def heard(self, at: datetime) -> None:
        """Note that the customer heard from a person, or got a notice with news."""
        if self._heard is None or at > self._heard:
            self._heard = at

    def settle(self, *, happened: datetime | None = None) -> list[int]:
        """End the turn: derive next step, court and silence, write the row, record the events."""
        row = self.row
        if self._heard is not None and (row.heard_at is None or self._heard > row.heard_at):
            row.heard_at = self._heard
            row.silence_warnings = 0
        if row.state == "open":
            row.silent_at = row.heard_at + timedelta(hours=self.stage.silence_hours)
        else:
            row.silent_at = None
        self._settle_court(happened)
        changed = [column for column in _COLUMNS if self._before.get(column, _UNSET) != getattr(row, column)]
        if self._before and changed:
            update(row, changed)
        elif not self._before:
            insert(row)
        if not self._entries:
            return []
        people = self.audience_people | {row.owner_id, row.holder_id}
        teams = self.audience_teams | {row.team_id}
        return record(*self._entries, by=self.by.by, audience=Audience(people, teams))

    def _settle_court(self, happened: datetime | None) -> None:
        row = self.row
        if row.state != "open":
            court, third_party = "none", ""
            if row.state == "at_rest":
                row.next_step = self.steps()[0]
        else:
            steps = self.steps()
            refuse(rules.no_next_step(steps))
            row.next_step = steps[0]
            court, third_party = rules.court_of(steps)
        is_new = not self._before
        if (court, third_party) == (row.court, row.waits_for) and not is_new:
            return
        at = happened or self.now
        row.court, row.waits_for = court, third_party
        if is_new or at >= row.court_since:
            row.court_since = at
            self._entries[0] = _with_court(self._entries[0], court)
        else:  # written down late: the past keeps its courts, and this one begins now
            row.court_since = self.now
            self._entries.append(Entry(row.pk, facts.CourtMarked(waits_for=third_party), court=court))


_UNSET = object()


@contextmanager
def turn(
    *,
    journey: int,
    by: Actor,
    check: rules.Check,
    happened: datetime | None = None,
    may_be_first: bool = False,
) -> Iterator[Turn]:
    """Take a turn at one journey, unless the check refuses it."""
    with turns(journeys=[journey], by=by, check=check, happened=happened, may_be_first=may_be_first) as (
        taken,
    ):
        yield taken


@contextmanager
def turns(
    *,
    journeys: Sequence[int],
    by: Actor,
    check: rules.Check,
    happened: datetime | None = None,
    may_be_first: bool = False,
) -> Iterator[list[Turn]]:
    """Take a turn at several journeys at once, locked in the order of their keys, given in the order asked.

    What `happened` is no older than the journey's first word, unless it may be that word itself.
    """
    if happened is not None and happened > clock.now():
        raise Refusal("in_the_future", _("This has not happened yet."), field="happened", status=422)
    with transaction.atomic():
        taken = {key: _locked(key, by, check) for key in sorted(set(journeys))}
        if happened is not None and not may_be_first:
            refuse(next((before_the_first_word(t.row, happened) for t in taken.values()), None))
        yield [taken[key] for key in journeys]
        for turn in taken.values():
            turn.settle(happened=happened)


def wait_for_turn(journey: int) -> None:
    """Lock the journey before writing to its log without a turn: the journey's lock comes before the log's."""
    Journey.objects.select_for_update(of=("self",)).filter(pk=journey).values_list("pk").first()


def _locked(journey: int, by: Actor, check: rules.Check) -> Turn:
    """Load and lock the row, and read in the same statement whether the actor still has access, and their teams."""
    with connection.cursor() as cursor:
        me = by.person or 0
        cursor.execute(_lock_statement(), [me, me, journey])
        values = cursor.fetchone()
    if values is None:
        raise missing("journey", _("There is no such journey."))
    may_enter, teams, last, *rest = values
    row = _journey_of(rest)
    if by.kind in ("person", "token"):
        if not may_enter:
            raise forbidden(_("Your access was withdrawn."))
        by = replace(by, teams=frozenset(teams))
    turn = Turn(row, by, last=last)
    refuse(check(turn.checked) or rules.not_ended(turn.checked))
    return turn


@functools.cache
def _lock_statement() -> str:
    return f"""
        SELECT EXISTS (SELECT FROM person WHERE id = %s AND active AND access),
               ARRAY(SELECT team_id FROM member WHERE person_id = %s),
               (SELECT recorded_at FROM event WHERE subject_id = journey.id ORDER BY seq DESC LIMIT 1),
               {columns(Journey)}, {columns(Blueprint)}, {columns(Customer)}, {columns(Contact)}
        FROM journey
        JOIN blueprint ON blueprint.id = journey.blueprint_id
        JOIN customer ON customer.id = journey.customer_id
        LEFT JOIN contact ON contact.id = journey.contact_id
        WHERE journey.id = %s
        FOR UPDATE OF journey
    """


def _journey_of(values: list[object]) -> Journey:
    """The journey, with whom and what it is about at hand."""
    parts = iter(values)
    row, blueprint, customer, contact = (
        list(itertools.islice(parts, width(model))) for model in (Journey, Blueprint, Customer, Contact)
    )
    journey = read(Journey, row)
    journey.blueprint = read(Blueprint, blueprint)
    journey.customer = read(Customer, customer)
    journey.contact = read(Contact, contact) if journey.contact_id is not None else None
    return journey


@functools.cache
def _steps_statement() -> str:
    return f"SELECT {columns(NextStep)} FROM next_step WHERE journey_id = %s AND done_at IS NULL"


def _open_steps(row: Journey) -> list[NextStep]:
    with connection.cursor() as cursor:
        cursor.execute(_steps_statement(), [row.pk])
        return [read(NextStep, values) for values in cursor.fetchall()]


def _with_court(entry: Entry, court: str) -> Entry:
    return Entry(entry.on, entry.fact, court=court, happened=entry.happened, cause=entry.cause)
