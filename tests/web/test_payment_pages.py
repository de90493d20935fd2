"""Pages of payments: each works, refuses what is wrong, and asks for the right."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.billing.test_payments import bank_file, entry, our_account, typed
from tests.billing.world import PUMP, accepted, issued, seller
from tests.cast import DAY, Cast
from tests.web.signed_in import at

from wellkept.billing.models import Payment, PaymentAllocation
from wellkept.events.models import Event
from wellkept.kernel import clock

pytestmark = pytest.mark.django_db


def test_a_bank_statement_is_uploaded_and_its_payments_wait(cast: Cast) -> None:
    our_account(cast)
    iris, raw = at(cast, "iris"), bank_file(entry("119.00", "RF 4827"), entry("3.00", "x", state="pending"))
    assert iris.get("/payments/statements").status_code == 200
    sent = iris.post("/payments/statements", {"file": SimpleUploadedFile("b.xml", raw)}, follow=True)
    text = sent.content.decode()
    assert [words in text for words in ("1 payment booked. 1 is not booked", "€119", "RF 4827")] == [True] * 3
    again = iris.post("/payments/statements", {"file": SimpleUploadedFile("b.xml", raw)}, follow=True)
    assert "0 payments booked. 1 was known already." in again.content.decode()
    wrong = iris.post("/payments/statements", {"file": SimpleUploadedFile("b.xml", b"picture")})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["file"])
    assert list(iris.post("/payments/statements").context["form"].errors) == ["file"]


def test_a_payment_is_typed_planned_handed_and_set_aside(cast: Cast) -> None:
    iris = at(cast, "iris")
    text = {
        "amount": "12.50",
        "currency": "EUR",
        "day": "2026-03-02",
        "payer": "Petra",
        "words": "",
        "account": "",
    }
    assert iris.get("/payments/new").status_code == 200
    assert list(iris.post("/payments/new", text | {"amount": "0"}).context["form"].errors) == ["amount"]
    assert iris.post("/payments/new", text).status_code == 303
    row = Payment.objects.get()
    here = f"/payments/{row.pk}"
    assert "€12.50" in iris.get(here).content.decode()
    assert "1 payment that waits" in iris.get("/desk").content.decode()
    assert iris.get(f"{here}/plan").status_code == 200
    plan = {"next_step": "decide", "due": (clock.now() + DAY).strftime("%Y-%m-%dT%H:%M"), "note": "Ask"}
    assert list(iris.post(f"{here}/plan", plan | {"due": ""}).context["form"].errors) == ["due"]
    assert iris.post(f"{here}/plan", plan).status_code == 303
    assert iris.get(f"{here}/hand").status_code == 200
    assert iris.post(f"{here}/hand", {"to": "0"}).status_code == 422
    assert iris.post(f"{here}/hand", {"to": cast.ana.pk}).status_code == 303
    assert iris.get(f"{here}/aside").status_code == 200
    assert iris.post(f"{here}/aside", {"why": ""}).status_code == 422
    assert iris.post(f"{here}/aside", {"why": "A tax refund"}).status_code == 303
    assert [iris.get(f"{here}/{act}").status_code for act in ("plan", "hand", "aside")] == [409] * 3
    assert "A tax refund" in iris.get("/payments?shown=settled").content.decode()


def test_a_payment_is_put_on_an_invoice_taken_off_and_given_back(cast: Cast) -> None:
    seller(cast)
    invoice = issued(cast, accepted(cast, [PUMP]))
    row, iris = typed(cast, "999.60"), at(cast, "iris")
    here = f"/payments/{row.pk}"
    assert iris.get(f"{here}/allocations").status_code == 200
    wrong = iris.post(f"{here}/allocations", {"reference": "2026-00009", "amount": ""})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["reference"])
    assert iris.post(f"{here}/allocations", {"reference": "2026-00001", "amount": ""}).status_code == 303
    assert "€999.60" in iris.get(f"/invoices/{invoice.pk}").content.decode()
    assert iris.get(f"{here}/allocations").status_code == 409
    place = PaymentAllocation.objects.get().pk
    off = f"{here}/allocations/{place}/removal"
    assert "2026-00001" in iris.get(here).content.decode()
    assert (iris.get(off).status_code, iris.post(off).status_code) == (200, 303)
    assert iris.post(off).status_code == 422
    back = typed(cast, "-999.60")
    assert iris.get(f"{here}/refunds").status_code == 200
    assert iris.post(f"{here}/refunds", {"refund": "0"}).status_code == 422
    assert iris.post(f"{here}/refunds", {"refund": back.pk}).status_code == 303
    assert iris.get(f"{here}/refunds").status_code == 409
    tom = at(cast, "tom")
    for path in (f"{here}/allocations", f"{here}/refunds", off):
        assert (tom.get(path).status_code, tom.post(path).status_code) == (403, 403)


def test_payments_are_shown_to_those_who_bill_alone(cast: Cast) -> None:
    row = typed(cast)
    tom, before = at(cast, "tom"), Event.objects.count()
    here = f"/payments/{row.pk}"
    for path in ("/payments", "/payments/new", "/payments/statements", here, f"{here}/plan", f"{here}/hand"):
        assert tom.get(path).status_code == 403, path
    for path in ("/payments/new", "/payments/statements", f"{here}/plan", f"{here}/hand", f"{here}/aside"):
        assert tom.post(path).status_code == 403, path
    assert Event.objects.count() == before


def test_the_list_takes_as_many_statements_for_three_as_for_one(cast: Cast) -> None:
    counts = []
    for more in (1, 2):
        for _unused in range(more):
            typed(cast)
        iris = at(cast, "iris")
        with CaptureQueriesContext(connection) as asked:
            assert iris.get("/payments").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
