"""One committed world for the modules that try to break it: journeys at every station of their way."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from _pytest.mark import ParameterSet
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg.errors import InsufficientPrivilege
from tests import cast as people
from tests.cast import DAY, MONDAY, Cast
from tests.database import as_owner
from tests.solutions.catalogue import build as catalogue

from wellkept.billing.billable import billable_lines
from wellkept.billing.commands import invoices
from wellkept.billing.commands.allocations import allocate, take_back_allocation
from wellkept.billing.commands.payments import record_payment
from wellkept.billing.paid_money import PaidMoney
from wellkept.billing.rules import Share
from wellkept.blueprints.commands import approve
from wellkept.blueprints.queries import current
from wellkept.customers.commands.links import link_for
from wellkept.delivery.commands import install_item
from wellkept.delivery.new_item import NewItem
from wellkept.delivery.queries import quantities_of
from wellkept.endings import commands as endings
from wellkept.entities import commands as entities
from wellkept.entities.letterhead import Account, Details
from wellkept.events.models import Subject
from wellkept.find import commands as find
from wellkept.journeys.commands import details, holds, process, touches
from wellkept.journeys.models import Journey
from wellkept.journeys.touch import IncomingTouch
from wellkept.kernel import clock
from wellkept.kernel.money import Money
from wellkept.notices import commands as notices
from wellkept.orders import commands as orders
from wellkept.orders.queries import agreement_in_force
from wellkept.people import commands as staff
from wellkept.people.actor import SYSTEM
from wellkept.promises import commands as promises
from wellkept.sales import commands as sales
from wellkept.visits import commands as visits
from wellkept.visits.new_record import NewRecord
from wellkept.visits.window import VisitPlan, Window
from wellkept.voice.commands import fit, interviews, meetings, read_backs, seven, statements
from wellkept.voice.source import Source

Refused = Callable[[str], AbstractContextManager[None]]
Role = Callable[[], AbstractContextManager[None]]


@dataclass
class World:
    """The company, and a journey at each station."""

    cast: Cast
    journeys: dict[str, Journey]

    @property
    def names(self) -> dict[str, Any]:
        """Names that an SQL statement of an attempt may use: keys of people, teams, journeys and some of their rows."""
        keys: dict[str, Any] = {name: row.pk for name, row in self.journeys.items()}
        keys |= {
            name: self.cast.person(name).pk for name in ("ana", "tom", "olga", "jonas", "lea", "mira", "iris")
        }
        keys |= {f"team_{name}": team.pk for name, team in self.cast.teams.items()}
        keys |= {"now": clock.now(), "later": clock.now() + 30 * DAY, "past": clock.now() - DAY}
        keys |= {"process": self.journeys["opened"].blueprint_id}
        keys |= {"customer": self.cast.bakery.customer.pk, "other_customer": self.cast.school.customer.pk}
        return keys


def build(cast: Cast) -> World:
    """Everything that the commands can make of a journey."""
    journeys = {
        "opened": people.opened(cast),
        "other": people.opened(cast, of=cast.school, blueprint="product"),
        "decided": people.decided(cast),
        "offered": people.offered(cast),
        "put": people.put(cast),
        "quoted": people.quoted(cast),
        "discounted": people.discounted(cast),
        "delivery": people.in_delivery(cast),
        "support": people.in_support(cast),
        "resting": people.at_rest(cast),
        "ended": people.opened(cast),
    }
    endings.cancel(journey=journeys["ended"].pk, why="Not now", by=cast.by("ana"), by_them=True)
    first, second = journeys["delivery"], people.in_delivery(cast)
    journeys["moved"] = second
    for row, notified in ((first, True), (second, False)):
        promise = row.promises.get(kind="date")
        assert promise.due is not None
        move = promises.move_promise(
            journey=row.pk,
            promise=promise.pk,
            due=promise.due + timedelta(days=2),
            reason="The line is late",
            by=cast.by("jonas"),
        )
        if notified:
            notices.carried(notice=move.notice_id, title="t", text="t", html="t", by=SYSTEM)
            promises.notice_told(notice=move.notice_id)
    touches.log_touch(
        journey=journeys["opened"].pk, touch=IncomingTouch("call", "Still dark"), by=cast.by("tom")
    )
    ana, support = cast.by("ana"), journeys["support"].pk
    lost = find.note_miss(asked="the blue door", by=ana)
    find.note_successful_search(asked="The door: blue", to=support, by=cast.by("tom"))
    find.note_miss(asked="nobody", by=ana)
    find.end_as_nonconformity(miss=lost.pk, what="Not found", next_step="Find out why", by=ana)
    staff.go_away(person=cast.iris.pk, since=clock.now(), until=None, by=ana)
    staff.make_token(name="Shop", person=cast.iris.pk, scopes=["read"], by=cast.by("iris"))
    link_for(contact=cast.bakery.contact.pk, subject=support, days=90)
    staff.accept_by_rule(team=cast.teams["support"].pk, giving_team=cast.teams["billing"].pk, by=ana)
    (line,) = (row.line.pk for row in quantities_of(agreement_in_force(support)))
    pump = NewItem(product="Pump", serial="P 4711", line=line)
    install_item(journey=support, item=pump, by=cast.by("mira"))
    holds.place_hold(journey=support, stops="billing", why="They object to the bill", by=cast.by("mira"))
    details.name_reader(journey=support, person=cast.iris.pk, by=ana)
    process.do_step(journey=support, step="after-care", by=cast.by("mira"), evidence="It bakes")
    sales.read_back(journey=journeys["other"].pk, text="You need light", by=cast.by("tom"))
    told_us(cast, journeys["other"])
    line = journeys["quoted"].quotes.get().lines.first()
    assert line is not None
    orders.ask_about_line(line=line.pk, words="How long?", by=people.speaker_of(journeys["quoted"]))
    sellers(cast)
    billed(cast, journeys["resting"])
    starts = clock.now() + 4 * DAY
    visit = visits.fix_visit(
        journey=first.pk,
        plan=VisitPlan(person=cast.lea.pk, place="Königstraße 4", words="Put it in"),
        window=Window(starts, starts + timedelta(hours=2)),
        by=cast.by("jonas"),
    )
    hours = NewRecord(
        key=UUID(int=1), kind="hours", seen=visit.sequence, words="Way", quantity=Decimal(1), unit="HUR"
    )
    visits.keep_record(visit=visit.pk, new=hours, by=cast.by("lea"))
    # A second edition comes into force: everything above stays with the first until it enters its next stage.
    service = current("service").version
    approve(key="service", source=service.source + "\n# Second edition.\n", by=cast.by("ana"))
    return World(cast, {name: people.fresh(row) for name, row in journeys.items()})


def told_us(cast: Cast, on: Journey) -> None:
    """Record the bakery's statements: an interview read back, another to come, meetings, the seven, a fit."""
    ana, customer, petra = cast.by("ana"), cast.bakery.customer.pk, cast.bakery.contact.pk
    statements.note_statement(
        customer=customer, kind="goal", words="A second shop", source=Source(contact=petra), by=ana
    )
    seven.answer_seven(customer=customer, question="exist", answer="yes", by=ana)
    two = interviews.Interviewers(asks=cast.tom.pk, writes=cast.olga.pk)
    plan = {"customer": customer, "contact": petra, "interviewers": two, "by": ana}
    now = clock.now()
    held = interviews.plan_interview(planned_for=now, **plan)
    interviews.hold_interview(interview=held.pk, answers={"success": "A second shop"}, by=cast.by("olga"))
    read_backs.read_interview_back(interview=held.pk, text="You want a second shop", by=ana)
    interviews.plan_interview(planned_for=now + DAY, **plan)
    meetings.set_rhythm(customer=customer, every_days=90, next_at=now + DAY, contact=petra, by=ana)
    meetings.hold_meeting(customer=customer, words="All is well", by=ana)
    meetings.mark_key_customer(customer=customer, why="Three shops", by=ana)
    strength = fit.note_strength(words="Lines for ovens", by=ana)
    fit.judge_fit(journey=on.pk, asks="A line", verdict="ours", strengths=[strength.pk], by=cast.by("tom"))


