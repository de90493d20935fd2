"""Deposits: billed once as agreed, and deducted line by line from what is billed later, to the cent."""

from __future__ import annotations

from decimal import Decimal

import facturx
import pytest
from django.db import connection, transaction
from lxml import etree

from tests import cast as stations
from tests.billing.world import CARE, FITTING, HOSE, PUMP, agreed, drafted, issued, seller, shares, term
from tests.cast import Cast
from tests.papers.test_set_papers import texts
from tests.portal.doors import Customer
from tests.race import race
from tests.refused import refused
from tests.web.signed_in import at
from wellkept.billing.commands.invoices import (
    credit_invoice,
    discard_invoice,
    draft_deposit,
    draft_invoice,
    issue_invoice,
)
from wellkept.billing.deposits import deposit_left
from wellkept.billing.models import Invoice
from wellkept.billing.queries import open_amounts
from wellkept.billing.rules import Share
from wellkept.delivery import commands as delivery
from wellkept.einvoices.profiles import FACTUR_X, PLAIN_UBL
from wellkept.einvoices.rule_engine import RuleEngine
from wellkept.einvoices.validate import validate
from wellkept.files import folder
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Journey
from wellkept.kernel.refusal import Refusal
from wellkept.notices.models import Notice
from wellkept.orders import commands as orders
from wellkept.orders.agreement_lines import PricedLines, going_on
from wellkept.orders.models import AgreementLine
from wellkept.orders.payment_terms import Terms
from wellkept.orders.queries import agreement_in_force

pytestmark = pytest.mark.django_db
BOOK = term("Book", "100.01", rate="7")
THIRD = Terms(deposit_share=Decimal(30))


def deposit(cast: Cast, row: Journey) -> Invoice:
    draft = draft_deposit(journey=row.pk, by=cast.by("iris"))
    return issue_invoice(invoice=draft.pk, by=cast.by("iris"))


def accept(cast: Cast, row: Journey) -> None:
    delivery.deliver(journey=row.pk, words="It is in", by=cast.by("jonas"))
    delivery.accept(journey=row.pk, by=cast.by("jonas"), evidence=Evidence("paper", "Signed"))


def left_of(row: Journey) -> Decimal:
    agreement = agreement_in_force(row.pk)
    assert agreement is not None
    return deposit_left(agreement)


