"""A colleague writes down what a customer chose: on the phone, on paper, by their order. It is agreed in one act."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import cast as people
from tests.cast import Cast, fresh
from tests.web.signed_in import at

from wellkept.events.queries import history
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Journey, Trigger
from wellkept.kernel.refusal import Refusal
from wellkept.notices.models import Notice
from wellkept.orders import commands as orders
from wellkept.orders.models import QuoteLine
from wellkept.orders.queries import lines_of
from wellkept.orders.quote_lines import Choice

pytestmark = pytest.mark.django_db
SCAN = b"%PDF-1.7 signed by Petra"


def hose_of(row: Journey) -> int:
    return QuoteLine.objects.get(quote__journey=row, words="Hose").pk


def typed(row: Journey, **more: object) -> dict[str, object]:
    seen = bytes(row.quotes.get().digest).hex()
    form = {"seen": seen, "evidence": "spoken", "words": "The large one, please"}
    return form | {"choice-0": "Large"} | more


def test_their_choice_and_their_yes_are_one_act(cast: Cast) -> None:
    row = people.quoted(cast)
    olga, here = at(cast, "olga"), f"/journeys/{row.number}"
    hose = hose_of(row)
    assert "Write down their choice" in olga.get(f"{here}/quotes/1").content.decode()
    form = olga.get(f"{here}/quotes/1/choice").content.decode()
    assert [words in form for words in ("Which pump?", "Large · €900", "Hose: 3 m, €30")] == [True] * 3
    more = {f"wanted-{hose}": "on", f"quantity-{hose}": "7", "customer_reference": "PO 4711"}
    answer = olga.post(f"{here}/quotes/1/choice", typed(row, **more))
    assert answer.status_code == 303
    agreement = row.agreements.get()
    assert [(line.words, line.quantity) for line in lines_of(agreement)] == [
        ("Fitting", 1), ("Large pump", 1), ("Hose", 7)
    ]  # fmt: skip
    assert (agreement.state, agreement.customer_reference, row.quotes.get().state) == (
        "agreed", "PO 4711", "agreed"
    )  # fmt: skip
    evidence = Trigger.objects.get(journey=row, kind="agreement")
    assert (evidence.evidence, evidence.written_by_id) == ("spoken", cast.olga.pk)
    event = next(
        event for event in history(row.pk) if event.type == "triggered" and event.facts["kind"] == "agreement"
    )
    assert event.facts["said"] == "The large one, please"
    kinds = set(Notice.objects.filter(subject=row.pk).values_list("kind", flat=True))
    assert {"agreed", "recorded"} <= kinds


def test_the_paper_that_they_signed_is_kept_with_it(cast: Cast) -> None:
    row = people.quoted(cast)
    olga, here = at(cast, "olga"), f"/journeys/{row.number}"
    scan = SimpleUploadedFile("signed.pdf", SCAN, content_type="application/pdf")
    olga.post(f"{here}/quotes/1/choice", typed(row, evidence="paper", paper=scan))
    agreement = row.agreements.get()
    assert agreement.paper is not None
    assert (agreement.paper.name, agreement.paper.subject_id) == ("signed.pdf", row.pk)
    agreed = next(event for event in history(row.pk) if event.type == "agreed")
    assert agreed.facts["paper_digest"] == agreement.paper.sha256
    place = f"{here}/agreements/{agreement.pk}/signed"
    assert place in olga.get(here).content.decode()
    sent = olga.get(place)
    assert b"".join(sent.streaming_content) == SCAN  # type: ignore[attr-defined]


def test_the_yes_to_a_page_keeps_its_paper_too(cast: Cast) -> None:
    row = people.put(cast)
    olga, here = at(cast, "olga"), f"/journeys/{row.number}"
    assert olga.get(f"{here}/agreements/{row.agreements.get().pk}/signed").status_code == 404
    seen = bytes(row.agreements.get().digest).hex()
    scan = SimpleUploadedFile("signed.jpg", b"\xff\xd8 a picture", content_type="image/jpeg")
    form = {"seen": seen, "evidence": "paper", "words": "Signed", "paper": scan}
    assert olga.post(f"{here}/agreement", form).status_code == 303
    assert row.agreements.get().paper.name == "signed.jpg"


@pytest.mark.parametrize(
    ("change", "status"),
    [({"choice-0": ""}, 422), ({"seen": "0" * 64}, 422), ({"words": ""}, 422), ({"evidence": "click"}, 422)],
)
def test_a_choice_left_open_or_seen_otherwise_is_refused(
    cast: Cast, change: dict[str, str], status: int
) -> None:
    row = people.quoted(cast)
    before = len(history(row.pk))
    answer = at(cast, "olga").post(f"/journeys/{row.number}/quotes/1/choice", typed(row, **change))
    assert (answer.status_code, row.agreements.count(), len(history(row.pk))) == (status, 0, before)


def test_a_quantity_out_of_bounds_is_refused_and_nothing_is_kept(cast: Cast) -> None:
    row = people.quoted(cast)
    hose = hose_of(row)
    more = {f"wanted-{hose}": "on", f"quantity-{hose}": "21"}
    answer = at(cast, "olga").post(f"/journeys/{row.number}/quotes/1/choice", typed(row, **more))
    assert (answer.status_code, "cannot be had in that quantity" in answer.content.decode()) == (422, True)
    assert (row.agreements.count(), row.quotes.get().state) == (0, "sent")


def test_only_who_works_on_it_writes_it_down(cast: Cast) -> None:
    row = people.quoted(cast)
    assert at(cast, "iris").post(f"/journeys/{row.number}/quotes/1/choice", typed(row)).status_code == 422
    with pytest.raises(Refusal, match="on your page"):
        orders.write_down_choice(
            journey=row.pk, choice=Choice({"Which pump?": "Large"}), evidence=Evidence("spoken", "Yes"),
            by=people.speaker_of(row),
        )  # fmt: skip
    assert row.agreements.count() == 0


def test_a_no_is_written_down_with_what_they_want(cast: Cast) -> None:
    row = people.quoted(cast)
    olga, here = at(cast, "olga"), f"/journeys/{row.number}/quotes/1"
    assert olga.get(f"{here}/refusal").status_code == 200
    assert olga.post(f"{here}/refusal", {"then": "no", "words": ""}).status_code == 422
    assert olga.post(f"{here}/refusal", {"then": "no", "words": "Too dear"}).status_code == 303
    assert (row.quotes.get().answer, fresh(row).court) == ("Too dear", "us")
    assert "Write down their choice" not in olga.get(here).content.decode()


def test_an_optional_line_is_not_in_it_unless_they_want_it(cast: Cast) -> None:
    row = people.quoted(cast)
    at(cast, "olga").post(f"/journeys/{row.number}/quotes/1/choice", typed(row))
    assert row.agreements.get().total == Decimal("1309.00")