def sellers(cast: Cast) -> None:
    """Keep two further entities, one of which has ended, and two accounts, one of which is closed."""
    ana, usual = cast.by("ana"), people.usual_entity().pk
    for name in ("Solar", "Old"):
        details = Details(name=name, legal_name=f"{name} GmbH", country="DE", language="de", currency="EUR")
        row = entities.add_entity(details=details, by=ana)
    entities.end_entity(entity=row.pk, why="Sold", by=ana)
    for iban in ("DE89370400440532013000", "DE02120300000000202051", "GB33BUKB20201555555555"):
        account = Account(iban=iban, holder="Lindenau", currency="EUR")
        last = entities.add_account(entity=usual, account=account, by=ana)
    entities.close_account(account=last.pk, by=ana)
    catalogue(cast)
    entities.set_paper_text(
        entity=usual, kind="invoice", language="en", opening="", closing="Thank you", by=ana
    )
    paid = PaidMoney(amount=Money(Decimal(50), "EUR"), day=clock.now().date(), payer="Petra Lindner")
    record_payment(payment=paid, by=ana)


def billed(cast: Cast, on: Journey) -> None:
    """Issue an invoice, credit it, and draft another, for what was agreed on this journey."""
    ana = cast.by("ana")
    address = {
        "street": "Hauptstraße 1",
        "postcode": "01067",
        "city": "Dresden",
        "tax_number": "201/123/12340",
    }
    entities.change_entity(entity=people.usual_entity().pk, by=ana, **address)
    for place in range(2):
        shares = [Share(item.line.pk) for item in billable_lines(on.pk, first_day=clock.now().date())]
        draft = invoices.draft_invoice(journey=on.pk, shares=shares, by=ana)
        if place == 0:
            invoices.issue_invoice(invoice=draft.pk, by=ana)
            paid = PaidMoney(amount=draft.gross, day=clock.now().date())
            payment = record_payment(payment=paid, by=ana)
            allocation = allocate(payment=payment.pk, invoice=draft.pk, by=ana)
            take_back_allocation(allocation=allocation.pk, by=ana)
            invoices.credit_invoice(invoice=draft.pk, why="The wrong model", by=ana)


