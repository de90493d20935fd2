"""Quotes: reviewed and sent once, chosen from, asked about, declined; a choice makes the lines of an agreement."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from tests import cast as people
from tests.cast import DAY, QUOTED, Cast, fresh

from wellkept.events.queries import history
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import Refusal
from wellkept.notices.models import Notice
from wellkept.orders import commands as orders
from wellkept.orders.agreement_lines import LineTerms
from wellkept.orders.commands.quote_drafts import Review
from wellkept.orders.models import Quote, QuoteLine, QuoteQuestion
from wellkept.orders.queries import lines_of
from wellkept.orders.quote_lines import Choice, QuoteLineTerms

pytestmark = pytest.mark.django_db
SMALL = {"Which pump?": "Small"}


def quote_of(row: Journey) -> Quote:
    return row.quotes.get()


def line_of(row: Journey, words: str) -> QuoteLine:
    return QuoteLine.objects.get(quote=quote_of(row), words=words)


def choose(row: Journey, alternatives: Mapping[str, str], **quantities: str) -> list[tuple[str, Decimal]]:
    by_key = {line_of(row, words).pk: Decimal(quantity) for words, quantity in quantities.items()}
    agreement = orders.choose_from_quote(
        journey=row.pk, choice=Choice(alternatives, by_key), by=people.speaker_of(row)
    )
    return [(line.words, line.quantity) for line in lines_of(agreement)]


def test_a_choice_makes_exactly_these_lines_and_agreeing_is_one_way(cast: Cast) -> None:
    row = people.quoted(cast)
    assert choose(row, SMALL, Hose="5") == [("Fitting", 1), ("Small pump", 1), ("Hose", 5)]
    agreement = row.agreements.get()
    assert (agreement.state, agreement.net_total, agreement.total) == ("put", Decimal(750), Decimal("892.50"))
    assert agreement.words == "A new pump\n\nHalf at the start"
    assert (agreement.quote_id, agreement.put_by_id) == (quote_of(row).pk, cast.olga.pk)
    orders.agree(journey=row.pk, by=people.speaker_of(row), evidence=Evidence(signed_name="Petra Lindner"))
    assert row.agreements.get().state == "agreed"
    assert quote_of(row).state == "agreed"
    with pytest.raises(Refusal, match="answered or replaced already"):
        orders.decline_quote(journey=row.pk, words="Too dear", by=people.speaker_of(row))


def test_another_agreement_replaces_the_quote_that_waits(cast: Cast) -> None:
    row = people.quoted(cast)
    orders.put_agreement(
        journey=row.pk,
        words="A pump after all",
        total=Money(Decimal(900), "EUR"),
        delivery_by=clock.now() + 10 * DAY,
        by=cast.by("olga"),
    )
    orders.agree(journey=row.pk, by=people.speaker_of(row), evidence=Evidence(signed_name="Petra Lindner"))
    assert quote_of(row).state == "replaced"


def test_another_choice_takes_the_place_of_the_first(cast: Cast) -> None:
    row = people.quoted(cast)
    choose(row, SMALL)
    assert choose(row, {"Which pump?": "Large"}, Hose="0") == [("Fitting", 1), ("Large pump", 1)]
    assert sorted(row.agreements.values_list("state", flat=True)) == ["put", "withdrawn"]


@pytest.mark.parametrize(
    ("alternatives", "quantities", "why"),
    [
        ({}, {}, "Please choose: Which pump"),
        ({"Which pump?": "Huge"}, {}, "Please choose: Which pump"),
        (SMALL, {"Hose": "0.5"}, "Hose"),
        (SMALL, {"Hose": "21"}, "Hose"),
        (SMALL, {"Hose": "-1"}, "Hose"),
    ],
)
def test_a_choice_that_the_quote_does_not_offer_is_refused(
    cast: Cast, alternatives: dict[str, str], quantities: dict[str, str], why: str
) -> None:
    row = people.quoted(cast)
    before = len(history(row.pk))
    with pytest.raises(Refusal, match=why):
        choose(row, alternatives, **quantities)
    assert (row.agreements.count(), len(history(row.pk))) == (0, before)


def test_a_sent_quote_never_changes(cast: Cast) -> None:
    row = people.quoted(cast)
    quote, line = quote_of(row), line_of(row, "Fitting")
    terms = QuoteLineTerms(words="Less", unit_price=Decimal(1), tax_category="Z")
    for act in (
        lambda: orders.change_quote_line(line=line.pk, terms=terms, by=cast.by("olga")),
        lambda: orders.remove_quote_line(line=line.pk, by=cast.by("olga")),
        lambda: orders.add_quote_line(quote=quote.pk, line=terms, by=cast.by("olga")),
        lambda: orders.send_quote(quote=quote.pk, review=Review(requirements="r"), by=cast.by("olga")),
        lambda: orders.change_quote(
            quote=quote.pk, words="w", terms="", delivery_by=None, valid_until=None, by=cast.by("olga")
        ),
    ):
        with pytest.raises(Refusal, match="never changes"):
            act()
    assert fresh(row).quotes.get().words == "A new pump"


def test_the_next_version_begins_with_the_lines_of_the_last_and_replaces_it(cast: Cast) -> None:
    row = people.quoted(cast)
    choose(row, SMALL)
    second = orders.begin_quote(journey=row.pk, words="Another pump", currency="EUR", by=cast.by("olga"))
    assert (second.number, second.lines.count(), second.terms) == (2, 4, "Half at the start")
    ahead = clock.now() + 9 * DAY
    orders.change_quote(
        quote=second.pk, words="Another", terms="", delivery_by=ahead, valid_until=ahead, by=cast.by("olga")
    )
    orders.send_quote(quote=second.pk, review=Review(requirements="It pumps"), by=cast.by("olga"))
    assert list(row.quotes.order_by("number").values_list("state", flat=True)) == ["replaced", "sent"]
    assert row.agreements.get().state == "withdrawn"
    orders.begin_quote(journey=row.pk, words="w", currency="EUR", by=cast.by("olga"))
    with pytest.raises(Refusal, match="draft already"):
        orders.begin_quote(journey=row.pk, words="w", currency="EUR", by=cast.by("olga"))


def test_a_quote_is_sent_with_its_review_on_record(cast: Cast) -> None:
    row = people.quoted(cast)
    quote = quote_of(row)
    assert (quote.requirements, quote.sent_by_id) == ("It pumps", cast.olga.pk)
    sent = next(event for event in history(row.pk) if event.type == "quote_sent")
    assert (sent.facts["suffix"], sent.facts["total"], sent.facts["review"]["requirements"]) == (
        "/Q1",
        "238.00",
        "It pumps",
    )
    assert fresh(row).court == "customer"
    assert [step.kind for step in row.steps.filter(done_at=None)] == ["ask_again"]
    assert Notice.objects.filter(subject=row.pk, kind="quote").count() == 1


def test_a_quote_that_is_not_complete_is_not_sent(cast: Cast) -> None:
    row = people.in_orders(cast)
    quote = orders.begin_quote(journey=row.pk, words="w", currency="EUR", by=cast.by("olga"))
    with pytest.raises(Refusal, match="What is required"):
        orders.send_quote(quote=quote.pk, review=Review(requirements=" "), by=cast.by("olga"))
    with pytest.raises(Refusal, match="at least one line"):
        orders.send_quote(quote=quote.pk, review=Review(requirements="r"), by=cast.by("olga"))
    orders.add_quote_line(quote=quote.pk, line=QUOTED[0], by=cast.by("olga"))
    with pytest.raises(Refusal, match="until when"):
        orders.send_quote(quote=quote.pk, review=Review(requirements="r"), by=cast.by("olga"))
    assert quote_of(row).state == "draft"


def test_a_question_on_a_line_is_our_step_and_is_answered_there(cast: Cast) -> None:
    row = people.quoted(cast)
    question = orders.ask_about_line(
        line=line_of(row, "Hose").pk, words="Is it black?", by=people.speaker_of(row)
    )
    assert (fresh(row).court, question.step.kind) == ("us", "answer")
    orders.answer_question(question=question.pk, words="It is blue", by=cast.by("olga"))
    answered = QuoteQuestion.objects.get()
    assert (answered.answer, answered.answered_by_id) == ("It is blue", cast.olga.pk)
    assert fresh(row).court == "customer"
    assert Notice.objects.get(subject=row.pk, kind="quote_answer").words == "It is blue"
    with pytest.raises(Refusal, match="already"):
        orders.answer_question(question=question.pk, words="It is red", by=cast.by("olga"))


def test_a_no_has_its_reason_and_puts_it_in_our_court(cast: Cast) -> None:
    row = people.quoted(cast)
    with pytest.raises(Refusal, match="Why not"):
        orders.decline_quote(journey=row.pk, words=" ", by=people.speaker_of(row))
    orders.decline_quote(journey=row.pk, words="Too dear", by=people.speaker_of(row), wants_change=True)
    assert (quote_of(row).state, quote_of(row).answer, fresh(row).court) == ("declined", "Too dear", "us")
    with pytest.raises(Refusal, match="no quote"):
        choose(row, SMALL)


def test_nobody_chooses_after_it_expired(cast: Cast) -> None:
    row = people.quoted(cast)
    with clock.at(clock.now() + 9 * DAY), pytest.raises(Refusal, match="expired"):
        choose(row, SMALL)


def test_a_customer_makes_no_quote(cast: Cast) -> None:
    row = people.in_orders(cast)
    before = len(history(row.pk))
    with pytest.raises(Refusal):
        orders.begin_quote(journey=row.pk, words="w", currency="EUR", by=people.speaker_of(row))
    assert (Quote.objects.count(), len(history(row.pk))) == (0, before)


@pytest.mark.parametrize(
    "wrong",
    [
        QuoteLineTerms(words="w", unit_price=Decimal(1), tax_category="Z", choice="Which?"),
        QuoteLineTerms(words="w", unit_price=Decimal(1), tax_category="Z", least=Decimal(1)),
        QuoteLineTerms(words="w", unit_price=Decimal(1), tax_category="Z", least=Decimal(2), most=Decimal(3)),
        QuoteLineTerms(
            words="w", unit_price=Decimal(1), tax_category="Z", least=Decimal(1), most=Decimal(1),
            choice="Which?", alternative="This",
        ),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_offered_is_refused(cast: Cast, wrong: LineTerms) -> None:
    row = people.in_orders(cast)
    quote = orders.begin_quote(journey=row.pk, words="w", currency="EUR", by=cast.by("olga"))
    assert isinstance(wrong, QuoteLineTerms)
    with pytest.raises(Refusal):
        orders.add_quote_line(quote=quote.pk, line=wrong, by=cast.by("olga"))
    assert QuoteLine.objects.count() == 0