def committed() -> None:
    """Let the deferred constraints speak about what was done until now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def amounts(invoice: Invoice) -> list[str]:
    return [f"{line.net_amount:f}" for line in invoice.lines.order_by("position")]


def test_the_final_invoice_deducts_the_deposit_at_each_rate(cast: Cast) -> None:
    seller(cast)
    row = agreed(cast, [PUMP, HOSE, BOOK, CARE], terms=THIRD)
    first = deposit(cast, row)
    # 30 % of 943.34 is 283.00: 30.00 of 100.01 at 7 %, and 253.00 of 843.33 at 19 %
    assert (first.kind, first.legal_number, amounts(first)) == ("deposit", "2026-00001", ["30.00", "253.00"])
    assert (first.net_total, first.tax_total) == (Decimal("283.00"), Decimal("50.17"))
    assert Notice.objects.filter(kind="deposit_invoice").count() == 1
    accept(cast, row)
    last = issued(cast, row)
    assert amounts(last) == ["840.00", "3.33", "100.01", "29.90", "-30.00", "-253.00"]
    assert first.net_total + last.net_total == Decimal("973.24")  # 943.34 once, and a year of care
    assert first.tax_total + last.tax_total == Decimal("160.23") + Decimal("9.09")
    assert (last.legal_number, left_of(row)) == ("2026-00002", 0)


def test_a_currency_without_minor_units_has_whole_parts(cast: Cast) -> None:
    seller(cast)
    row = stations.in_orders(cast)
    orders.put_agreement(
        journey=row.pk,
        words="A pump",
        total=PricedLines("JPY", [term("Pump", "99999", rate="10"), term("Book", "3333", rate="8")]),
        delivery_by=stations.MONDAY + 10 * stations.DAY,
        by=cast.by("olga"),
        terms=Terms(deposit_share=Decimal("33.33"), bill_on="agreement"),
    )
    orders.agree(journey=row.pk, by=cast.by("olga"), evidence=Evidence("paper", "Signed"))
    first = draft_deposit(journey=row.pk, by=cast.by("olga"))
    assert (amounts(first), first.tax_total) == (["1111.00", "33330.00"], 89 + 3333)  # of 34,441
    issue_invoice(invoice=first.pk, by=cast.by("olga"))
    last = draft_invoice(journey=row.pk, shares=None, by=cast.by("olga"))
    assert (amounts(last), last.tax_total) == (["99999.00", "3333.00", "-1111.00", "-33330.00"], 6667 + 178)


def test_the_deposit_is_offered_once_agreed_and_billed_once(cast: Cast) -> None:
    seller(cast)
    row, iris = agreed(cast, [PUMP], terms=THIRD), at(cast, "iris")
    page = f"/journeys/{row.number}"
    assert "Bill the deposit" in iris.get(page).content.decode()
    assert "252" in iris.get(f"{page}/deposits").content.decode()
    assert list(iris.post(f"{page}/deposits", {"due_days": "400"}).context["form"].errors) == ["due_days"]
    answer = iris.post(f"{page}/deposits", {"due_days": "7"})
    draft = Invoice.objects.get()
    assert (answer.status_code, answer["Location"], draft.due_days) == (303, f"/invoices/{draft.pk}", 7)
    assert "Draft of a deposit invoice" in iris.get(f"/invoices/{draft.pk}").content.decode()
    assert (iris.get(f"{page}/deposits").status_code, iris.get(f"{page}/invoices").status_code) == (409, 409)
    assert "Bill the deposit" not in iris.get(page).content.decode()
    assert iris.post(f"/invoices/{draft.pk}/issue").status_code == 303  # before the acceptance
    petra = Customer(row)
    assert "Invoice 2026-00001 for the deposit" in petra.sees()
    assert "Invoice 2026-00001 for the deposit" in petra.sees(f"invoices/{draft.pk}")


def test_only_those_who_bill_bill_a_deposit(cast: Cast) -> None:
    seller(cast)
    row, mira = agreed(cast, [PUMP], terms=THIRD), at(cast, "mira")
    here = f"/journeys/{row.number}/deposits"
    assert (mira.get(here).status_code, mira.post(here, {"due_days": "7"}).status_code) == (403, 403)
    with refused("not_yours_to_do"):
        draft_deposit(journey=row.pk, by=cast.by("mira"))
    assert Invoice.objects.count() == 0


def test_without_a_deposit_there_is_none_to_bill(cast: Cast) -> None:
    seller(cast)
    row = agreed(cast, [PUMP])
    with refused("no_deposit"):
        draft_deposit(journey=row.pk, by=cast.by("iris"))
    with refused("invalid_due_days"):
        draft_deposit(journey=row.pk, by=cast.by("iris"), due_days=-1)
    assert at(cast, "iris").get(f"/journeys/{row.number}/deposits").status_code == 409


def test_a_deposit_that_is_a_draft_is_not_deducted(cast: Cast) -> None:
    seller(cast)
    row = agreed(cast, [PUMP], terms=THIRD)
    draft = draft_deposit(journey=row.pk, by=cast.by("iris"))
    with refused("deposit_is_a_draft"):
        drafted(cast, row)
    discard_invoice(invoice=draft.pk, by=cast.by("iris"))
    assert left_of(row) == Decimal("252.00")
    assert amounts(drafted(cast, row)) == ["840.00"]
    with refused("deposit_comes_first"):
        draft_deposit(journey=row.pk, by=cast.by("iris"))


def test_parts_deduct_as_early_as_they_can_and_never_below_nothing(cast: Cast) -> None:
    seller(cast)
    row = agreed(cast, [HOSE, term("Box", "10", "5")], terms=Terms(deposit=Decimal(20), bill_on="agreement"))
    deposit(cast, row)
    hose, box = (share.line for share in shares(row))
    iris = cast.by("iris")
    nets = []
    for wanted in ([Share(hose)], [Share(box, Decimal(2))], [Share(box)]):
        draft = draft_invoice(journey=row.pk, shares=wanted, by=iris)
        nets.append(issue_invoice(invoice=draft.pk, by=iris).net_total)
    assert nets == [Decimal(0), Decimal("3.33"), Decimal(30)]  # 3.33 and 16.67 of 20.00 are deducted
    assert Invoice.objects.get(net_total=0).settled_at is not None


def test_a_deducted_deposit_is_credited_after_the_invoice_that_deducts_it(cast: Cast) -> None:
    seller(cast)
    row = agreed(cast, [PUMP], terms=THIRD)
    first = deposit(cast, row)
    accept(cast, row)
    last = issued(cast, row)
    with refused("deposit_is_deducted"):
        credit_invoice(invoice=first.pk, why="They left", by=cast.by("iris"))
    note = credit_invoice(invoice=last.pk, why="Wrong day", by=cast.by("iris"))
    assert (amounts(note), note.net_total) == (["840.00", "-252.00"], Decimal("588.00"))
    assert amounts(drafted(cast, row)) == ["840.00", "-252.00"]
    discard_invoice(invoice=Invoice.objects.get(state="draft").pk, by=cast.by("iris"))
    credit_invoice(invoice=first.pk, why="They left", by=cast.by("iris"))
    assert (open_amounts([first.pk])[first.pk], left_of(row)) == (0, Decimal("252.00"))


def test_a_deduction_alone_is_not_credited(cast: Cast) -> None:
    seller(cast)
    row = agreed(cast, [PUMP], terms=THIRD)
    deposit(cast, row)
    accept(cast, row)
    last = issued(cast, row)
    deduction = last.lines.get(deducts__isnull=False).pk
    committed()
    credit_invoice(invoice=last.pk, why="Wrong", lines=[deduction], by=cast.by("iris"))
    with pytest.raises(Exception, match="A deposit is deducted once"):
        committed()


def test_a_change_of_the_agreement_covers_the_deposit_and_bills_the_rest_of_it(cast: Cast) -> None:
    seller(cast)
    row = agreed(cast, [PUMP, BOOK], terms=THIRD)
    deposit(cast, row)
    pump, book = AgreementLine.objects.filter(journey=row).order_by("position")
    due = stations.MONDAY + 10 * stations.DAY
    known = {"journey": row.pk, "words": "Changed", "delivery_by": due, "by": cast.by("jonas")}
    committed()
    with transaction.atomic():
        orders.put_agreement(total=PricedLines("EUR", [going_on(PUMP, pump.pk)]), **known)
        with pytest.raises(Exception, match="A change of what was agreed keeps"):
            committed()
        transaction.set_rollback(True)
    more = [going_on(PUMP, pump.pk), going_on(BOOK, book.pk), term("Valve", "100")]
    orders.put_agreement(total=PricedLines("EUR", more), terms=Terms(deposit=Decimal(300)), **known)
    orders.agree(journey=row.pk, by=stations.speaker_of(row), evidence=Evidence(signed_name="Petra Lindner"))
    assert deposit(cast, row).net_total == Decimal("18.00")  # of 300.00, 282.00 are billed
    accept(cast, row)
    last = issued(cast, row)
    assert (last.net_total, last.lines.count()) == (Decimal("740.01"), 3 + 4)
    refs = etree.fromstring(xml_of(last)).xpath(
        "//*[local-name()='BillingReference']//*[local-name()='ID']/text()"
    )
    assert refs == ["2026-00001", "2026-00002"]


def xml_of(row: Invoice) -> bytes:
    assert row.file is not None
    return folder.path(row.file.sha256).read_bytes()


def test_paper_and_structured_invoice_name_the_deposit_and_keep_the_rules(cast: Cast) -> None:
    seller(cast)
    row = agreed(cast, [PUMP, BOOK], terms=THIRD)
    first = deposit(cast, row)
    accept(cast, row)
    last = issued(cast, row)
    engine = RuleEngine.of_this_process()
    assert engine is not None, "make check installs the processor of rules"
    kinds = []
    for invoice in (first, last):
        paper = at(cast, "iris").get(f"/invoices/{invoice.pk}/paper").content
        _name, cii = facturx.get_xml_from_pdf(paper, check_xsd=True)
        for xml, profile in ((cii, FACTUR_X), (xml_of(invoice), PLAIN_UBL)):
            assert [finding.words for finding in validate(xml, profile, engine=engine).errors] == []
        tree = etree.fromstring(cii)
        kinds.append(tree.xpath("string(//*[local-name()='ExchangedDocument']/*[local-name()='TypeCode'])"))
        grand = tree.xpath("string(//*[local-name()='GrandTotalAmount'])")
        assert Decimal(grand) == invoice.gross_total
        text = "\n".join(texts(paper))
        assert (
            "Deposit invoice" in text,
            "Less the deposit: invoice 2026-00001" in " ".join(text.split()),
        ) == (
            invoice == first,
            invoice == last,
        )
    assert kinds == ["386", "380"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.law
def test_twenty_who_bill_one_deposit_at_once_make_one_invoice(cast: Cast) -> None:
    seller(cast)
    row, iris = agreed(cast, [PUMP], terms=THIRD), cast.by("iris")
    results = race(*[lambda: draft_deposit(journey=row.pk, by=iris)] * 20)
    codes = [result.code for result in results if isinstance(result, Refusal)]
    assert (len(results) - len(codes), codes) == (1, ["billed_already"] * 19)


@pytest.mark.django_db(transaction=True)
@pytest.mark.law
def test_two_parts_that_are_billed_at_once_deduct_one_deposit_once(cast: Cast) -> None:
    seller(cast)
    terms = Terms(deposit=Decimal(500), bill_on="agreement")
    row, iris = agreed(cast, [PUMP, term("Box", "400")], terms=terms), cast.by("iris")
    deposit(cast, row)
    wanted = shares(row)
    results = race(
        *[lambda share=share: draft_invoice(journey=row.pk, shares=[share], by=iris) for share in wanted]
    )
    assert sum(result.net_total for result in results) == Decimal(740)


def test_hours_beyond_what_was_expected_are_billed_beside_the_deposit(cast: Cast) -> None:
    seller(cast)
    row = agreed(cast, [PUMP, FITTING], terms=Terms(deposit_share=Decimal(100), bill_on="agreement"))
    assert deposit(cast, row).net_total == Decimal("1033.50")
    pump, fitting = shares(row)
    last = draft_invoice(journey=row.pk, shares=[pump, Share(fitting.line, Decimal(4))], by=cast.by("iris"))
    assert last.net_total == Decimal("64.50")
