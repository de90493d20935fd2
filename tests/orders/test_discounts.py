"""Discounts beyond somebody's limit: sent only after a person with a higher limit approved exactly this version."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from tests import cast as people
from tests.cast import DAY, Cast, fresh
from tests.database import as_owner
from tests.web.signed_in import at

from wellkept.events.queries import history
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.orders import commands as orders
from wellkept.orders.commands.quote_drafts import Review
from wellkept.orders.discounts import discount_of, limit_of
from wellkept.orders.models import DiscountApproval, Quote
from wellkept.orders.quote_lines import QuoteLineTerms
from wellkept.people import commands as staff

pytestmark = pytest.mark.django_db


def line(words: str = "Pump", **terms: str) -> QuoteLineTerms:
    values = {name: Decimal(value) for name, value in terms.items()}
    return QuoteLineTerms(words=words, tax_rate=Decimal(19), **({"unit_price": Decimal(100)} | values))  # type: ignore[arg-type]


def drafted(cast: Cast, *lines: QuoteLineTerms) -> tuple[Journey, Quote]:
    """A complete draft of Olga, who may give 5 %; Lea may give 30 %."""
    row = people.in_orders(cast)
    staff.set_usual_discount_limit(discount_limit=Decimal(5), by=cast.by("ana"))
    staff.set_sales_rights(
        person=cast.lea.pk, discount_limit=Decimal(30), sees_costs=False, by=cast.by("ana")
    )
    quote = orders.begin_quote(
        journey=row.pk, words="A pump", currency="EUR", lines=lines, by=cast.by("olga")
    )
    ahead = clock.now() + 9 * DAY
    orders.change_quote(
        quote=quote.pk, words="A pump", terms="", delivery_by=ahead, valid_until=ahead, by=cast.by("olga")
    )
    return row, Quote.objects.get(pk=quote.pk)


def send(cast: Cast, quote: Quote) -> None:
    orders.send_quote(quote=quote.pk, review=Review(requirements="It pumps"), by=cast.by("olga"))


def ask(cast: Cast, quote: Quote) -> DiscountApproval:
    return orders.ask_for_approval(
        quote=quote.pk, approver=cast.lea.pk, words="They buy ten next year", by=cast.by("olga")
    )


@pytest.mark.parametrize(
    ("lines", "percent"),
    [
        ([line()], "0"),
        ([line(discount="12.5"), line(discount="3")], "12.50"),
        ([line(unit_price="80", list_price="100")], "20.00"),
        ([line(unit_price="90", list_price="100", discount="10")], "19.00"),
        ([line(unit_price="120", list_price="100")], "0"),
        ([line(quantity="2"), line("Off", quantity="-1", unit_price="50")], "25.00"),
        ([line(discount="9"), line("Off", quantity="-1", unit_price="9")], "18.00"),
        ([line(unit_price="0", list_price="100")], "100.00"),
        ([line("Gift", unit_price="0")], "0"),
    ],
)
def test_page_and_database_say_the_same_discount(
    cast: Cast, lines: list[QuoteLineTerms], percent: str
) -> None:
    _row, quote = drafted(cast, *lines)
    with connection.cursor() as cursor:
        cursor.execute("SELECT discount_of_quote(%s), discount_limit_of(%s)", [quote.pk, cast.olga.pk])
        answer = cursor.fetchone()
    assert (discount_of(quote.lines.all()), limit_of(cast.olga.pk)) == answer == (Decimal(percent), 5)


def test_within_the_limit_nobody_is_asked(cast: Cast) -> None:
    row, quote = drafted(cast, line(discount="5"))
    assert (
        "beyond your limit" not in at(cast, "olga").get(f"/journeys/{row.number}/quotes/1").content.decode()
    )
    with pytest.raises(Refusal, match="needs no approval"):
        ask(cast, quote)
    send(cast, quote)
    assert row.quotes.get().state == "sent"


def test_without_a_limit_of_the_company_everybody_gives_any_discount(cast: Cast) -> None:
    assert limit_of(cast.olga.pk) == 100


def test_beyond_it_a_person_with_a_higher_limit_approves_exactly_this_version(cast: Cast) -> None:
    row, quote = drafted(cast, line(discount="20"))
    olga, lea, here = at(cast, "olga"), at(cast, "lea"), f"/journeys/{row.number}/quotes/1"
    with pytest.raises(Refusal, match="A discount of 20 % is beyond your limit of 5 %"):
        send(cast, quote)
    assert "beyond your limit of 5 %" in olga.get(here).content.decode()
    assert "Lea" in olga.get(f"{here}/approvals").content.decode()
    assert olga.post(f"{here}/approvals", {"approver": cast.lea.pk, "words": ""}).status_code == 422
    assert (
        olga.post(f"{here}/approvals", {"approver": cast.lea.pk, "words": "They buy ten"}).status_code == 303
    )
    approval = DiscountApproval.objects.get()
    assert (approval.step.kind, approval.step.handler_id) == ("approve_discount", cast.lea.pk)
    assert "Approve a discount of 20 % on quote /Q1" in lea.get(f"/journeys/{row.number}").content.decode()
    assert "They buy ten" in lea.get(f"{here}/approval").content.decode()
    with pytest.raises(Refusal, match="beyond your limit"):
        send(cast, quote)
    assert lea.post(f"{here}/approval", {"approved": "yes"}).status_code == 303
    assert "approved the discount of 20 %" in olga.get(here).content.decode()
    assert fresh(row).steps.filter(kind="approve_discount", done_at=None).count() == 0
    send(cast, quote)
    assert row.quotes.get().state == "sent"


def test_a_changed_draft_asks_again(cast: Cast) -> None:
    row, quote = drafted(cast, line(discount="20"))
    approval = ask(cast, quote)
    orders.answer_discount(approval=approval.pk, approved=True, words="", by=cast.by("lea"))
    orders.add_quote_line(quote=quote.pk, line=line("Hose", discount="25"), by=cast.by("olga"))
    with pytest.raises(Refusal, match="beyond your limit"):
        send(cast, quote)
    second = ask(cast, quote)
    orders.change_quote_line(
        line=quote.lines.get(words="Hose").pk, terms=line("Hose", discount="28"), by=cast.by("olga")
    )
    with pytest.raises(Refusal, match="draft has changed"):
        orders.answer_discount(approval=second.pk, approved=True, words="", by=cast.by("lea"))
    ask(cast, quote)
    assert row.steps.filter(kind="approve_discount", done_at=None).count() == 1


def test_a_no_has_its_reason_and_it_is_not_sent(cast: Cast) -> None:
    row, quote = drafted(cast, line(discount="20"))
    approval = ask(cast, quote)
    with pytest.raises(Refusal, match="Why not"):
        orders.answer_discount(approval=approval.pk, approved=False, words="", by=cast.by("lea"))
    orders.answer_discount(approval=approval.pk, approved=False, words="Too much", by=cast.by("lea"))
    assert (
        "did not approve it: Too much"
        in at(cast, "olga").get(f"/journeys/{row.number}/quotes/1").content.decode()
    )
    with pytest.raises(Refusal, match="beyond your limit"):
        send(cast, quote)
    with pytest.raises(Refusal, match="answered already"):
        orders.answer_discount(approval=approval.pk, approved=True, words="", by=cast.by("lea"))


@pytest.mark.parametrize(("name", "why"), [("olga", "their own"), ("jonas", "beyond your limit, too")])
def test_nobody_approves_beyond_their_own_limit(cast: Cast, name: str, why: str) -> None:
    row, quote = drafted(cast, line(discount="20"))
    approval = ask(cast, quote)
    before = len(history(row.pk))
    with pytest.raises(Refusal, match=why):
        orders.answer_discount(approval=approval.pk, approved=True, words="", by=cast.by(name))
    orders.add_quote_line(quote=quote.pk, line=line("Hose"), by=cast.by("olga"))
    with pytest.raises(Refusal, match="does not allow it either"):
        orders.ask_for_approval(quote=quote.pk, approver=cast.jonas.pk, words="w", by=cast.by("olga"))
    assert DiscountApproval.objects.filter(approved=True).count() == 0
    assert len(history(row.pk)) == before


SENT = (
    "UPDATE quote SET state = 'sent', sent_at = begun_at, sent_by_id = %(olga)s, digest = 'x', requirements = 'r'"
    " WHERE id = %(quote)s"
)
APPROVE = (
    "UPDATE discount_approval SET approved = true, answered_at = asked_at, answered_by_id = {}"
    " WHERE id = %(asked)s"
)


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        (SENT, "a_discount_is_within_a_limit"),
        (APPROVE.format("%(jonas)s"), "an_approval_is_within_a_limit"),
        (APPROVE.format("%(olga)s"), "nobody_approves_their_own_discount"),
        ("UPDATE discount_approval SET discount = 1 WHERE id = %(asked)s", "the_record_cannot_be_rewritten"),
        ("DELETE FROM discount_approval WHERE id = %(asked)s", "the_record_cannot_be_rewritten"),
    ],
)
def test_the_database_holds_the_limit(cast: Cast, statement: str, constraint: str) -> None:
    _row, quote = drafted(cast, line(discount="20"))
    asked = ask(cast, quote)
    keys = {"olga": cast.olga.pk, "jonas": cast.jonas.pk, "quote": quote.pk, "asked": asked.pk}
    with (
        pytest.raises(DatabaseError) as refused,
        transaction.atomic(),
        as_owner(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, keys)
    assert refused.value.__cause__.diag.constraint_name == constraint  # type: ignore[union-attr]


def test_only_administrators_set_limits(cast: Cast) -> None:
    ana, tom = at(cast, "ana"), at(cast, "tom")
    place = f"/people/{cast.olga.pk}/sales-rights"
    assert ana.get(place).status_code == 200
    assert ana.post(place, {"discount_limit": "101"}).status_code == 422
    assert ana.post(place, {"discount_limit": "7.5", "sees_costs": "on"}).status_code == 303
    assert limit_of(cast.olga.pk) == Decimal("7.5")
    assert "Discounts up to 7.5 %" in ana.get(f"/people/{cast.olga.pk}").content.decode()
    assert ana.get("/people/discounts").status_code == 200
    assert ana.post("/people/discounts", {"discount_limit": "10"}).status_code == 303
    assert limit_of(cast.tom.pk) == 10
    for address in (place, "/people/discounts"):
        assert tom.get(address).status_code == 403
        assert tom.post(address, {"discount_limit": "50"}).status_code in (403, 422)
    assert limit_of(cast.tom.pk) == 10
