"""Long quotes in the editor: a page shows a hundred lines, and one change asks no more for many lines than for one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast as people
from tests.cast import Cast
from tests.web.signed_in import at

from wellkept.orders import commands as orders
from wellkept.orders.models import Quote
from wellkept.orders.quote_lines import QuoteLineTerms

pytestmark = pytest.mark.django_db
LINE = {"words": "Part", "quantity": "4", "unit": "H87", "price": "12,50", "tax": "19", "paid": "once"}


def long_quote(cast: Cast, count: int) -> tuple[str, Quote]:
    row = people.in_orders(cast)
    lines = [
        QuoteLineTerms(words=f"Part {i}", unit_price=Decimal(10), tax_category="S", tax_rate=Decimal(19))
        for i in range(count)
    ]
    quote = orders.begin_quote(
        journey=row.pk, words="A plant", currency="EUR", lines=lines, by=cast.by("olga")
    )
    return f"/journeys/{row.number}", quote


def test_a_change_and_a_page_ask_as_often_for_250_lines_as_for_three(cast: Cast) -> None:
    olga, changes, pages = at(cast, "olga"), [], []
    for count in (3, 250):
        here, quote = long_quote(cast, count)
        line = quote.lines.earliest("pk")
        olga.get(f"{here}/quotes/1")
        with CaptureQueriesContext(connection) as asked:
            olga.get(f"{here}/quotes/1")
        pages.append(len(asked))
        with CaptureQueriesContext(connection) as asked:
            answer = olga.post(f"{here}/quote-lines/{line.pk}", LINE, headers={"HX-Request": "true"})
        assert answer.status_code == 200
        changes.append(len(asked))
    assert (pages, changes) == ([pages[0]] * 2, [changes[0]] * 2)


def test_a_hundred_lines_stand_on_a_page_and_acts_come_back_to_theirs(cast: Cast) -> None:
    here, quote = long_quote(cast, 250)
    olga, place = at(cast, "olga"), f"{here}/quotes/1"
    first = olga.get(place)
    shown = [line.words for line, _typed, _amount in first.context["lines"]]
    assert (shown[0], len(shown), "1 of 3" in first.content.decode()) == ("Part 0", 100, True)
    last = olga.get(f"{place}?page=3")
    assert [line.words for line, _typed, _amount in last.context["lines"]][::49] == ["Part 200", "Part 249"]
    assert last.context["sums"] == first.context["sums"]
    added = olga.post(f"{place}/lines", LINE | {"page": str(first.context["last"])})
    assert added.headers["Location"].endswith("/quotes/1?page=3#lines")
    gone = olga.post(f"{here}/quote-lines/{quote.lines.all()[120].pk}/removal", {"page": "2"})
    assert gone.headers["Location"].endswith("/quotes/1?page=2#lines")
    wrong = olga.post(f"{place}/lines", LINE | {"page": "3", "price": "much"})
    assert (wrong.status_code, wrong.context["part"].number) == (422, 3)
    assert olga.post(f"{place}/lines", LINE | {"page": "//x"}).headers["Location"].endswith("/1#lines")
