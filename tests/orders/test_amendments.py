"""An agreement is changed by another one. Until they agree, the first one counts, and nothing counts twice."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from tests import cast as stations
from tests.billing.world import HOSE, PUMP, agreed, seller, term
from tests.cast import DAY, Cast
from tests.portal.doors import Customer
from tests.web.signed_in import at

from wellkept.billing.billable import billable_lines
from wellkept.billing.commands.invoices import draft_invoice
from wellkept.billing.rules import Share
from wellkept.delivery import commands as delivery
from wellkept.delivery.queries import delivered_of, extent
from wellkept.journeys.commands import handoffs
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Journey
from wellkept.journeys.queries import open_steps
from wellkept.kernel import clock
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import Refusal
from wellkept.orders import commands as orders
from wellkept.orders.agreement_lines import LineTerms, PricedLines, going_on
from wellkept.orders.models import Agreement, AgreementLine
from wellkept.promises.models import Promise
from wellkept.verification.queries import verify

pytestmark = pytest.mark.django_db
VALVE = term("Valve", "12.00", "2")


def lines_now(row: Journey) -> list[AgreementLine]:
    return list(AgreementLine.objects.filter(journey=row, agreement__state="agreed").order_by("position"))


def goes_on(line: LineTerms, of: AgreementLine, **changed: object) -> LineTerms:
    return going_on(replace(line, **changed), of.pk)  # type: ignore[arg-type]


def change(cast: Cast, row: Journey, lines: list[LineTerms], *, days: int = 12) -> Agreement:
    return orders.put_agreement(
        journey=row.pk,
        words="A heat pump with a valve, fitted",
        total=PricedLines("EUR", lines),
        delivery_by=clock.now() + days * DAY,
        by=cast.by("jonas"),
    )


def say_yes(row: Journey) -> Agreement:
    by = stations.speaker_of(row)
    return orders.agree(journey=row.pk, by=by, evidence=Evidence(signed_name="Petra Lindner"))


def test_the_customer_sees_what_changes_and_agrees(cast: Cast) -> None:
    row = agreed(cast, [PUMP, HOSE])
    pump, _hose = lines_now(row)
    steps = {step.pk for step in open_steps(row.pk)}
    change(cast, row, [goes_on(PUMP, pump, unit_price=Decimal(900)), VALVE])
    assert stations.fresh(row).stage == "delivery"
    assert Agreement.objects.get(journey=row, state="agreed").total == Decimal("1003.56")
    assert steps < {step.pk for step in open_steps(row.pk)}  # the work goes on
    petra = Customer(row)
    page = petra.sees("agreement")
    for words in ("What changes", "Heat pump", "Hose", "Valve", "€843.33", "€924"):
        assert words in page
    petra.sends("agreement", signed_name="Petra Lindner", shown_digest=digest(row))
    after = Agreement.objects.get(journey=row, state="agreed")
    assert (after.total, after.signed_name) == (Decimal("1099.56"), "Petra Lindner")
    assert {step.pk for step in open_steps(row.pk)} == steps
    (price,) = Promise.objects.filter(journey=row, purpose="price", kept_at=None, released_at=None)
    assert price.amount == Decimal("1099.56")
    assert [entry.continues_id for entry in lines_now(row)] == [pump.pk, None]


def test_back_in_orders_the_form_goes_on_with_what_was_billed(cast: Cast) -> None:
    seller(cast)
    row = agreed(cast, [PUMP, HOSE])
    pump, hose = lines_now(row)
    draft_invoice(journey=row.pk, shares=[Share(hose.pk, Decimal(3))], by=cast.by("iris"))
    handoffs.offer_handoff(journey=row.pk, to_stage="orders", reason="They want another", by=cast.by("jonas"))
    handoffs.accept_handoff(journey=row.pk, by=cast.by("olga"))
    olga = at(cast, "olga")
    with pytest.raises(Refusal, match="agreed here already"):
        orders.begin_quote(journey=row.pk, words="Two", currency="EUR", by=cast.by("olga"))
    form = olga.get(f"/journeys/{row.number}/agreements").context["form"]
    assert str(form.title) == "Change what was agreed"
    shown = form["lines"].value()
    assert [line["continues"] for line in shown] == [str(pump.pk), str(hose.pk)]
    page: dict[str, object] = {
        f"lines-{name}": [line[name] for line in shown]
        for name in ("words", "quantity", "unit", "price", "discount", "tax", "paid", "continues")
    }
    page |= {"words": "Both, later", "delivery_by": (clock.now() + 20 * DAY).strftime("%Y-%m-%dT%H:%M")}
    assert olga.post(f"/journeys/{row.number}/agreements", page).status_code == 303
    say_yes(row)
    assert [line.continues_id for line in lines_now(row)] == [pump.pk, hose.pk]


def test_a_rejection_leaves_the_question_about_a_change(cast: Cast) -> None:
    row = agreed(cast, [PUMP, HOSE])
    pump, _hose = lines_now(row)
    delivery.deliver(journey=row.pk, words="It is in", by=cast.by("jonas"))
    change(cast, row, [goes_on(PUMP, pump), goes_on(HOSE, _hose), VALVE])
    delivery.reject(journey=row.pk, words="It leaks", by=cast.by("jonas"))
    asks = [step for step in open_steps(row.pk) if step.rule.is_ask_again]
    assert [str(step.sentence) for step in asks] == ["Ask again about the change of what was agreed"]


@pytest.mark.django_db(transaction=True)
def test_the_record_of_a_change_verifies(cast: Cast) -> None:
    row = agreed(cast, [PUMP, HOSE])
    change(cast, row, [goes_on(PUMP, lines_now(row)[0]), VALVE])
    say_yes(row)
    assert verify().broken is None


def digest(row: Journey) -> str:
    return bytes(Agreement.objects.get(journey=row, state="put").digest).hex()


def test_after_their_no_the_first_one_counts(cast: Cast) -> None:
    row = agreed(cast, [PUMP])
    change(cast, row, [goes_on(PUMP, lines_now(row)[0], quantity=Decimal(2))])
    orders.decline_agreement(journey=row.pk, words="One is enough", by=stations.speaker_of(row))
    assert [entry.quantity for entry in lines_now(row)] == [Decimal(1)]
    with pytest.raises(Refusal, match="There is nothing to agree to"):
        say_yes(row)


def test_a_total_goes_on_with_a_total(cast: Cast) -> None:
    row = stations.in_orders(cast)
    due = clock.now() + 10 * DAY
    known = {"journey": row.pk, "delivery_by": due, "by": cast.by("olga")}
    orders.put_agreement(words="A line", total=Money(Decimal(900), "EUR"), **known)
    say_yes(row)
    orders.put_agreement(words="A line and a lamp", total=Money(Decimal(950), "EUR"), **known)
    say_yes(row)
    (line,) = lines_now(row)
    assert (line.net_amount, line.continues.net_amount if line.continues else None) == (950, 900)


def test_after_the_acceptance_nothing_changes_any_more(cast: Cast) -> None:
    row = agreed(cast, [PUMP])
    pump = lines_now(row)[0]
    change(cast, row, [goes_on(PUMP, pump, quantity=Decimal(2))])
    delivery.deliver(journey=row.pk, words="It is in", by=cast.by("jonas"))
    delivery.accept(
        journey=row.pk, by=stations.speaker_of(row), evidence=Evidence(signed_name="Petra Lindner")
    )
    with pytest.raises(Refusal, match=r"nothing to agree|have accepted it"):
        say_yes(row)
    with pytest.raises(Refusal, match=r"have accepted it|agreement is put forward in orders"):
        change(cast, row, [goes_on(PUMP, pump, quantity=Decimal(2))])


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        (lambda lines: [goes_on(PUMP, lines[0], unit="HUR")], "keeps its unit"),
        (lambda lines: [goes_on(PUMP, lines[0]), goes_on(PUMP, lines[0])], "goes on in one line"),
        (
            lambda lines: [going_on(PUMP, lines[0].pk + 4711)],
            "goes on with a line that is not agreed",
        ),
    ],
)
def test_a_line_goes_on_with_one_that_is_agreed(cast: Cast, terms: object, sentence: str) -> None:
    row = agreed(cast, [PUMP, HOSE])
    with pytest.raises(Refusal, match=sentence):
        change(cast, row, terms(lines_now(row)))  # type: ignore[operator]


@pytest.mark.law
@pytest.mark.parametrize("wrong", ["another journey", "another unit", "not in force"])
def test_by_sql_a_line_goes_on_with_one_in_force(cast: Cast, wrong: str) -> None:
    row, other = agreed(cast, [PUMP]), agreed(cast, [HOSE])
    line = lines_now(other if wrong == "another journey" else row)[0]
    if wrong == "not in force":
        change(cast, row, [goes_on(PUMP, line)])
        say_yes(row)
    put = change(cast, row, [goes_on(PUMP, lines_now(row)[0])])
    unit = "HUR" if wrong == "another unit" else line.unit
    columns = ", ".join(field.column for field in Agreement._meta.concrete_fields if field.column != "id")
    as_put = columns.replace("state", "'put'")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE agreement SET state = 'withdrawn' WHERE id = %s", [put.pk])
        cursor.execute(
            f"INSERT INTO agreement ({columns}) SELECT {as_put} FROM agreement WHERE id = %s RETURNING id",
            [put.pk],
        )
        ((anew,),) = cursor.fetchall()
        with pytest.raises(IntegrityError, match="goes on with one"), transaction.atomic():
            cursor.execute(
                "INSERT INTO agreement_line (agreement_id, journey_id, position, section, words, quantity, unit,"
                " unit_price, discount, net_amount, tax_category, tax_rate, exemption_reason, kind, continues_id)"
                " SELECT %s, %s, 1, '', 'x', 1, %s, 0, 0, 0, 'S', 19, '', kind, id FROM agreement_line WHERE id = %s",
                [anew, row.pk, unit, line.pk],
            )
        transaction.set_rollback(True)


def quantity(row: Journey, place: int) -> Decimal:
    return delivered_of([lines_now(row)[place].pk])[lines_now(row)[place].pk]


def test_parts_of_a_line_count_for_the_one_that_goes_on(cast: Cast) -> None:
    row = agreed(cast, [PUMP, HOSE])
    pump, hose = lines_now(row)
    delivery.deliver(journey=row.pk, words="Four metres", by=cast.by("jonas"), lines={hose.pk: Decimal(4)})
    change(cast, row, [goes_on(PUMP, pump), goes_on(HOSE, hose, quantity=Decimal(6))])
    say_yes(row)
    assert quantity(row, 1) == 4
    with pytest.raises(Refusal, match="at most 2 can be delivered"):
        delivery.deliver(
            journey=row.pk, words="More", by=cast.by("jonas"), lines={lines_now(row)[1].pk: Decimal(3)}
        )
    delivery.deliver(journey=row.pk, words="The rest", by=cast.by("jonas"))
    assert (extent(row.pk), quantity(row, 0), quantity(row, 1)) == ("everything", 1, 6)


def test_a_change_after_everything_was_delivered_leaves_something_open(cast: Cast) -> None:
    row = agreed(cast, [PUMP])
    change(cast, row, [goes_on(PUMP, lines_now(row)[0], quantity=Decimal(2))])
    delivery.deliver(journey=row.pk, words="It is in", by=cast.by("jonas"))
    with pytest.raises(Refusal, match="nothing to agree"):
        say_yes(row)  # everything that was agreed is there: the change was withdrawn
    change(cast, row, [goes_on(PUMP, lines_now(row)[0]), VALVE])
    say_yes(row)
    assert extent(row.pk) == "part"
    delivery.deliver(journey=row.pk, words="The valves", by=cast.by("jonas"))
    assert (extent(row.pk), quantity(row, 1)) == ("everything", 2)


@pytest.mark.django_db(transaction=True)
@pytest.mark.law
@pytest.mark.parametrize("kept", ["less", "nothing"])
def test_a_change_keeps_what_was_delivered(cast: Cast, kept: str) -> None:
    row = agreed(cast, [PUMP, HOSE])
    pump, hose = lines_now(row)
    delivery.deliver(journey=row.pk, words="Four metres", by=cast.by("jonas"), lines={hose.pk: Decimal(4)})
    lines = (
        [goes_on(PUMP, pump), goes_on(HOSE, hose, quantity=Decimal(3))] if kept == "less" else [PUMP, HOSE]
    )
    with pytest.raises(IntegrityError, match="keeps what was delivered"):
        change(cast, row, lines)


@pytest.mark.django_db(transaction=True)
@pytest.mark.law
def test_a_change_keeps_what_is_billed_and_it_is_billed_once(cast: Cast) -> None:
    seller(cast)
    row = agreed(cast, [PUMP, HOSE])
    pump, hose = lines_now(row)
    draft_invoice(journey=row.pk, shares=[Share(hose.pk, Decimal(3))], by=cast.by("iris"))
    for lines in (
        [goes_on(PUMP, pump)],
        [goes_on(PUMP, pump), HOSE],
        [goes_on(HOSE, hose, quantity=Decimal(2))],
        [goes_on(HOSE, hose, unit_price=Decimal(1))],
    ):
        with pytest.raises(IntegrityError, match="keeps what is billed"):
            change(cast, row, lines)
    change(cast, row, [goes_on(PUMP, pump), goes_on(HOSE, hose, quantity=Decimal(4)), VALVE])
    with pytest.raises(IntegrityError, match="keeps what is billed"):
        draft_invoice(journey=row.pk, shares=[Share(hose.pk, Decimal(2))], by=cast.by("iris"))
    say_yes(row)
    assert [(item.quantity, item.net) for item in billable_lines(row.pk, first_day=clock.now().date())] == [
        (1, 840),
        (1, Decimal("0.33")),
        (2, 24),
    ]
    with pytest.raises(Refusal, match="not part of the agreement in force"):
        draft_invoice(journey=row.pk, shares=[Share(hose.pk, Decimal(1))], by=cast.by("iris"))
    rest = draft_invoice(journey=row.pk, shares=None, by=cast.by("iris"))
    assert rest.net_total == Decimal("864.33")
