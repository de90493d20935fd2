"""Law 11, by somebody with every key to the server: each way to change the record behind its back is named.

Triggers and foreign keys look away. The root of the morning has left the house, and the verifier gets it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction
from tests import cast as casting
from tests import kept
from tests.cast import MONDAY, Cast, bring_back
from tests.database import as_superuser
from tests.solutions.catalogue import build as catalogue

from wellkept.billing.billable import billable_lines
from wellkept.billing.commands.allocations import give_back
from wellkept.billing.commands.invoices import draft_invoice
from wellkept.billing.commands.payments import record_payment
from wellkept.billing.paid_money import PaidMoney
from wellkept.billing.rules import Share
from wellkept.delivery import commands as delivery
from wellkept.delivery.new_item import NewItem
from wellkept.delivery.queries import quantities_of
from wellkept.entities import commands as entities
from wellkept.entities.letterhead import Account
from wellkept.events import types
from wellkept.events.anchor import anchor
from wellkept.events.models import Subject
from wellkept.files import commands as files
from wellkept.files import folder
from wellkept.journeys.commands import holds, touches
from wellkept.journeys.models import Journey
from wellkept.journeys.touch import IncomingTouch
from wellkept.kernel import clock
from wellkept.kernel.money import Money
from wellkept.notices.commands import carried
from wellkept.notices.models import Notice
from wellkept.orders.queries import agreement_in_force
from wellkept.people.actor import SYSTEM, Actor
from wellkept.people.commands import make_token, teams
from wellkept.people.models import Company
from wellkept.promises import commands as promises
from wellkept.verification.fault import Finding
from wellkept.verification.heads import Anchored, read_anchor
from wellkept.verification.law_tables import TABLES
from wellkept.verification.queries import STEPS, Verified, verify
from wellkept.visits import commands as visits
from wellkept.visits.new_record import NewRecord, Picture
from wellkept.visits.window import VisitPlan, Window

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.law, pytest.mark.one_version]


@dataclass
class Record:
    """One journey in delivery and one put before its customer, a stored file, and the root that left the house."""

    journey: Journey
    put: Journey
    quoted: Journey
    team: int
    person: int
    company: int
    entity: int
    payment: int
    catalogue: frozenset[int]
    notice: str  # one that was told
    file: int
    digest: str
    anchored: Anchored

    def verified(self) -> Verified:
        return verify(against=self.anchored, files=Path(settings.FILES))

    def findings(self) -> list[Finding]:
        return list(self.verified().findings)

    def values(self) -> dict[str, object]:
        return {
            "journey": self.journey.pk,
            "put": self.put.pk,
            "quoted": self.quoted.pk,
            "team": self.team,
            "person": self.person,
            "company": self.company,
            "entity": self.entity,
            "payment": self.payment,
            "told": self.notice,
        }


LOGO = b"\x89PNG\r\n\x1a\n and the rest"
CONTENT = b"signed by hand"


@pytest.fixture(scope="module")
def kept_record(
    committed_module: None, kept_company: Cast, tmp_path_factory: pytest.TempPathFactory
) -> Record:
    """Made once; every test gets it back as it was."""
    with clock.at(MONDAY):
        cast = bring_back(kept_company)
        return kept.keep("record", lambda: made(cast, tmp_path_factory.mktemp("anchors")))


def recorded_at(visit: int, *, by: Actor, holder: Actor) -> None:
    """Record one thing of each kind that the forgeries touch; one of them was judged."""
    picture = Picture(name="wall.png", media_type="image/png", content=b"a wall")
    for new in (
        NewRecord(key=uuid4(), kind="hours", seen=0, quantity=Decimal("1.5")),
        NewRecord(key=uuid4(), kind="check", seen=0, words="Swept"),
        NewRecord(key=uuid4(), kind="item", seen=0, words="Boiler", serial="K 1"),
        NewRecord(key=uuid4(), kind="photo", seen=0, picture=picture),
        NewRecord(key=uuid4(), kind="work", seen=7, words="Put in"),
    ):
        kept = visits.keep_record(visit=visit, new=new, by=by)
    visits.judge_record(record=kept.pk, counts=True, by=holder)


@pytest.fixture
def record(kept_record: Record, cast: Cast) -> Iterator[Record]:
    kept.bring("record")
    folder.store([CONTENT])
    yield kept_record
    folder.path(kept_record.digest).unlink(missing_ok=True)


def made(cast: Cast, anchors: Path) -> Record:
    row = casting.in_delivery(cast)
    promise = promises.make_promise(
        journey=row.pk, text="The plan", due=clock.now() + timedelta(days=3), by=cast.by("jonas")
    )
    move = promises.move_promise(
        journey=row.pk,
        promise=promise.pk,
        due=clock.now() + timedelta(days=5),
        reason="Illness",
        by=cast.by("jonas"),
    )
    promises.make_promise(
        journey=row.pk,
        text="A call",
        due=clock.now() + timedelta(days=1),
        kind="call_back",
        by=cast.by("jonas"),
    )
    touches.write_note(journey=row.pk, words="The cellar is dry", by=cast.by("jonas"))
    shares = [Share(item.line.pk) for item in billable_lines(row.pk, first_day=clock.now().date())]
    draft_invoice(journey=row.pk, shares=shares, by=cast.by("jonas"))
    (half,) = quantities_of(agreement_in_force(row.pk))
    delivery.deliver(
        journey=row.pk, words="Half of it", by=cast.by("jonas"), lines={half.line.pk: Decimal("0.5")}
    )
    delivery.install_item(journey=row.pk, item=NewItem(product="Pump", serial="P 4711"), by=cast.by("jonas"))
    holds.place_hold(journey=row.pk, stops="billing", why="They ask about the price", by=cast.by("jonas"))
    file = files.keep(subject=row.pk, name="paper.pdf", media_type="application/pdf", content=CONTENT)
    put = casting.put(cast)
    quoted = casting.discounted(cast)
    team = teams.make_team(name="Fitters", stage=None, lead=cast.tom.pk, by=cast.by("ana"))
    touches.log_touch(journey=row.pk, touch=IncomingTouch("call", "Is it Friday?"), by=cast.by("jonas"))
    make_token(name="Shop", person=cast.tom.pk, scopes=["read", "write"], by=cast.by("tom"))
    entity = casting.usual_entity().pk
    for iban in ("DE02120300000000202051", "DE89370400440532013000"):
        account = Account(iban=iban, holder="Lindenau", currency="EUR")
        chosen = entities.add_account(entity=entity, account=account, by=cast.by("ana"))
    entities.prefer_account(account=chosen.pk, by=cast.by("ana"))
    entities.change_entity(entity=entity, city="Dresden", by=cast.by("ana"))
    entities.choose_logo(entity=entity, name="logo.png", content=LOGO, by=cast.by("ana"))
    for closing in ("Yours", "Kind regards"):
        entities.set_paper_text(
            entity=entity, kind="invoice", language="en", opening="", closing=closing, by=cast.by("ana")
        )
    paid = PaidMoney(amount=Money(Decimal(50), "EUR"), day=clock.now().date(), payer="Petra Lindner")
    payment = record_payment(payment=paid, by=cast.by("iris")).pk
    back = PaidMoney(amount=Money(Decimal(-20), "EUR"), day=clock.now().date())
    refund = record_payment(payment=back, by=cast.by("iris")).pk
    give_back(payment=payment, refund=refund, by=cast.by("iris"))
    catalogue(cast)
    sold = Subject.objects.filter(kind__in=("solution", "product", "price_list", "tax_rate"))
    letter = (
        Notice.objects.filter(subject=row.pk, carried_at__isnull=True)
        .exclude(pk=move.notice_id)
        .earliest("made_at")
    )
    carried(notice=letter.pk, title="Later", text="It comes later", html="<p>It comes later</p>", by=SYSTEM)
    starts = clock.now() + timedelta(days=4)
    visit = visits.fix_visit(
        journey=row.pk,
        plan=VisitPlan(person=cast.lea.pk, place="Königstraße 4", words="Put it in"),
        window=Window(starts, starts + timedelta(hours=2)),
        by=cast.by("jonas"),
    )
    recorded_at(visit.pk, by=cast.by("lea"), holder=cast.by("jonas"))
    anchored = anchor(folder=anchors)
    return Record(
        row,
        put,
        quoted,
        team.pk,
        cast.tom.pk,
        Company.objects.get().pk,
        entity,
        payment,
        frozenset(sold.values_list("pk", flat=True)),
        str(letter.pk),
        file.pk,
        file.sha256,
        read_anchor(anchored.file),
    )


def behind_its_back(statements: str, values: dict[str, object]) -> None:
    """Run statements as somebody with the keys to the server: no trigger and no foreign key looks."""
    with transaction.atomic(), as_superuser(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in filter(str.strip, statements.split(";")):
            cursor.execute(statement, values)
            assert cursor.rowcount != 0, statement


def rehash(subject: int) -> None:
    """Write every hash of a chain again, and the subject's head, so that the chain is whole."""
    with transaction.atomic(), as_superuser(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SELECT id FROM event WHERE subject_id = %s ORDER BY seq", [subject])
        head, length = b"", 0
        for (key,) in cursor.fetchall():
            length += 1
            cursor.execute("UPDATE event e SET seq = %s WHERE id = %s", [length, key])
            cursor.execute(
                "UPDATE event e SET hash = sha256(%s || event_line(e)) WHERE id = %s RETURNING hash",
                [head, key],
            )
            head = bytes(cursor.fetchone()[0])
        cursor.execute("UPDATE subject SET head = %s, length = %s WHERE id = %s", [head, length, subject])


def test_an_older_touch_that_became_the_first_word_is_no_finding(record: Record, cast: Cast) -> None:
    earlier = clock.now() - timedelta(days=40)
    touches.log_touch(
        journey=record.put.pk, touch=IncomingTouch("call", "It began", happened=earlier), by=cast.by("tom")
    )
    assert Journey.objects.get(pk=record.put.pk).opened_at == earlier
    assert record.findings() == []


def test_every_event_that_may_change_a_compared_column_is_taken_up() -> None:
    compared = {table.name: {*table.columns} - {"court"} for table in TABLES}  # any event may state the court
    untaken = {
        shape.type
        for shape in types.shapes()
        if shape.type not in STEPS
        for change in shape.allows
        if change.table in compared
        and (change.operation != "update" or {*change.columns} & compared[change.table])
    }
    assert untaken == set()


def test_nothing_is_found_where_nobody_changed_anything(record: Record) -> None:
    result = record.verified()
    assert record.findings() == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT subject_id) FROM event")
        assert (result.events, result.subjects) == cursor.fetchone()
    assert (result.files, record.anchored.heads is not None) == (3, True)


