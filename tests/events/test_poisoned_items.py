"""Each sweep of the clock goes on behind an item that fails, and keeps that item for the doctor."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from tests.billing.world import PUMP, accepted, issued, seller
from tests.cast import Cast, at_rest, in_delivery, in_orders, in_support, offered, opened, speaker_of
from tests.database import as_owner
from tests.mail.corpus import mail

from wellkept import jobs
from wellkept.billing.commands.payments import record_payment
from wellkept.billing.paid_money import PaidMoney
from wellkept.delivery import commands as delivery
from wellkept.endings import commands as endings
from wellkept.events import sweeps
from wellkept.find import commands as find
from wellkept.find.models import Miss
from wellkept.intake.commands import filter_rules, store_mail
from wellkept.intake.models import Item, Message
from wellkept.intake.receive import receive
from wellkept.journeys.commands import handoffs
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Handoff, Journey
from wellkept.kernel import clock
from wellkept.kernel.money import Money
from wellkept.notices import commands as notices_room
from wellkept.notices.models import Notice
from wellkept.orders import commands as orders
from wellkept.orders.payment_terms import Terms
from wellkept.people.actor import SYSTEM
from wellkept.promises.commands import make_promise
from wellkept.promises.commands.moves import notice_told
from wellkept.quality.commands import raise_nonconformity
from wellkept.visits import commands as visits
from wellkept.visits.models import Visit
from wellkept.visits.window import VisitPlan, Window

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)

# Jobs that do one thing, or delete in one statement, have no items. Imports and exports are queued again by the job
# library; customers are compared in batches, which `test_sweeps.py` poisons.
WITHOUT_ITEMS = {
    "daily_anchor", "nightly_backup", "prove_backup", "count_words", "forget_old_searches", "forget_old_requests",
    "learn_weights",
    "resume_imports", "resume_exports", "find_duplicates",
}  # fmt: skip


@dataclass(frozen=True)
class Poisoned:
    """Rows of a sweep: the table and column whose value marks the row that fails, and how many others succeed."""

    table: str
    column: str
    value: object
    others: int
    days: float = 30


def offers(cast: Cast) -> Poisoned:
    rows = [offered(cast) for _ in range(3)]
    return Poisoned("handoff", "id", Handoff.objects.get(journey=rows[0]).pk, 2)


def silences(cast: Cast) -> Poisoned:
    first, *_behind = [opened(cast) for _ in range(3)]
    return Poisoned("journey", "id", first.pk, 2, days=60)


def promises(cast: Cast) -> Poisoned:
    rows = [
        make_promise(journey=opened(cast).pk, text="Soon", due=clock.now() + HOUR, by=SYSTEM)
        for _ in range(3)
    ]
    return Poisoned("promise", "id", rows[0].pk, 2)


def items(cast: Cast) -> Poisoned:
    for n in range(3):
        receive(mail(b"No hot water.\n", From=f"x{n}@example.org", Message_ID=f"<{n}@example.org>"))
    keys = list(Item.objects.order_by("pk").values_list("pk", flat=True))
    assert len(keys) == 3
    return Poisoned("intake_item", "id", keys[0], 2)


def misses(cast: Cast) -> Poisoned:
    first, second = (find.note_miss(asked=asked, by=cast.by("tom")) for asked in ("Zorbas", "Quirin"))
    find.hand_miss(miss=second.pk, to=cast.person("jonas").pk, by=cast.by("tom"))
    assert len(set(Miss.objects.values_list("handler_id", flat=True))) == 2
    return Poisoned("search_miss", "id", first.pk, 1)


def nonconformities(cast: Cast) -> Poisoned:
    rows = [
        raise_nonconformity(
            what=f"Fault {n}",
            handler=cast.person("tom").pk,
            next_step="Look",
            due=clock.now() + HOUR,
            by=cast.by("tom"),
        )
        for n in range(3)
    ]
    return Poisoned("nonconformity", "id", rows[0].pk, 2)


def silent_after_delivery(cast: Cast) -> Poisoned:
    def delivered() -> Journey:
        row = in_orders(cast)
        orders.put_agreement(
            journey=row.pk,
            words="One line for the oven, 32 A",
            total=Money(Decimal(1840), "EUR"),
            delivery_by=clock.now() + timedelta(days=10),
            terms=Terms(deemed_days=5),
            by=cast.by("olga"),
        )
        orders.agree(journey=row.pk, by=speaker_of(row), evidence=Evidence(signed_name="Petra Lindner"))
        handoffs.offer_handoff(journey=row.pk, by=cast.by("olga"), ticks=["site-known", "date-possible"])
        handoffs.accept_handoff(journey=row.pk, by=cast.by("jonas"), rating=5)
        delivery.deliver(journey=row.pk, words="The line is in", by=cast.by("jonas"))
        notice = Notice.objects.get(kind="please_accept", subject_id=row.pk)
        notices_room.carried(notice=notice.pk, title="t", text="t", html="t", by=SYSTEM)
        notice_told(notice=notice.pk)
        return row

    first, *_behind = [delivered() for _ in range(3)]
    return Poisoned("journey", "id", first.pk, 2)


def after_care(cast: Cast) -> Poisoned:
    first, *_behind = [in_support(cast) for _ in range(3)]
    return Poisoned("journey", "id", first.pk, 2)


def check_ins(cast: Cast) -> Poisoned:
    first, *_behind = [at_rest(cast) for _ in range(3)]
    return Poisoned("journey", "id", first.pk, 2, days=500)


def notices(cast: Cast) -> Poisoned:
    for _ in range(3):
        opened(cast, acknowledge=True)
    keys = list(
        Notice.objects.filter(due_at__isnull=False).order_by("due_at", "made_at").values_list("pk", flat=True)
    )
    assert len(keys) == 3
    return Poisoned("delivery_attempt", "notice_id", keys[0], 2)


def messages(cast: Cast) -> Poisoned:
    for n in range(3):
        store_mail.store(mail(b"No hot water.\n", From=f"x{n}@example.org", Message_ID=f"<{n}@example.org>"))
    key = Message.objects.order_by("pk").values_list("pk", flat=True)[0]
    return Poisoned("message_in", "id", key, 2)


def samples(cast: Cast) -> Poisoned:
    for n, name in enumerate(("tom", "jonas")):
        filter_rules.make_rule(kind="domain", pattern=f"adverts{n}.example", why="Adverts", by=cast.by(name))
        receive(mail(b"Offer\n", From=f"a@adverts{n}.example", Message_ID=f"<{n}@adverts.example>"))
    assert Item.objects.filter(state="set_aside").count() == 2
    return Poisoned("rule_sample", "person_id", cast.person("tom").pk, 1, days=7)


def invoices(cast: Cast) -> Poisoned:
    seller(cast)
    rows = [issued(cast, accepted(cast, [PUMP])) for _ in range(3)]
    return Poisoned("invoice", "id", rows[0].pk, 2, days=40)


def payments(cast: Cast) -> Poisoned:
    money = PaidMoney(amount=Money(Decimal(50), "EUR"), day=clock.now().date(), payer="Petra")
    rows = [record_payment(payment=money, by=cast.by("ana")) for _ in range(3)]
    return Poisoned("payment", "id", rows[0].pk, 2, days=40)


def fixed_visits(cast: Cast, starts: Sequence[timedelta], *, minutes: int) -> list[Visit]:
    """Visits of Lea's on journeys of their own, so long after now."""
    plan = VisitPlan(person=cast.lea.pk, place="The shop", words="Put it in")
    return [
        visits.fix_visit(
            journey=in_delivery(cast).pk,
            plan=plan,
            window=Window(clock.now() + start, clock.now() + start + timedelta(minutes=minutes)),
            by=cast.by("jonas"),
        )
        for start in starts
    ]


