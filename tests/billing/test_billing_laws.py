"""Law 10 tried by SQL, as the application's role: each constraint refuses by its name, and nothing of it stays."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection, transaction

from tests.billing.world import CARE, PUMP, accepted, agreed, drafted, issued, seller
from tests.cast import DAY, MONDAY, Cast
from tests.laws.attempts import agreement
from tests.laws.attempts import line as agreed_line
from tests.laws.conftest import Role, on_record, refused_to_whoever_may
from wellkept.billing.commands.allocations import allocate
from wellkept.billing.commands.invoices import draft_deposit, issue_invoice
from wellkept.billing.commands.payments import record_payment
from wellkept.billing.paid_money import PaidMoney
from wellkept.delivery import commands as delivery
from wellkept.events.models import Subject
from wellkept.kernel import clock
from wellkept.kernel.money import Money
from wellkept.orders.payment_terms import Terms

pytestmark = [pytest.mark.django_db, pytest.mark.law]

INVOICE = (
    "INSERT INTO invoice (journey_id, entity_id, kind, state, suffix, currency, decimals, net_total, tax_total,"
    " gross_total, words, due_days, drafted_at, drafted_by_id, legal_number, seller, buyer, unchecked, handler_id,"
    " next_step, due_at, reminders) SELECT %({journey})s, entity_id, '{kind}', '{state}', '{suffix}', 'EUR', 2, {net},"
    " {tax}, {gross}, '', 14, %(now)s, handler_id, '', '{{}}', '{{}}', '[]', handler_id, 'issue', %(now)s, 0"
    " FROM invoice WHERE id = %(draft)s"
)
LINE = (
    "INSERT INTO invoice_line (invoice_id, journey_id, position, words, quantity, unit, unit_price, discount,"
    " net_amount, tax_category, tax_rate, exemption_reason, period_from, period_to) SELECT {invoice}, journey_id, 9,"
    " words, quantity, unit, {price}, discount, net_amount, tax_category, tax_rate, exemption_reason, period_from,"
    " period_to FROM invoice_line WHERE invoice_id = %(draft)s AND position = {position}"
)
BILLS = (
    "INSERT INTO billing_allocation (agreement_line_id, journey_id, invoice_line_id, quantity, net_amount, period_from,"
    " period_to) SELECT b.agreement_line_id, b.journey_id, (SELECT max(id) FROM invoice_line), b.quantity,"
    " b.net_amount, b.period_from, b.period_to FROM billing_allocation b"
    " JOIN invoice_line l ON l.id = b.invoice_line_id WHERE l.invoice_id = %(draft)s AND l.position = {position}"
)
LAST = "(SELECT max(id) FROM invoice)"
DEPOSIT_LINE = (
    "INSERT INTO invoice_line (invoice_id, journey_id, position, words, quantity, unit, unit_price, discount,"
    " net_amount, tax_category, tax_rate, exemption_reason, deducts_id) SELECT {invoice}, journey_id, 9, words,"
    " {quantity}, unit, unit_price, discount, {net}, tax_category, tax_rate, exemption_reason, {deducts}"
    " FROM invoice_line WHERE invoice_id = %({of})s"
)
BILLS_DEPOSIT = (
    "INSERT INTO billing_allocation (deposit_of_id, journey_id, invoice_line_id, quantity, net_amount) SELECT"
    " b.deposit_of_id, b.journey_id, l.id, l.quantity, l.net_amount FROM billing_allocation b, invoice_line l"
    " WHERE b.deposit_of_id IS NOT NULL AND b.journey_id = l.journey_id AND l.id = (SELECT max(id) FROM invoice_line)"
)
COUNT = "UPDATE number_series SET counter = counter + 1 WHERE kind = 'invoice'"


def invoice(journey: str = "journey", kind: str = "invoice", state: str = "draft", **values: str) -> str:
    numbers = {"suffix": "I9", "net": "840", "tax": "159.60", "gross": "999.60"} | values
    return INVOICE.format(journey=journey, kind=kind, state=state, **numbers)


def line(invoice: str = LAST, *, price: str = "unit_price", position: int = 1) -> str:
    return LINE.format(invoice=invoice, price=price, position=position)


def deposit_line(net: str, of: str = "deposit") -> str:
    return DEPOSIT_LINE.format(invoice=LAST, quantity="1", net=net, deducts="NULL", of=of)


def deduction(net: str, of: str = "deposit") -> str:
    return DEPOSIT_LINE.format(invoice=LAST, quantity="-1", net=net, deducts="id", of=of)


def issue(
    which: str = "%(draft)s", place: str = "(SELECT counter FROM number_series WHERE kind = 'invoice')"
) -> str:
    return (
        "UPDATE invoice SET state = 'issued', series_id = (SELECT id FROM number_series WHERE kind = 'invoice'),"
        f" place = {place}, legal_number = 'x', issued_at = %(now)s, issued_on = '2026-03-02', due_on = '2026-03-16',"
        f" file_id = (SELECT min(id) FROM stored_file) WHERE id = {which}"
    )


ATTEMPTS: dict[str, list[list[str]]] = {
    "the_handler_of_an_invoice_is_active": [
        ["DELETE FROM member WHERE person_id = %(iris)s",
         "UPDATE person SET active = false, access = false WHERE id = %(iris)s"],
    ],
    "an_invoice_has_its_next_step": [["UPDATE invoice SET next_step = ''"]],
    "one_series_a_year": [
        ["INSERT INTO number_series (entity_id, kind, year, counter)"
         " SELECT entity_id, kind, year, 0 FROM number_series"],
    ],
    "legal_numbers_have_no_gap": [
        [COUNT],
        ["UPDATE number_series SET counter = counter + 2"],
        ["UPDATE number_series SET counter = counter - 1"],
        ["UPDATE number_series SET year = 2027"],
        ["INSERT INTO number_series (entity_id, kind, year, counter)"
         " SELECT entity_id, kind, 2030, 4 FROM number_series"],
    ],
    "a_legal_number_is_given_once": [[issue()]],
    "a_legal_number_is_the_next": [[issue(place="7")], [COUNT, issue(place="1")]],
    "an_invoice_is_drafted_first": [[invoice(state="issued")]],
    "an_invoice_is_a_draft_or_issued_or_discarded": [
        ["UPDATE invoice SET state = 'discarded' WHERE id = %(draft)s"],
        ["UPDATE invoice SET discarded_at = %(now)s WHERE id = %(draft)s"],
    ],
    "an_issued_invoice_has_its_number": [["UPDATE invoice SET legal_number = 'x' WHERE id = %(draft)s"]],
    "an_invoice_has_its_own_suffix": [[invoice(suffix="I1")]],
    "an_invoice_is_net_and_tax": [[invoice(gross="1")]],
    "totals_are_those_of_the_lines": [
        [invoice()],
    ],
    "lines_come_with_their_draft": [[line("%(issued)s")]],
    "nothing_is_billed_while_held": [
        ["INSERT INTO hold (journey_id, stops, why, placed_by_id, placed_at)"
         " VALUES (%(journey)s, 'billing', 'x', %(ana)s, %(now)s)", COUNT, issue()],
    ],
    "nothing_is_billed_before_acceptance": [[COUNT, issue("%(early)s")]],
    "no_more_is_billed_than_was_delivered": [[COUNT, issue("%(parts)s")]],
    "the_agreement_says_what_is_billed": [
        [invoice(), line(price="1"), BILLS.format(position=1)],
    ],
    "a_change_keeps_what_is_billed": [[agreement("journey"), agreed_line({}, "journey")]],
    "an_agreed_line_is_billed_once": [[invoice(), line(), BILLS.format(position=1)]],
    "a_deposit_is_billed_once": [
        [invoice("secured", kind="deposit", net="1", tax="0.19", gross="1.19"), deposit_line("1"), BILLS_DEPOSIT],
    ],
    "a_deposit_is_deducted_once": [
        [invoice("secured", net="-252", tax="-47.88", gross="-299.88"), deduction("-252")],
    ],
    "a_moment_is_billed_once": [[invoice(), line(position=2), BILLS.format(position=2)]],
    "every_line_was_agreed": [
        [invoice(), line()],
        [invoice("waiting", kind="deposit", net="1", tax="0.19", gross="1.19"), deposit_line("1", of="advance")],
        [invoice("waiting", net="1", tax="0.19", gross="1.19"), deduction("1", of="advance")],
    ],
    "what_is_billed_stays_billed": [["UPDATE billing_allocation SET ended_at = %(now)s WHERE ended_at IS NULL"]],
    "a_credit_note_names_its_invoice": [[invoice(kind="credit")], [invoice(kind="gift")]],
    "the_record_cannot_be_rewritten": [
        ["UPDATE invoice SET gross_total = 1, net_total = 1, tax_total = 0 WHERE id = %(issued)s"],
        ["UPDATE invoice SET legal_number = 'x' WHERE id = %(issued)s"],
        ["UPDATE invoice SET state = 'draft' WHERE id = %(issued)s"],
        ["UPDATE invoice SET net_total = 1, gross_total = 1 WHERE id = %(draft)s"],
        ["UPDATE invoice_line SET net_amount = 1"],
        ["UPDATE billing_allocation SET quantity = 0"],
        ["DELETE FROM billing_allocation"],
        ["DELETE FROM invoice_line"],
        ["DELETE FROM invoice"],
        ["DELETE FROM number_series"],
    ],
    "an_invoice_is_paid_once": [
        ["INSERT INTO payment_allocation (payment_id, invoice_id, amount, automatic, made_at)"
         " VALUES (%(paid)s, %(issued)s, 1, true, %(now)s)"],
        ["INSERT INTO payment_allocation (payment_id, invoice_id, amount, automatic, made_at)"
         " VALUES (%(paid)s, %(draft)s, 1, true, %(now)s)"],
    ],
    "a_payment_is_used_once": [
        ["INSERT INTO payment_allocation (payment_id, invoice_id, amount, automatic, made_at)"
         " VALUES (%(paid)s, %(open)s, 51, true, %(now)s)"],
        ["INSERT INTO payment_allocation (payment_id, invoice_id, amount, automatic, made_at)"
         " VALUES (%(paid)s, %(open)s, -1, true, %(now)s)"],
        ["INSERT INTO payment_allocation (payment_id, refund_id, amount, automatic, made_at)"
         " VALUES (%(paid)s, %(paid)s, 1, true, %(now)s)"],
    ],
    "what_is_settled_is_paid": [
        ["UPDATE invoice SET settled_at = %(now)s WHERE id = %(open)s"],
        ["UPDATE invoice SET settled_at = NULL WHERE id = %(issued)s"],
        ["UPDATE payment SET settled_at = %(now)s WHERE id = %(paid)s"],
        ["UPDATE payment_allocation SET taken_back_at = %(now)s"],
    ],
}  # fmt: skip


@pytest.fixture
def names(cast: Cast) -> dict[str, object]:
    """One invoice issued, one drafted for the rest, and one drafted before the customer has accepted."""
    seller(cast)
    row = accepted(cast, [PUMP, CARE])
    early = drafted(cast, agreed(cast, [PUMP]))
    half = agreed(cast, [PUMP], terms=Terms(bill_on="delivery"))
    delivery.deliver(journey=half.pk, words="It is in", by=cast.by("jonas"))
    parts = drafted(cast, half)
    delivery.reject(journey=half.pk, words="It leaks", by=cast.by("jonas"))
    secured, waiting = (
        agreed(cast, [PUMP], terms=Terms(deposit_share=Decimal(30), bill_on="agreement"))
        for _unused in (1, 2)
    )
    deposit, advance = (draft_deposit(journey=each.pk, by=cast.by("iris")) for each in (secured, waiting))
    for each in (deposit, advance):
        issue_invoice(invoice=each.pk, by=cast.by("iris"))
    issued(cast, secured)
    first = issued(cast, accepted(cast, [PUMP]))
    draft = drafted(cast, row)
    unpaid = issued(cast, accepted(cast, [PUMP]))
    for amount, invoice in (("999.60", first), ("50", None)):
        money = PaidMoney(amount=Money(Decimal(amount), "EUR"), day=MONDAY.date())
        payment = record_payment(payment=money, by=cast.by("ana"))
        if invoice is not None:
            allocate(payment=payment.pk, invoice=invoice.pk, by=cast.by("ana"))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return {
        "journey": row.pk,
        "draft": draft.pk,
        "secured": secured.pk,
        "deposit": deposit.pk,
        "waiting": waiting.pk,
        "advance": advance.pk,
        "issued": first.pk,
        "early": early.pk,
        "parts": parts.pk,
        "open": unpaid.pk,
        "paid": payment.pk,
        "iris": cast.iris.pk,
        "olga": cast.olga.pk,
        "later": clock.now() + DAY,
        "ana": cast.ana.pk,
        "now": clock.now(),
        "subjects": [
            *Subject.objects.filter(kind__in=("journey", "payment")).values_list("pk", flat=True),
            cast.iris.pk,
            cast.teams["billing"].pk,
        ],
    }


@pytest.mark.parametrize(
    ("constraint", "statements"),
    [
        pytest.param(name, statements, id=f"{name}-{place}")
        for name, all_of in ATTEMPTS.items()
        for place, statements in enumerate(all_of)
    ],
)
def test_the_database_refuses_each_attempt(
    names: dict[str, object], constraint: str, statements: list[str]
) -> None:
    def attempt(role: Role) -> None:
        subjects = names["subjects"]
        assert isinstance(subjects, list)
        on_record(*subjects)
        with role(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement, names)

    with clock.at(MONDAY):
        refused_to_whoever_may(constraint, attempt)