# The log itself: what is changed, the subject that is named (of those in `Record.values`), and the sentence.
MIDDLE = (
    "(SELECT id FROM event WHERE subject_id = %(journey)s AND body_digest IS NOT NULL"
    " ORDER BY seq LIMIT 1 OFFSET 2)"
)
LAST = "(SELECT id FROM event WHERE subject_id = %(journey)s ORDER BY seq DESC LIMIT 1)"
LOG = {
    "the ids of two events exchanged": (
        "ALTER TABLE event ALTER id SET GENERATED BY DEFAULT;"
        "UPDATE event SET id = -id WHERE subject_id = %(journey)s AND seq IN (2, 3);"
        "UPDATE event SET id = (SELECT -id FROM event WHERE subject_id = %(journey)s AND seq = 3)"
        " WHERE subject_id = %(journey)s AND seq = 2;"
        "UPDATE event SET id = (SELECT id - 1 FROM event WHERE subject_id = %(journey)s AND seq = 2)"
        " WHERE subject_id = %(journey)s AND seq = 3;"
        "ALTER TABLE event ALTER id SET GENERATED ALWAYS",
        "journey",
        "do not have the ids",
    ),
    "a fact changed": (
        f"UPDATE event SET facts = replace(facts, '\"', ' \"') WHERE id = {MIDDLE}",
        "journey",
        "does not give the hash",
    ),
    "facts that are no object": (
        f"UPDATE event SET facts = '[]' WHERE id = {MIDDLE}",
        "journey",
        "does not give the hash",
    ),
    "a body changed": (
        f"UPDATE event_body SET body = '{{\"said\":\"never\"}}' WHERE event_id = {MIDDLE}",
        "journey",
        "does not give the digest",
    ),
    "a body changed and its salt emptied": (
        f"UPDATE event_body SET body = '{{\"said\":\"never\"}}', salt = '' WHERE event_id = {MIDDLE}",
        "journey",
        "does not give the digest",
    ),
    "a body erased in silence": (
        f"UPDATE event_body SET body = NULL, salt = NULL WHERE event_id = {MIDDLE}",
        "journey",
        "erased without a recorded reason",
    ),
    "a body deleted": (f"DELETE FROM event_body WHERE event_id = {MIDDLE}", "journey", "gone without an erasure"),
    "an event deleted": (f"DELETE FROM event WHERE id = {MIDDLE}", "journey", "An event is missing"),
    "the last event deleted": (
        f"DELETE FROM event WHERE id = {LAST}",
        "journey",
        "head is not that of its last event",
    ),
    "the subject deleted": ("DELETE FROM subject WHERE id = %(journey)s", "journey", "subject of these events is gone"),
    "the events deleted": ("DELETE FROM event WHERE subject_id = %(journey)s", "journey", "whole history is missing"),
    "the subject and its whole history deleted": (
        "DELETE FROM event WHERE subject_id = %(team)s; DELETE FROM subject WHERE id = %(team)s;"
        "DELETE FROM team WHERE id = %(team)s",
        "team",
        "Gone with its whole history",
    ),
    "the head set back": (
        "UPDATE subject SET length = length - 1 WHERE id = %(journey)s",
        "journey",
        "head is not that of its last event",
    ),
    "the cause of an event gone": (
        "UPDATE event SET cause_id = 99999999 WHERE id = (SELECT max(id) FROM event WHERE subject_id = %(journey)s)",
        "journey",
        "does not give the hash",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", LOG)
def test_the_log_cannot_be_changed_unseen(record: Record, kind: str) -> None:
    statements, subject, sentence = LOG[kind]
    behind_its_back(statements, record.values())
    findings = record.findings()
    matching = [finding for finding in findings if sentence in finding.why]
    assert [finding.subject for finding in matching][:1] == [record.values()[subject]], findings


REWRITTEN = {
    "an actor changed": "UPDATE event SET actor_id = 4711 WHERE id = " + MIDDLE,
    "a time changed": "UPDATE event SET happened_at = happened_at - interval '1 day' WHERE id = " + MIDDLE,
    "an event taken out": f"DELETE FROM event WHERE id = {MIDDLE};"
    "DELETE FROM event_body b WHERE NOT EXISTS (SELECT FROM event e WHERE e.id = b.event_id)",
    "two events in each other's place": "UPDATE event SET seq = -seq WHERE subject_id = %(journey)s AND seq IN (2, 3);"
    "UPDATE event SET seq = 5 + seq WHERE subject_id = %(journey)s AND seq < 0",
}


@pytest.mark.parametrize("kind", REWRITTEN)
def test_a_chain_written_again_is_named_by_the_root_that_left_the_house(record: Record, kind: str) -> None:
    behind_its_back(REWRITTEN[kind], record.values())
    rehash(record.journey.pk)
    named = [finding.subject for finding in record.findings() if "anchored" in finding.why]
    assert named == [record.journey.pk]


def test_without_the_lists_of_heads_the_root_alone_says_that_something_changed(record: Record) -> None:
    behind_its_back(REWRITTEN["an actor changed"], record.values())
    rehash(record.journey.pk)
    alone = verify(against=Anchored(record.anchored.upto, record.anchored.root)).broken
    assert alone is not None
    assert "the subject cannot be named" in alone.why
    assert verify().broken is None  # without any root: this no verifier can see


def replay(record: Record, count: int, *, late: bool) -> None:
    """Put the last events of the chain behind it once more, with hashes that fit; `late`: as if recorded now."""
    with transaction.atomic(), as_superuser(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SELECT max(seq) FROM event WHERE subject_id = %s", [record.journey.pk])
        last = cursor.fetchone()[0]
        for seq in range(last - count + 1, last + 1):
            cursor.execute(
                "INSERT INTO event (subject_id, seq, type, happened_at, recorded_at, actor_kind, actor_id, cause_id,"
                " court, facts, body_digest, hash) SELECT subject_id, seq + %s, type, happened_at, recorded_at +"
                " make_interval(days => %s), actor_kind, actor_id, cause_id, court, facts, body_digest, hash"
                " FROM event WHERE subject_id = %s AND seq = %s RETURNING id",
                [count, int(late), record.journey.pk, seq],
            )
            cursor.execute(
                "INSERT INTO event_body SELECT %s, b.salt, b.body FROM event_body b JOIN event e ON e.id = b.event_id"
                " WHERE e.subject_id = %s AND e.seq = %s",
                [cursor.fetchone()[0], record.journey.pk, seq],
            )
    rehash(record.journey.pk)


@pytest.mark.parametrize("late", [False, True])
def test_a_tail_put_there_again_is_found(record: Record, late: bool) -> None:
    replay(record, 8, late=late)
    named = {finding.subject for finding in record.findings()}
    assert named == {record.journey.pk}


# Rows of law tables: the change, the table and the columns that are named.
ROWS = {
    ("journey", "owner_id"): "UPDATE journey SET owner_id = %(person)s + 1 WHERE id = %(journey)s",
    ("journey", "holder_id"): "UPDATE journey SET holder_id = %(person)s + 1 WHERE id = %(journey)s",
    ("journey", "stage"): "UPDATE journey SET stage = 'support' WHERE id = %(journey)s",
    ("journey", "state"): "UPDATE journey SET state = 'ended', ended_at = opened_at, holder_id = NULL,"
    " next_step_id = NULL, court = 'none' WHERE id = %(journey)s",
    ("journey", "team_id"): "UPDATE journey SET team_id = %(team)s WHERE id = %(journey)s",
    ("journey", "version_id"): "UPDATE journey SET version_id = version_id + 1 WHERE id = %(journey)s",
    ("journey", "move"): "UPDATE journey SET move = move - 1 WHERE id = %(journey)s",
    ("journey", "customer_id"): "UPDATE journey SET customer_id = customer_id + 1 WHERE id = %(journey)s",
    ("journey", "need"): "UPDATE journey SET need = 'Nothing much' WHERE id = %(journey)s",
    ("journey", "number"): "UPDATE journey SET number = '12345678' WHERE id = %(journey)s",
    ("journey", "budget"): "UPDATE journey SET budget = 9 WHERE id = %(journey)s",
    ("journey", "court"): "UPDATE journey SET court = 'third', waits_for = 'x' WHERE id = %(journey)s",
    ("journey", "opened_at"): "UPDATE journey SET opened_at = opened_at - interval '1 day' WHERE id = %(journey)s",
    ("journey", "gone"): "DELETE FROM journey WHERE id = %(journey)s",
    ("promise", "due"): "UPDATE promise SET due = due + interval '1 day' WHERE kind = 'call_back'",
    ("promise", "first_due"): "UPDATE promise SET first_due = first_due + interval '1 year' WHERE kind = 'call_back'",
    ("promise", "kept_at"): "UPDATE promise SET kept_at = made_at WHERE kind = 'call_back'",
    ("promise", "released_at"): "UPDATE promise SET released_at = made_at, released_why = 'So'"
    " WHERE kind = 'call_back'",
    ("promise", "amount"): "UPDATE promise SET amount = 1 WHERE kind = 'price'",
    ("promise", "told"): "UPDATE promise SET told = false WHERE kind = 'call_back'",
    ("promise", "text"): "UPDATE promise SET text = 'Another' WHERE kind = 'call_back'",
    ("promise", "gone"): "DELETE FROM promise WHERE kind = 'call_back'",
    ("promise", "new"): "INSERT INTO promise (journey_id, kind, text, made_at, currency, told, released_why,"
    " struck_why)"
    " SELECT %(journey)s, 'scope', 'More', made_at, '', true, '', '' FROM promise LIMIT 1",
    ("promise_move", "to_due"): "UPDATE promise_move SET to_due = to_due + interval '1 day'",
    ("promise_move", "answer"): "UPDATE promise_move SET answer = 'accepted', answered_at = moved_at",
    ("promise_move", "gone"): "DELETE FROM promise_move",
    ("agreement", "total"): "UPDATE agreement SET total = total + 1, net_total = net_total + 1"
    " WHERE journey_id = %(journey)s",
    ("agreement", "state"): "UPDATE agreement SET state = 'withdrawn' WHERE journey_id = %(journey)s",
    ("agreement", "delivery_by"): "UPDATE agreement SET delivery_by = delivery_by + interval '1 day'"
    " WHERE journey_id = %(journey)s",
    ("agreement", "digest"): "UPDATE agreement SET digest = sha256('x') WHERE journey_id = %(journey)s",
    ("agreement", "signed_name"): "UPDATE agreement SET signed_name = 'Nobody' WHERE journey_id = %(journey)s",
    ("agreement", "lines"): "UPDATE agreement_line SET words = 'Less' WHERE journey_id = %(journey)s",
    ("agreement", "net_total"): "UPDATE agreement SET net_total = net_total - 1, tax_total = tax_total + 1"
    " WHERE journey_id = %(journey)s",
    ("agreement", "tax_total"): "UPDATE agreement SET tax_total = tax_total - 1, net_total = net_total + 1"
    " WHERE journey_id = %(journey)s",
    ("agreement", "itemised"): "UPDATE agreement SET itemised = NOT itemised WHERE journey_id = %(journey)s",
    ("agreement", "line_count"): "UPDATE agreement SET line_count = 3 WHERE journey_id = %(journey)s",
    ("agreement", "gone"): "DELETE FROM agreement WHERE journey_id = %(journey)s",
    ("delivery_part", "words"): "UPDATE delivery_part SET words = 'All of it'",
    ("delivery_part", "agreement_id"): "UPDATE delivery_part SET agreement_id = agreement_id + 1",
    ("delivery_part", "quantities"): "UPDATE delivered_line SET quantity = 1",
    ("delivery_part", "refused_at"): "UPDATE delivery_part SET refused_at = recorded_at",
    ("delivery_part", "gone"): "DELETE FROM delivery_part",
    ("delivery_part", "new"): "INSERT INTO delivery_part (journey_id, agreement_id, words, delivered_at, recorded_at)"
    " SELECT journey_id, agreement_id, words, delivered_at, recorded_at FROM delivery_part",
    ("agreement", "quote_id"): "UPDATE agreement SET quote_id = (SELECT min(id) FROM quote)"
    " WHERE journey_id = %(journey)s",
    ("quote", "state"): "UPDATE quote SET state = 'replaced' WHERE journey_id = %(quoted)s AND number = 1",
    ("quote", "number"): "UPDATE quote SET number = 7 WHERE journey_id = %(quoted)s AND number = 1",
    ("quote", "digest"): "UPDATE quote SET digest = sha256('x') WHERE journey_id = %(quoted)s AND number = 1",
    ("quote", "delivery_by"): "UPDATE quote SET delivery_by = delivery_by + interval '1 day'"
    " WHERE journey_id = %(quoted)s AND number = 1",
    ("quote", "answer"): "UPDATE quote SET answer = 'No' WHERE journey_id = %(quoted)s AND number = 1",
    ("quote", "gone"): "DELETE FROM quote WHERE journey_id = %(quoted)s",
    ("quote_question", "words"): "UPDATE quote_question SET words = 'Why?' WHERE journey_id = %(quoted)s",
    ("quote_question", "answer"): "UPDATE quote_question SET answer = 'Yes' WHERE journey_id = %(quoted)s",
    ("quote_question", "line_id"): "UPDATE quote_question SET line_id = line_id - 1 WHERE journey_id = %(quoted)s",
    ("quote_question", "gone"): "DELETE FROM quote_question WHERE journey_id = %(quoted)s",
    ("discount_approval", "approved"): "UPDATE discount_approval SET approved = false",
    ("discount_approval", "discount"): "UPDATE discount_approval SET discount = 90",
    ("discount_approval", "digest"): "UPDATE discount_approval SET digest = sha256('x')",
    ("discount_approval", "answer"): "UPDATE discount_approval SET answer = 'No'",
    ("discount_approval", "gone"): "DELETE FROM discount_approval",
    ("installed_item", "product"): "UPDATE installed_item SET product = 'Boiler'",
    ("installed_item", "serial"): "UPDATE installed_item SET serial = 'B 1'",
    ("installed_item", "place"): "UPDATE installed_item SET place = 'Elsewhere'",
    ("installed_item", "since"): "UPDATE installed_item SET since = since - 1",
    ("installed_item", "taken_out_because"): "UPDATE installed_item SET taken_out_because = 'removed',"
    " taken_out_at = entered_at",
    ("installed_item", "gone"): "DELETE FROM installed_item",
    ("handoff", "state"): "UPDATE handoff SET state = 'declined', answer = 'No'"
    " WHERE journey_id = %(journey)s AND to_stage = 'orders'",
    ("handoff", "rating"): "UPDATE handoff SET rating = 1 WHERE journey_id = %(journey)s AND to_stage = 'orders'",
    ("handoff", "giver_id"): "UPDATE handoff SET giver_id = giver_id + 1 WHERE journey_id = %(journey)s"
    " AND to_stage = 'orders'",
    ("handoff", "gone"): "DELETE FROM handoff WHERE journey_id = %(journey)s AND to_stage = 'orders'",
    ("team", "name"): "UPDATE team SET name = 'Sales too' WHERE id = %(team)s",
    ("team", "stage"): "UPDATE team SET stage = 'sales' WHERE id = %(team)s",
    ("team", "lead_id"): "UPDATE team SET lead_id = NULL WHERE id = %(team)s",
    ("team", "gone"): "DELETE FROM team WHERE id = %(team)s",
    ("member", "gone"): "DELETE FROM member WHERE team_id = %(team)s",
    ("member", "new"): "INSERT INTO member (person_id, team_id) SELECT id, %(team)s FROM person WHERE id <> %(person)s"
    " ORDER BY id LIMIT 1",
    # What the customer was told, and what moved the journey
    ("agreement", "words"): "UPDATE agreement SET words = 'Something else' WHERE journey_id = %(journey)s",
    ("agreement", "dates"): """UPDATE agreement SET dates = '[{"due": "2026-04-01", "text": "Never"}]'"""
    " WHERE journey_id = %(journey)s",
    ("agreement", "deemed_days"): "UPDATE agreement SET deemed_days = 1 WHERE journey_id = %(journey)s",
    ("agreement", "bill_on"): "UPDATE agreement SET bill_on = 'agreement' WHERE journey_id = %(journey)s",
    ("agreement", "due_days"): "UPDATE agreement SET due_days = 0 WHERE journey_id = %(journey)s",
    ("agreement", "deposit_net"): "UPDATE agreement SET deposit_net = 1 WHERE journey_id = %(journey)s",
    ("move", "to_stage"): "UPDATE move SET to_stage = 'support' WHERE journey_id = %(journey)s AND seq = 1",
    ("move", "handoff_id"): "UPDATE move SET handoff_id = -handoff_id WHERE journey_id = %(journey)s AND seq = 1",
    ("move", "version_id"): "UPDATE move SET version_id = version_id + 1 WHERE journey_id = %(journey)s AND seq = 1",
    ("move", "woke"): "UPDATE move SET woke = true, from_stage = to_stage, handoff_id = NULL, trigger_id = NULL,"
    " trigger_kind = NULL, reason = 'x' WHERE journey_id = %(journey)s AND seq = 1",
    ("move", "gone"): "DELETE FROM move WHERE journey_id = %(journey)s AND seq = 1",
    ("move", "new"): "INSERT INTO move (journey_id, seq, from_stage, to_stage, left_version_id, version_id, handoff_id,"
    " trigger_id, trigger_kind, reason, woke, at) SELECT journey_id, seq + 5, from_stage, to_stage, left_version_id,"
    " version_id, -handoff_id, NULL, NULL, 'x', woke, at FROM move"
    " WHERE journey_id = %(journey)s AND seq = 1",
    ("stage_trigger", "kind"): "UPDATE stage_trigger SET kind = 'acceptance' WHERE journey_id = %(journey)s"
    " AND kind = 'decision'",
    ("stage_trigger", "evidence"): "UPDATE stage_trigger SET evidence = 'paper', written_by_id = %(person)s"
    " WHERE journey_id = %(journey)s AND kind = 'decision'",
    ("stage_trigger", "written_by_id"): "UPDATE stage_trigger SET written_by_id = %(person)s"
    " WHERE journey_id = %(journey)s AND kind = 'decision'",
    ("stage_trigger", "objected_at"): "UPDATE stage_trigger SET objected_at = recorded_at"
    " WHERE journey_id = %(journey)s AND kind = 'decision'",
    ("stage_trigger", "gone"): "DELETE FROM stage_trigger WHERE journey_id = %(journey)s AND kind = 'decision'",
    ("stage_trigger", "new"): "INSERT INTO stage_trigger (journey_id, kind, evidence, given_at, recorded_at,"
    " contact_id) SELECT journey_id, 'acceptance', 'click', given_at, recorded_at, contact_id FROM stage_trigger"
    " WHERE journey_id = %(journey)s AND kind = 'decision'",
    ("touch", "incoming"): "UPDATE touch SET incoming = NOT incoming WHERE journey_id = %(journey)s",
    ("touch", "channel"): "UPDATE touch SET channel = 'visit' WHERE journey_id = %(journey)s",
    ("touch", "chase"): "UPDATE touch SET chase = NOT chase WHERE journey_id = %(journey)s",
    ("touch", "unanswered"): "UPDATE touch SET unanswered = NOT unanswered WHERE journey_id = %(journey)s",
    ("touch", "contact_id"): "UPDATE touch SET contact_id = 4711 WHERE journey_id = %(journey)s",
    ("touch", "seconds_waited"): "UPDATE touch SET seconds_waited = 1 WHERE journey_id = %(journey)s",
    ("touch", "gone"): "DELETE FROM touch WHERE journey_id = %(journey)s",
    ("touch", "new"): "INSERT INTO touch (journey_id, at, incoming, channel, chase, explained_again, unanswered)"
    " SELECT %(journey)s, offered_at, false, 'call', false, false, false FROM handoff LIMIT 1",
    ("next_step", "due_at"): "UPDATE next_step SET due_at = due_at + interval '1 year' WHERE id ="
    " (SELECT next_step_id FROM journey WHERE id = %(journey)s)",
    ("next_step", "kind"): "UPDATE next_step SET kind = 'check_in' WHERE id ="
    " (SELECT next_step_id FROM journey WHERE id = %(journey)s)",
    ("next_step", "text"): "UPDATE next_step SET text = 'Nothing' WHERE id ="
    " (SELECT next_step_id FROM journey WHERE id = %(journey)s)",
    ("next_step", "awaits"): "UPDATE next_step SET awaits = 'third', whom = 'them' WHERE id ="
    " (SELECT next_step_id FROM journey WHERE id = %(journey)s)",
    ("next_step", "handler_id"): "UPDATE next_step SET handler_id = %(person)s + 1 WHERE id ="
    " (SELECT next_step_id FROM journey WHERE id = %(journey)s)",
    ("next_step", "done_at"): "UPDATE next_step SET done_at = asked_at WHERE id ="
    " (SELECT next_step_id FROM journey WHERE id = %(journey)s)",
    ("next_step", "gone"): "DELETE FROM next_step WHERE id ="
    " (SELECT next_step_id FROM journey WHERE id = %(journey)s)",
    ("next_step", "new"): "INSERT INTO next_step (journey_id, kind, text, parameters, due_at, awaits, whom, asked_at,"
    " done_how, done_note) SELECT journey_id, kind, text, parameters, due_at, awaits, whom, asked_at, '', ''"
    " FROM next_step WHERE id = (SELECT next_step_id FROM journey WHERE id = %(journey)s)",
    ("hold", "stops"): "UPDATE hold SET stops = 'delivery'",
    ("hold", "why"): "UPDATE hold SET why = 'Nothing'",
    ("hold", "lifted_at"): "UPDATE hold SET lifted_at = placed_at + interval '1 hour', lifted_by_id = placed_by_id",
    ("hold", "gone"): "DELETE FROM hold",
    ("handoff_check", "note"): "UPDATE handoff_check SET note = 'Seen' WHERE journey_id = %(journey)s",
    ("handoff_check", "gone"): "DELETE FROM handoff_check WHERE journey_id = %(journey)s",
    ("handoff_check", "new"): "INSERT INTO handoff_check (journey_id, item, by_id, at, note)"
    " SELECT %(journey)s, 'never', %(person)s, made_at, '' FROM promise LIMIT 1",
    ("notice", "text"): "UPDATE notice SET text = 'We come tomorrow' WHERE id = %(told)s",
    ("notice", "carried_at"): "UPDATE notice SET carried_at = NULL WHERE id = %(told)s",
    ("notice", "returned_at"): "UPDATE notice SET returned_at = carried_at WHERE id = %(told)s",
    ("notice", "given_up_at"): "UPDATE notice SET given_up_at = made_at, carried_at = NULL WHERE id = %(told)s",
    ("notice", "kind"): "UPDATE notice SET kind = 'letter' WHERE id = %(told)s",
    ("notice", "contact_id"): "UPDATE notice SET contact_id = NULL WHERE id = %(told)s",
    ("notice", "words"): "UPDATE notice SET words = 'Otherwise' WHERE id = %(told)s",
    ("notice", "gone"): "DELETE FROM notice WHERE id = %(told)s",
    ("notice", "new"): "INSERT INTO notice (id, subject_id, kind, channel, address, language, person_id, facts, words,"
    " automatic, says_something_new, made_at, tries, trouble, title, text, html)"
    " SELECT gen_random_uuid(), subject_id, kind, channel, address, language, person_id, facts, words, automatic,"
    " says_something_new, made_at, tries, trouble, title, text, html FROM notice WHERE id = %(told)s",
    # Who may do what
    ("person", "admin"): "UPDATE person SET admin = NOT admin WHERE id = %(person)s",
    ("person", "active"): "UPDATE person SET active = false, access = false WHERE id = %(person)s",
    ("person", "access"): "UPDATE person SET access = false WHERE id = %(person)s",
    ("person", "email"): "UPDATE person SET email = 'eve@evil.example' WHERE id = %(person)s",
    ("person", "name"): "UPDATE person SET name = 'Eve' WHERE id = %(person)s",
    ("person", "deputy_id"): "UPDATE person SET deputy_id = %(person)s + 1 WHERE id = %(person)s",
    ("person", "sees_costs"): "UPDATE person SET sees_costs = true WHERE id = %(person)s",
    ("person", "skills"): "UPDATE person SET skills = 'everything' WHERE id = %(person)s",
    ("person", "discount_limit"): "UPDATE person SET discount_limit = 90 WHERE id = %(person)s",
    ("company", "discount_limit"): "UPDATE company SET discount_limit = 90",
    ("person", "gone"): "DELETE FROM person WHERE id = %(person)s",
    ("person", "new"): "INSERT INTO person (id, password, name, email, phone, title, language, time_zone, active,"
    " access, withdrawals, factor_resets, admin, sees_costs, skills) SELECT %(team)s, password, 'Eve',"
    " 'eve@evil.example', '', '', 'en',"
    " 'UTC', true, true, 0, 0, true, false, '' FROM person WHERE id = %(person)s",
    ("person", "factor_resets"): "UPDATE person SET factor_resets = factor_resets + 1 WHERE id = %(person)s",
    ("token", "scopes"): "UPDATE token SET scopes = '[\"admin\"]'",
    ("token", "digest"): "UPDATE token SET digest = sha256('wk_known')",
    ("token", "revoked_at"): "UPDATE token SET revoked_at = made_at",
    ("token", "name"): "UPDATE token SET name = 'Another'",
    ("token", "gone"): "DELETE FROM token",
    ("token", "new"): "INSERT INTO token (name, person_id, digest, scopes, made_at)"
    " SELECT name, person_id, sha256('wk_known'), scopes, made_at FROM token",
    ("company", "process_owner_id"): "UPDATE company SET process_owner_id = %(person)s",
    ("company", "name"): "UPDATE company SET name = 'Eve'",
    ("company", "gone"): "DELETE FROM company",
    # Who sells, and into which account one pays
    ("entity", "vat_id"): "UPDATE entity SET vat_id = 'DE136695976'",
    ("entity", "usual"): "UPDATE entity SET usual = false",
    ("entity", "ended_at"): "UPDATE entity SET usual = false, ended_at = '2026-03-02T07:00Z'",
    ("entity", "colour"): "UPDATE entity SET colour = '#000000'",
    ("entity", "logo_id"): "UPDATE entity SET logo_id = NULL",
    ("entity", "bill_on"): "UPDATE entity SET bill_on = 'agreement'",
    ("entity", "due_days"): "UPDATE entity SET due_days = 0",
    ("entity", "deposit_share"): "UPDATE entity SET deposit_share = 5",
    ("entity", "gone"): "DELETE FROM entity",
    ("paper_text", "closing"): "UPDATE paper_text SET closing = 'Pay Eve'",
    ("paper_text", "kind"): "UPDATE paper_text SET kind = 'quote'",
    ("paper_text", "gone"): "DELETE FROM paper_text",
    ("paper_text", "new"): "INSERT INTO paper_text (entity_id, kind, language, opening, closing)"
    " SELECT entity_id, 'quote', language, opening, 'Pay Eve' FROM paper_text",
    ("bank_account", "iban"): "UPDATE bank_account SET iban = 'GB33BUKB20201555555555' WHERE preferred",
    ("bank_account", "holder"): "UPDATE bank_account SET holder = 'Eve'",
    ("bank_account", "preferred"): "UPDATE bank_account SET preferred = false WHERE preferred",
    ("bank_account", "closed_at"): "UPDATE bank_account SET closed_at = added_at WHERE NOT preferred",
    ("bank_account", "gone"): "DELETE FROM bank_account WHERE preferred",
    ("bank_account", "new"): "INSERT INTO bank_account (entity_id, holder, iban, bic, bank, currency, preferred,"
    " added_at) SELECT entity_id, holder, 'GB33BUKB20201555555555', '', '', 'GBP', true, added_at FROM bank_account"
    " WHERE preferred",
    ("visit", "state"): "UPDATE visit SET state = 'done', ended_at = fixed_at",
    ("visit", "starts_at"): "UPDATE visit SET starts_at = starts_at + interval '1 hour'",
    ("visit", "person_id"): "UPDATE visit SET person_id = %(person)s",
    ("visit", "place"): "UPDATE visit SET place = 'elsewhere'",
    ("visit", "gone"): "DELETE FROM visit",
    ("visit_record", "visit_id"): "UPDATE visit_record SET visit_id = visit_id + 1",
    ("visit_record", "kind"): "UPDATE visit_record SET kind = 'kilometres' WHERE kind = 'hours'",
    ("visit_record", "conflict"): "UPDATE visit_record SET conflict = 'handed' WHERE judged_at IS NOT NULL",
    ("visit_record", "state"): "UPDATE visit_record SET state = 'dropped' WHERE judged_at IS NOT NULL",
    ("visit_record", "words"): "UPDATE visit_record SET words = 'Nothing'",
    ("visit_record", "quantity"): "UPDATE visit_record SET quantity = 20 WHERE kind = 'hours'",
    ("visit_record", "unit"): "UPDATE visit_record SET unit = 'DAY' WHERE kind = 'hours'",
    ("visit_record", "serial"): "UPDATE visit_record SET serial = 'B 1' WHERE kind = 'item'",
    ("visit_record", "checked"): "UPDATE visit_record SET checked = 'papers' WHERE kind = 'check'",
    ("visit_record", "file_id"): "UPDATE visit_record SET file_id = (SELECT min(id) FROM stored_file)"
    " WHERE kind = 'photo'",
    ("visit_record", "item_id"): "UPDATE visit_record SET item_id = NULL WHERE kind = 'item'",
    ("visit_record", "judged_at"): "UPDATE visit_record SET judged_at = recorded_at WHERE judged_at IS NULL",
    ("visit_record", "gone"): "DELETE FROM visit_record",
    ("invoice", "suffix"): "UPDATE invoice SET suffix = 'I9'",
    ("invoice", "state"): "UPDATE invoice SET state = 'discarded', discarded_at = drafted_at",
    ("invoice", "currency"): "UPDATE invoice SET currency = 'CHF'",
    ("invoice", "gross_total"): "UPDATE invoice SET gross_total = 1, net_total = 1, tax_total = 0",
    ("invoice", "handler_id"): "UPDATE invoice SET handler_id = %(person)s",
    ("invoice", "gone"): "DELETE FROM invoice",
    ("payment_allocation", "amount"): "UPDATE payment_allocation SET amount = 1",
    ("payment_allocation", "taken_back_at"): "UPDATE payment_allocation SET taken_back_at = made_at",
    ("payment_allocation", "gone"): "DELETE FROM payment_allocation",
    ("payment", "amount"): "UPDATE payment SET amount = 10 WHERE id = %(payment)s",
    ("payment", "currency"): "UPDATE payment SET currency = 'CHF' WHERE id = %(payment)s",
    ("payment", "day"): "UPDATE payment SET day = day - 1 WHERE id = %(payment)s",
    ("payment", "digest"): "UPDATE payment SET source = 'statement', digest = 'x',"
    " account_id = (SELECT min(id) FROM bank_account) WHERE id = %(payment)s",
    ("payment", "account_id"): "UPDATE payment SET account_id = (SELECT min(id) FROM bank_account)"
    " WHERE id = %(payment)s",
    ("payment", "handler_id"): "UPDATE payment SET handler_id = %(person)s WHERE id = %(payment)s",
    ("payment", "next_step"): "UPDATE payment SET next_step = 'decide' WHERE id = %(payment)s",
    ("payment", "settled_at"): "UPDATE payment SET settled_at = booked_at WHERE id = %(payment)s",
    ("payment", "gone"): "DELETE FROM payment WHERE id = %(payment)s",
    # What we sell
    ("solution", "name"): "UPDATE solution SET name = 'x'",
    ("solution", "gone"): "DELETE FROM solution",
    ("product", "tax"): "UPDATE product SET tax = 'zero'",
    ("product", "ended_at"): "UPDATE product SET ended_at = '2026-03-02T07:00Z'",
    ("product", "gone"): "DELETE FROM product",
    ("product_option", "gone"): "DELETE FROM product_option WHERE key = 'sensor'",
    ("price_list", "gone"): "DELETE FROM price_list",
    ("product_option", "kind"): "UPDATE product_option SET kind = 'metered' WHERE key = 'sensor'",
    ("option_rule", "sentence"): "UPDATE option_rule SET sentence = 'x' WHERE kind = 'requires'",
    ("option_rule", "options"): "UPDATE option_rule SET options = '{small}' WHERE kind = 'requires'",
    ("option_rule", "gone"): "DELETE FROM option_rule WHERE kind = 'requires'",
    ("price_list", "name"): "UPDATE price_list SET name = 'x'",
    ("price", "amount"): "UPDATE price SET amount = 1 WHERE option_id IS NULL",
    ("price", "cost"): "UPDATE price SET cost = 1 WHERE option_id IS NULL",
    ("price", "valid_to"): "UPDATE price SET valid_to = '2026-04-01' WHERE option_id IS NULL",
    ("price", "struck_at"): "UPDATE price SET struck_at = '2026-03-02T07:00Z' WHERE option_id IS NULL",
    ("price", "gone"): "DELETE FROM price WHERE option_id IS NULL",
    ("price", "new"): "INSERT INTO price (product_id, list_id, amount, currency, at_least, valid_from)"
    " SELECT product_id, list_id, 1, currency, 10, valid_from FROM price WHERE option_id IS NULL",
    ("tax_rate", "percent"): "UPDATE tax_rate SET percent = 1 WHERE key = 'standard'",
    ("tax_rate", "valid_to"): "UPDATE tax_rate SET valid_to = '2026-04-01' WHERE key = 'standard'",
    ("tax_rate", "gone"): "DELETE FROM tax_rate WHERE key = 'standard'",
    ("reference", "number"): "UPDATE reference SET said = '12345678', key = '12345678'"
    " WHERE subject_id = %(journey)s AND kind = 'number'",
    ("reference", "gone"): "DELETE FROM reference WHERE subject_id = %(journey)s AND kind = 'number'",
    ("reference", "need"): "UPDATE reference SET said = 'a fridge', key = 'a fridge'"
    " WHERE subject_id = %(journey)s AND kind = 'need'",
    ("reference", "another's"): "UPDATE reference SET subject_id = %(put)s WHERE subject_id = %(journey)s"
    " AND kind = 'number'",
}  # fmt: skip
KINDS = ("journey", "team", "person", "company")
OTHER_SENTENCES = {"gone": "is ", "new": "No event says", "number": "", "need": "", "another's": ""}


@pytest.mark.parametrize(("table", "column"), ROWS)
def test_a_row_says_what_its_events_say(record: Record, table: str, column: str) -> None:
    behind_its_back(ROWS[table, column], record.values())
    findings = record.findings()
    ours = {
        record.journey.pk,
        record.put.pk,
        record.quoted.pk,
        record.team,
        record.person,
        record.company,
        record.entity,
        record.payment,
        *record.catalogue,
    }
    named = [finding for finding in findings if finding.table == table]
    assert named, findings
    assert all(finding.subject in ours or column == "new" for finding in named)
    if column not in OTHER_SENTENCES:
        assert {column in finding.why for finding in named} == {True}
    elif OTHER_SENTENCES[column]:
        assert any(OTHER_SENTENCES[column] in finding.why for finding in named)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("another", ["incident", "customer", "team"])
def test_a_subject_of_another_kind_is_named_and_its_rows_are_still_compared(
    record: Record, kind: str, another: str
) -> None:
    """One changed word in `subject` once switched the comparison of that subject off."""
    if kind == another:
        another = "journey"
    subject = {
        "journey": record.journey.pk,
        "team": record.team,
        "person": record.person,
        "company": record.company,
    }
    change, column = {
        "journey": ("UPDATE journey SET need = 'Nothing much' WHERE id = %(journey)s", "need"),
        "team": ("UPDATE team SET stage = 'sales' WHERE id = %(team)s", "stage"),
        "person": ("UPDATE person SET admin = NOT admin WHERE id = %(person)s", "admin"),
        "company": ("UPDATE company SET process_owner_id = %(person)s", "process_owner_id"),
    }[kind]
    values = record.values() | {"subject": subject[kind], "another": another}
    behind_its_back(f"UPDATE subject SET kind = %(another)s WHERE id = %(subject)s; {change}", values)
    named = [finding for finding in record.findings() if finding.subject == subject[kind]]
    assert [finding.why for finding in named if not finding.table] == [
        f"It is called a {another}, and its events are those of a {kind}."
    ]
    assert [column in finding.why for finding in named if finding.table == kind] == [True]


def test_a_row_of_a_subject_of_another_kind_is_named(record: Record) -> None:
    """A touch of a team, a key of a journey: tables that nobody would compare for such a subject."""
    behind_its_back(
        "INSERT INTO touch (journey_id, at, incoming, channel, chase, explained_again, unanswered)"
        " SELECT %(team)s, offered_at, false, 'call', false, false, false FROM handoff LIMIT 1;"
        "INSERT INTO token (name, person_id, digest, scopes, made_at)"
        " SELECT name, %(journey)s, sha256('wk_known'), scopes, made_at FROM token",
        record.values(),
    )
    named = {(finding.subject, finding.table) for finding in record.findings()}
    assert named == {(record.team, "touch"), (record.journey.pk, "token")}


def test_every_table_of_the_comparison_was_tampered_with() -> None:
    """Each with a changed column and a row that is gone; where the table can have one more, with a new row."""
    tried = {table: {column for name, column in ROWS if name == table} for table, _ in ROWS}
    left_out = {
        "ending",
        "acceptance_rule",
    }  # no row of theirs is in this record; their code is that of the others
    assert {table.name for table in TABLES} - tried.keys() == left_out
    for table, columns in tried.items():
        assert "gone" in columns, table


FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "changed": (lambda path: path.write_bytes(b"signed by hAnd"), "has changed"),
    "cut off": (lambda path: path.write_bytes(b"signed"), "has changed"),
    "emptied": (lambda path: path.write_bytes(b""), "has changed"),
    "gone": (lambda path: path.unlink(), "is gone"),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_is_the_one_that_was_stored(record: Record, kind: str) -> None:
    change, sentence = FILES[kind]
    path = folder.path(record.digest)
    path.chmod(0o600)
    change(path)
    (finding,) = record.findings()
    assert (finding.subject, finding.table, finding.row) == (
        record.journey.pk,
        "stored_file",
        str(record.file),
    )
    assert sentence in finding.why


@pytest.mark.parametrize("cause", ["id", "(SELECT max(id) FROM event)"])
def test_a_cause_that_comes_later_is_named(record: Record, cause: str) -> None:
    """Also where whoever did it wrote the chain again, so that every hash is right."""
    behind_its_back(
        f"UPDATE event SET cause_id = {cause} WHERE type = 'note_written' AND subject_id = %(journey)s",
        record.values(),
    )
    rehash(record.journey.pk)
    (finding,) = [wrong for wrong in record.findings() if "said to have caused it" in wrong.why]
    assert finding.subject == record.journey.pk


def test_a_bad_event_is_one_finding_and_the_rest_is_still_read(record: Record) -> None:
    """Two changes far apart in one chain, and one in another subject: three places are named."""
    behind_its_back(
        "UPDATE event SET court = 'third' WHERE subject_id = %(journey)s AND seq = 4;"
        f"UPDATE event_body SET body = '[' WHERE event_id = {MIDDLE};"
        "UPDATE event SET facts = '[]' WHERE subject_id = %(team)s AND seq = 1",
        record.values(),
    )
    places = {(finding.subject, finding.seq) for finding in record.findings() if finding.event}
    assert {subject for subject, _ in places} == {record.journey.pk, record.team}
    assert len(places) >= 3


def test_since_a_day_reads_only_the_subjects_with_an_event_since_then(record: Record, cast: Cast) -> None:
    with clock.at(clock.now() + timedelta(days=2)):
        touches.write_note(journey=record.put.pk, words="Later", by=cast.by("olga"))
        since = clock.now() - timedelta(hours=1)
    behind_its_back(f"UPDATE event SET court = 'third' WHERE id = {MIDDLE}", record.values())
    result = verify(against=record.anchored, since=since)
    assert (result.subjects, result.broken) == (1, None)
    assert verify(against=record.anchored).broken is not None


def test_amounts_and_instants_are_compared_by_value() -> None:
    from wellkept.verification.rebuild import amount, instant

    assert amount("1840.00") == Decimal(1840)
    assert instant("2026-03-02T08:00:00+00:00") == instant("2026-03-02T09:00:00+01:00") == "1772438400000000"