def late_visits(cast: Cast) -> Poisoned:
    (first,) = fixed_visits(cast, [timedelta(hours=1)], minutes=60)
    rows = fixed_visits(cast, [timedelta(minutes=130 + 5 * n) for n in range(3)], minutes=5)
    with clock.at(clock.now() + timedelta(hours=1)):
        visits.begin_visit(visit=first.pk, by=cast.by("lea"))
    return Poisoned("visit", "id", rows[0].pk, 2, days=125 / 1440)


def visits_of_ended_journeys(cast: Cast) -> Poisoned:
    rows = fixed_visits(cast, [timedelta(days=1 + n) for n in range(3)], minutes=60)
    for row in rows:
        endings.cancel(journey=row.journey_id, why="Not now", by=cast.by("ana"), by_them=True)
    return Poisoned("visit", "id", rows[0].pk, 2, days=0.1)


POISONED: dict[str, Callable[[Cast], Poisoned]] = {
    "carry_mail": notices,
    "handle_mail": messages,
    "escalate_offers": offers,
    "warn_of_silence": silences,
    "mark_broken_promises": promises,
    "warn_of_overdue_items": items,
    "warn_of_overdue_searches": misses,
    "warn_of_overdue_nonconformities": nonconformities,
    "draw_samples": samples,
    "accept_by_silence": silent_after_delivery,
    "rest_after_care": after_care,
    "check_in": check_ins,
    "remind_of_invoices": invoices,
    "warn_of_overdue_invoices": invoices,
    "warn_of_overdue_payments": payments,
    "tell_of_late_visits": late_visits,
    "end_visits": visits_of_ended_journeys,
}
COMMANDS: dict[str, Callable[[], Any]] = {name: command for _, name, command in jobs.CLOCK}


def test_every_job_of_the_clock_is_poisoned_or_has_no_items() -> None:
    assert set(COMMANDS) == set(POISONED) | WITHOUT_ITEMS
    assert not set(POISONED) & WITHOUT_ITEMS


@contextmanager
def poison(rows: Poisoned) -> Iterator[None]:
    """Let every write of this row fail, as a fault in the data would."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'poisoned'; END $$"
        )
        cursor.execute(
            f"CREATE TRIGGER poison BEFORE INSERT OR UPDATE ON {rows.table} FOR EACH ROW"
            f" WHEN (NEW.{rows.column}::text = '{rows.value}') EXECUTE FUNCTION poison()"
        )
    try:
        yield
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER poison ON {rows.table}")


@pytest.mark.parametrize("name", sorted(POISONED))
def test_an_item_that_fails_stops_nobody_behind_it(cast: Cast, name: str) -> None:
    rows = POISONED[name](cast)
    with clock.at(clock.now() + timedelta(days=rows.days)):
        with poison(rows):
            assert COMMANDS[name]() == rows.others
            faults = sweeps.faults()
            assert [fault.sweep for fault in faults] == [name]
            assert "ProgrammingError P0001 in " in faults[0].error
        assert COMMANDS[name]() is not None
        assert sweeps.faults() == []
