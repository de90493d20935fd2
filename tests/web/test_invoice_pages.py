"""Pages of invoices: drafted and issued in a few clicks, refused in words, and asked for the right."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.billing.world import CARE, FITTING, PUMP, accepted, drafted, issued, seller
from tests.cast import DAY, Cast
from tests.web.signed_in import at

from wellkept.billing.models import Invoice
from wellkept.events.models import Event
from wellkept.journeys.commands import details
from wellkept.kernel import clock

pytestmark = pytest.mark.django_db


def test_an_invoice_is_drafted_issued_and_credited(cast: Cast) -> None:
    seller(cast)
    row, iris = accepted(cast, [PUMP, CARE, FITTING]), at(cast, "iris")
    page = f"/journeys/{row.number}"
    assert "Nothing is billed yet." in iris.get(page).content.decode()
    form = iris.get(f"{page}/invoices").context["form"]
    assert [bound.initial for bound in form] == ["1", "1", None, 14]
    lines = {bound.name: bound.initial for bound in form if bound.initial}
    assert iris.post(f"{page}/invoices", lines | {"due_days": "-1"}).status_code == 422
    answer = iris.post(f"{page}/invoices", lines)
    draft = Invoice.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/invoices/{draft.pk}")
    here = f"/invoices/{draft.pk}"
    text = iris.get(here).content.decode()
    assert [words in text for words in ("Draft of an invoice", "Issue it", "Heat pump", "€1,031.59")] == [
        True
    ] * 4
    assert iris.get(f"{here}/file").status_code == 404
    assert iris.get(f"{here}/issue").status_code == 200
    assert iris.post(f"{here}/issue").status_code == 303
    text = iris.get(here).content.decode()
    assert [words in text for words in ("Invoice 2026-00001", "Structured invoice", "EN 16931 (UBL)")] == [
        True
    ] * 3
    file = iris.get(f"{here}/file")
    assert (file.status_code, b"2026-00001" in b"".join(file)) == (200, True)
    assert [iris.get(f"{here}/{act}").status_code for act in ("issue", "discarding")] == [409, 409]
    assert "Invoice 2026-00001" in iris.get(page).content.decode()

    assert iris.get(f"{here}/credits").status_code == 200
    chosen = [line.pk for line in draft.lines.order_by("position")][:1]
    assert list(iris.post(f"{here}/credits", {"lines": chosen}).context["form"].errors) == ["why"]
    assert iris.post(f"{here}/credits", {"lines": chosen, "why": "Another model"}).status_code == 303
    note = Invoice.objects.get(kind="credit")
    assert "Another model" in iris.get(f"/invoices/{note.pk}").content.decode()
    assert "credited" in iris.get(here).content.decode()


def test_a_draft_is_planned_handed_over_and_discarded(cast: Cast) -> None:
    seller(cast)
    draft = drafted(cast, accepted(cast, [PUMP]))
    here, iris = f"/invoices/{draft.pk}", at(cast, "iris")
    assert "Draft" not in iris.get("/invoices").content.decode()
    assert len(iris.get("/invoices").context["rows"]) == 1
    assert [iris.get(f"{here}/{act}").status_code for act in ("plan", "hand", "discarding")] == [200] * 3
    due = (clock.now() + DAY).strftime("%Y-%m-%dT%H:%M")
    assert iris.post(f"{here}/plan", {"next_step": "issue", "due": ""}).status_code == 422
    assert iris.post(f"{here}/plan", {"next_step": "issue", "due": due}).status_code == 303
    assert iris.post(f"{here}/hand", {"to": "0"}).status_code == 422
    assert iris.post(f"{here}/hand", {"to": cast.tom.pk}).status_code == 303
    with clock.at(clock.now() + 2 * DAY):
        assert "1 invoice to look at" in at(cast, "tom").get("/desk").content.decode()
    assert iris.post(f"{here}/discarding").status_code == 303
    assert [iris.get(f"{here}/{act}").status_code for act in ("plan", "hand", "discarding", "issue")] == [
        409
    ] * 4
    assert iris.get("/invoices").context["rows"] == []


def test_everybody_reads_an_invoice_and_who_bills_keeps_it(cast: Cast) -> None:
    seller(cast)
    row = accepted(cast, [PUMP])
    invoice = issued(cast, row)
    mira, here, before = at(cast, "mira"), f"/invoices/{invoice.pk}", Event.objects.count()
    assert mira.get(here).status_code == 200
    for act in ("issue", "discarding", "credits", "plan", "hand"):
        assert (mira.get(f"{here}/{act}").status_code, mira.post(f"{here}/{act}").status_code) == (403, 403)
    assert mira.get(f"/journeys/{row.number}/invoices").status_code == 403
    assert mira.post(f"/journeys/{row.number}/invoices").status_code == 403
    assert Event.objects.count() == before
    details.make_confidential(journey=row.pk, confidential=True, by=cast.by("tom"))
    assert [mira.get(path).status_code for path in (here, f"{here}/file")] == [403, 403]
    assert mira.get("/invoices").context["rows"] == []
    assert mira.get("/invoices/0").status_code == 404


def test_a_line_that_is_billed_whole_is_not_offered_again(cast: Cast) -> None:
    seller(cast)
    row = accepted(cast, [PUMP])
    issued(cast, row)
    assert at(cast, "iris").get(f"/journeys/{row.number}/invoices").status_code == 409


def test_a_seller_without_an_address_is_named(cast: Cast) -> None:
    draft = drafted(cast, accepted(cast, [PUMP]))
    answer = at(cast, "iris").post(f"/invoices/{draft.pk}/issue")
    assert (answer.status_code, "street is missing" in answer.content.decode()) == (422, True)


def test_the_list_takes_as_many_statements_for_three_as_for_one(cast: Cast) -> None:
    seller(cast)
    counts = []
    for more in (1, 2):
        for _unused in range(more):
            issued(cast, accepted(cast, [PUMP]))
        iris = at(cast, "iris")
        with CaptureQueriesContext(connection) as asked:
            assert iris.get("/invoices").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