@pytest.fixture(scope="module")
def committed_world(committed_module: None, kept_company: Cast) -> World:
    with clock.at(MONDAY), transaction.atomic():
        return build(people.bring_back(kept_company))


@pytest.fixture
def world(committed_world: World, db: None) -> Iterator[World]:
    """The world, an hour later, in a transaction of its own that is rolled back."""
    with clock.at(MONDAY + timedelta(hours=1)):
        yield committed_world


def each(attempts: Mapping[str, Sequence[list[str]]]) -> list[ParameterSet]:
    """Every attempt by the name of its constraint. In `make check` the oldest PostgreSQL sees the first of each."""
    return [
        pytest.param(name, statements, id=f"{name}-{n}", marks=[pytest.mark.one_version] if n else [])
        for name, all_of in attempts.items()
        for n, statements in enumerate(all_of)
    ]


def on_record(*subjects: int) -> None:
    """An event of each subject that allows every change, so that it is not the event that a change is refused for.

    Its type is none of the product's: it is made in the transaction of the attempt, and goes with it.
    """
    at = clock.now().isoformat()
    entries = [
        {
            "subject": subject,
            "type": "tried_by_hand",
            "happened": at,
            "recorded": at,
            "actor_kind": "system",
            "facts": "{}",
        }
        for subject in subjects
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT seed.allow_everything()")
        cursor.execute("SELECT record_events(%s, '{}')", [json.dumps(entries)])


def all_on_record() -> None:
    """An event of every subject of the world, in this transaction."""
    on_record(*Subject.objects.order_by("pk").values_list("pk", flat=True))


def snapshot() -> dict[str, tuple[int, str]]:
    """Every table with what it holds, as a digest. Prepared: planning so many tables takes as long as reading them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_prepared_statements WHERE name = 'snapshot'")
        if cursor.fetchone() is None:
            cursor.execute(f"PREPARE snapshot AS {_digests(cursor)}")
        cursor.execute("EXECUTE snapshot")
        return {name: (count, digest) for name, count, digest in cursor.fetchall()}


def _digests(cursor: CursorWrapper) -> str:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return " UNION ALL ".join(
        f"SELECT '{name}', count(*), coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '') FROM {name} t"
        for (name,) in cursor.fetchall()
    )


@contextmanager
def refused(constraint: str, *, without: Sequence[str] = ()) -> Iterator[None]:
    """Expect that this constraint refuses the block, at once or at its end, and that nothing is changed."""
    before = snapshot()
    with pytest.raises(IntegrityError) as caught, transaction.atomic():  # noqa: PT012
        for foreign_key in without:
            _drop(foreign_key)
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    name = _refused_by(caught.value)
    assert snapshot() == before
    if name != constraint:
        raise RefusedByAnother(name, str(caught.value.__cause__))


class RefusedByAnother(AssertionError):
    """Another constraint refused the block than the one that should have."""


def _refused_by(error: IntegrityError) -> str:
    cause: Any = error.__cause__
    return str(cause.diag.constraint_name)


def _drop(foreign_key: str) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT conrelid::regclass FROM pg_constraint WHERE conname = %s", [foreign_key])
        cursor.execute(f"ALTER TABLE {cursor.fetchone()[0]} DROP CONSTRAINT {foreign_key}")


def _is_foreign_key(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_constraint WHERE conname = %s AND contype = 'f'", [name])
        return cursor.fetchone() is not None


@contextmanager
def denied() -> Iterator[None]:
    """Assert that the application's role lacks the privilege for the block, and that nothing of it stays."""
    before = snapshot()
    with pytest.raises(ProgrammingError) as caught, transaction.atomic():
        yield
    assert isinstance(caught.value.__cause__, InsufficientPrivilege), str(caught.value)
    assert snapshot() == before


def refused_to_whoever_may(constraint: str, attempt: Callable[[Role], None]) -> None:
    """Try as the application's role. Where that lacks the privilege, the constraint has to refuse the owner."""
    try:
        _refused_whatever_else_holds(constraint, lambda: attempt(nullcontext))
    except ProgrammingError as error:
        if not isinstance(error.__cause__, InsufficientPrivilege):
            raise
        _refused_whatever_else_holds(constraint, lambda: attempt(as_owner))


def _refused_whatever_else_holds(constraint: str, attempt: Callable[[], None]) -> None:
    """Expect a refusal by this constraint, also where another foreign key forbids the attempt as well.

    PostgreSQL asks foreign keys in the order of their triggers' names, which hold numbers that differ from one server
    to the next. Those that come first are dropped for the attempt.
    """
    dropped: list[str] = []
    while True:
        try:
            with refused(constraint, without=dropped):
                attempt()
        except RefusedByAnother as error:
            name = error.args[0]
            if name in dropped or not _is_foreign_key(name):
                raise
            dropped.append(name)
        else:
            return
