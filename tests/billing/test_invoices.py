"""Invoices: what was agreed, once, at its price and in its words, with legal numbers that have no gap."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from tests.billing.world import (
    CARE,
    FITTING,
    HOSE,
    PUMP,
    accepted,
    agreed,
    drafted,
    issued,
    seller,
    shares,
    term,
)
from tests.cast import DAY, MONDAY, Cast
from tests.race import race
from tests.refused import refused
from wellkept.billing.billable import billable_lines, months_later
from wellkept.billing.commands import invoices as commands
from wellkept.billing.models import BillingAllocation, Invoice, NumberSeries
from wellkept.billing.rules import Share
from wellkept.events.queries import latest
from wellkept.files import folder
from wellkept.journeys.commands import holds
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.leaving.commands.staff import leave, workload
from wellkept.notices.models import Notice

pytestmark = pytest.mark.django_db


def left(row: Journey) -> list[str]:
    return [f"{item.quantity.normalize():f}" for item in billable_lines(row.pk, first_day=MONDAY.date())]


def test_an_invoice_says_what_was_agreed_and_has_a_number(cast: Cast) -> None:
    seller(cast)
    row = accepted(cast)
    draft = drafted(cast, row)
    assert (draft.net_total, draft.tax_total, draft.gross_total) == (
        Decimal("843.33"),
        Decimal("160.23"),
        Decimal("1003.56"),
    )
    assert (draft.state, draft.legal_number, draft.suffix, left(row)) == ("draft", "", "I1", ["0", "0"])
    invoice = commands.issue_invoice(invoice=draft.pk, by=cast.by("iris"))
    assert (invoice.legal_number, invoice.issued_on, invoice.due_on) == (
        "2026-00001",
        MONDAY.date(),
        (MONDAY + 14 * DAY).date(),
    )
    assert (invoice.handler_id, invoice.next_step, invoice.due_at) == (
        cast.iris.pk,
        "await_payment",
        MONDAY + 17 * DAY,
    )
    lines = [(line.words, line.quantity, line.net_amount) for line in invoice.lines.order_by("position")]
    assert lines == [("Heat pump\nwith tank", 1, Decimal("840.00")), ("Hose", 10, Decimal("3.33"))]
    assert {event.type for event in latest(row.pk)} >= {"invoice_drafted", "invoice_issued", "notice_queued"}
    notice = Notice.objects.get(kind="invoice")
    assert (notice.facts["total"], notice.facts["legal_number"]) == ("1003.56", "2026-00001")


def test_the_structured_invoice_says_the_same(cast: Cast) -> None:
    seller(cast)
    row = accepted(cast, [term("Panels", "100.00", "3", discount=Decimal("2.5")), CARE])
    invoice = issued(cast, row)
    assert invoice.file is not None
    tree = etree.fromstring(folder.path(invoice.file.sha256).read_bytes())
    texts = {etree.QName(node).localname: node.text for node in tree.iter() if isinstance(node.tag, str)}
    names = {"b": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"}
    assert tree.xpath("string(/*/b:ID)", namespaces=names) == "2026-00001"
    assert (texts["PayableAmount"], texts["PaymentID"], texts["SalesOrderID"]) == (
        f"{invoice.gross_total:.2f}",
        invoice_reference(invoice, row),
        row.number,
    )
    assert invoice.unchecked == ["EN 16931 (UBL)"]


def invoice_reference(invoice: Invoice, row: Journey) -> str:
    from wellkept.bank_files.creditor_reference import creditor_reference

    return creditor_reference(row.number, invoice.suffix)


def test_parts_of_a_line_add_up_to_it_to_the_cent(cast: Cast) -> None:
    seller(cast)
    row = accepted(cast, [HOSE])
    amounts = [issued(cast, row, count).net_total for count in ("3", "3", "4")]
    assert (amounts, sum(amounts)) == ([Decimal("1.00"), Decimal("1.00"), Decimal("1.33")], Decimal("3.33"))
    with refused("billed_already"):
        drafted(cast, row, "1")


def test_a_period_is_billed_once_and_the_next_one_follows(cast: Cast) -> None:
    seller(cast)
    row = accepted(cast, [PUMP, CARE])
    first = issued(cast, row)
    assert [(line.period_from, line.period_to) for line in first.lines.order_by("position")] == [
        (None, None),
        (date(2026, 3, 2), date(2027, 3, 2)),
    ]
    care = shares(row)[-1]
    second = commands.draft_invoice(journey=row.pk, shares=[care], by=cast.by("iris"))
    assert second.lines.get().period_from == date(2027, 3, 2)
    again = Share(care.line, period_from=date(2026, 6, 1))
    with pytest.raises(Exception, match="a_moment_is_billed_once"):
        commands.draft_invoice(journey=row.pk, shares=[again], by=cast.by("iris"))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 5), 12, date(2027, 12, 5)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_months_are_reckoned_as_the_calendar_has_them(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


def test_hours_are_billed_up_to_their_ceiling(cast: Cast) -> None:
    seller(cast)
    row = accepted(cast, [PUMP, FITTING])
    fitting = shares(row)[1].line
    assert commands.draft_invoice(
        journey=row.pk, shares=[Share(fitting, Decimal("2.5"))], by=cast.by("iris")
    ).net_total == Decimal("161.25")
    with refused("invalid_lines"):
        commands.draft_invoice(journey=row.pk, shares=[Share(fitting, Decimal("1.6"))], by=cast.by("iris"))


def test_nothing_is_billed_before_agreement_or_acceptance_or_while_held(cast: Cast) -> None:
    seller(cast)
    row = agreed(cast)
    draft = drafted(cast, row)
    with refused("not_accepted"):
        commands.issue_invoice(invoice=draft.pk, by=cast.by("iris"))
    held = accepted(cast)
    draft = drafted(cast, held, "1")
    hold = holds.place_hold(journey=held.pk, stops="billing", why="They object", by=cast.by("jonas"))
    with refused("billing_held"):
        commands.issue_invoice(invoice=draft.pk, by=cast.by("iris"))
    with refused("billing_held"):
        drafted(cast, held, "1")
    holds.lift_hold(journey=held.pk, hold=hold.pk, by=cast.by("jonas"))
    assert commands.issue_invoice(invoice=draft.pk, by=cast.by("iris")).place == 1


def test_shares_that_cannot_be_are_refused_at_their_field(cast: Cast) -> None:
    row, other = accepted(cast, [PUMP]), accepted(cast, [PUMP])
    line = shares(row)[0].line
    for wanted in ([], [Share(shares(other)[0].line)], [Share(line, Decimal(2))], [Share(line, Decimal(-1))]):
        with refused("invalid_lines"):
            commands.draft_invoice(journey=row.pk, shares=wanted, by=cast.by("iris"))
    with refused("invalid_due_days"):
        commands.draft_invoice(journey=row.pk, shares=[Share(line)], by=cast.by("iris"), due_days=366)
    with refused("no_such_invoice"):
        commands.issue_invoice(invoice=0, by=cast.by("iris"))
    assert Invoice.objects.count() == 0


def test_an_invoice_without_the_sellers_address_is_refused_and_gives_its_number_back(cast: Cast) -> None:
    row = accepted(cast, [PUMP])
    draft = drafted(cast, row)
    with refused("seller_incomplete"):
        commands.issue_invoice(invoice=draft.pk, by=cast.by("iris"))
    assert NumberSeries.objects.count() == 0
    seller(cast)
    assert commands.issue_invoice(invoice=draft.pk, by=cast.by("iris")).place == 1


def test_a_discarded_draft_frees_its_lines_and_leaves_no_gap(cast: Cast) -> None:
    seller(cast)
    row = accepted(cast)
    draft = drafted(cast, row)
    commands.discard_invoice(invoice=draft.pk, by=cast.by("iris"))
    assert left(row) == ["1", "10"]
    with refused("discarded_already"):
        commands.issue_invoice(invoice=draft.pk, by=cast.by("iris"))
    assert issued(cast, row).legal_number == "2026-00001"
    with refused("issued_already"):
        commands.discard_invoice(invoice=Invoice.objects.get(state="issued").pk, by=cast.by("iris"))


def test_a_credit_note_frees_its_lines_and_has_a_series_of_its_own(cast: Cast) -> None:
    seller(cast)
    row = accepted(cast)
    invoice = issued(cast, row)
    pump = invoice.lines.get(position=1)
    with refused("invalid_why"):
        commands.credit_invoice(invoice=invoice.pk, why=" ", by=cast.by("iris"))
    note = commands.credit_invoice(
        invoice=invoice.pk, why="Another model", lines=[pump.pk], by=cast.by("iris")
    )
    assert (note.legal_number, note.kind, note.net_total, note.credited_id) == (
        "2026-C00001",
        "credit",
        Decimal("840.00"),
        invoice.pk,
    )
    assert left(row) == ["1", "0"]
    with refused("invalid_lines"):
        commands.credit_invoice(invoice=invoice.pk, why="Again", lines=[pump.pk], by=cast.by("iris"))
    commands.credit_invoice(invoice=invoice.pk, why="The rest", by=cast.by("iris"))
    with refused("credited_already"):
        commands.credit_invoice(invoice=invoice.pk, why="Again", by=cast.by("iris"))
    with refused("not_an_invoice"):
        commands.credit_invoice(invoice=note.pk, why="Again", by=cast.by("iris"))
    assert [row.legal_number for row in Invoice.objects.filter(kind="credit").order_by("place")] == [
        "2026-C00001",
        "2026-C00002",
    ]
    assert issued(cast, row).legal_number == "2026-00002"


def test_an_invoice_is_planned_handed_over_and_told_when_overdue(cast: Cast) -> None:
    seller(cast)
    iris, ana = cast.by("iris"), cast.by("ana")
    invoice = issued(cast, accepted(cast))
    commands.plan_invoice(invoice=invoice.pk, next_step="call", due=MONDAY + DAY, by=iris)
    with refused("invalid_next_step"):
        commands.plan_invoice(invoice=invoice.pk, next_step="sleep", due=MONDAY + DAY, by=iris)
    with refused("invalid_to"):
        commands.hand_invoice(invoice=invoice.pk, to=0, by=iris)
    with clock.at(MONDAY + 2 * DAY):
        assert (commands.warn_of_overdue_invoices(), commands.warn_of_overdue_invoices()) == (1, 0)
        assert workload(cast.iris.pk).invoices == 1
        leave(person=cast.iris.pk, by=ana)
        assert Invoice.objects.get().handler_id != cast.iris.pk
        commands.hand_invoice(invoice=invoice.pk, to=cast.tom.pk, by=ana)
    assert Invoice.objects.get().handler_id == cast.tom.pk


def test_only_those_who_bill_or_work_on_it_keep_its_invoices(cast: Cast) -> None:
    seller(cast)
    row = accepted(cast)
    draft, tom = drafted(cast, row), cast.by("mira")
    for act in (
        lambda: commands.draft_invoice(journey=row.pk, shares=[Share(1)], by=tom),
        lambda: commands.issue_invoice(invoice=draft.pk, by=tom),
        lambda: commands.discard_invoice(invoice=draft.pk, by=tom),
        lambda: commands.credit_invoice(invoice=draft.pk, why="x", by=tom),
        lambda: commands.hand_invoice(invoice=draft.pk, to=cast.tom.pk, by=tom),
    ):
        with refused("not_yours_to_do"):
            act()


@pytest.mark.django_db(transaction=True)
@pytest.mark.law
def test_fifty_who_bill_the_same_at_once_make_one_invoice(cast: Cast) -> None:
    seller(cast)
    row = accepted(cast)
    wanted, iris = shares(row), cast.by("iris")
    attempts = [lambda: commands.draft_invoice(journey=row.pk, shares=wanted, by=iris)] * 50
    results = race(*attempts)
    drafts = [result for result in results if isinstance(result, Invoice)]
    codes = [result.code for result in results if isinstance(result, Refusal)]
    assert (len(drafts), codes) == (1, ["billed_already"] * 49)
    assert BillingAllocation.objects.count() == 2
    assert sum(allocation.net_amount for allocation in BillingAllocation.objects.all()) == Decimal("843.33")


@pytest.mark.django_db(transaction=True)
@pytest.mark.law
def test_invoices_that_are_issued_at_once_get_numbers_in_a_row(cast: Cast) -> None:
    seller(cast)
    drafts = [drafted(cast, accepted(cast, [PUMP])) for _unused in range(6)]
    iris = cast.by("iris")
    results = race(
        *[lambda draft=draft: commands.issue_invoice(invoice=draft.pk, by=iris) for draft in drafts]
    )
    assert sorted(result.legal_number for result in results) == [f"2026-0000{place}" for place in range(1, 7)]
    twice = (
        race(*[lambda: commands.issue_invoice(invoice=drafted_again.pk, by=iris)] * 2)
        if (drafted_again := drafted(cast, accepted(cast, [PUMP])))
        else []
    )
    assert sorted(type(result).__name__ for result in twice) == ["Invoice", "Refusal"]
