"""Pairs, merges and splits in the API: the same commands, the same refusals."""

from __future__ import annotations

import pytest
from tests import cast as people
from tests.api.programs import Program
from tests.cast import Cast

from wellkept.customers.models import Customer
from wellkept.duplicates.commands.sweep import sweep
from wellkept.duplicates.models import Merge
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.voice.commands.meetings import set_rhythm

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("id", ["0", "-1", "999999", "9" * 20])
def test_the_merges_of_nobody_are_not_found(cast: Cast, id: str) -> None:
    answer = Program(cast, "tom").get(f"/customers/{id}/merges")
    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_customer")  # type: ignore[attr-defined]


def test_a_pair_is_merged_and_undone(cast: Cast) -> None:
    tom = Program(cast, "tom")
    twin = people.party("Baeckerei Lindner GmbH", "Petra Lindner", by=cast.by("tom"))
    row = people.opened(cast, of=twin)
    sweep()
    pairs_page = tom.get("/pairs").json()
    pair = next(item for item in pairs_page["items"] if item["second"] == twin.customer.pk)
    assert (pair["first"], pair["first_name"]) == (cast.bakery.customer.pk, "Bäckerei Lindner")
    assert pair["probability"] > 0.97
    assert {"Same name", "Same telephone number", "Same address"} <= {
        item["words"] for item in pair["reasons"]
    }
    keep = cast.bakery.customer.pk
    created = tom.post(f"/customers/{keep}/merges", {"away": twin.customer.pk})
    assert created.status_code == 201
    assert created["Location"] == f"/api/v1/merges/{created.json()['id']}"
    assert tom.get(f"/customers/{twin.customer.pk}").json()["id"] == keep
    assert tom.get(f"/journeys/{row.number}").json()["customer"] == keep
    assert [item["id"] for item in tom.get(f"/customers/{keep}/merges").json()["items"]] == [
        created.json()["id"]
    ]
    again = tom.post(f"/customers/{keep}/merges", {"away": twin.customer.pk})
    assert (again.status_code, again.json()["code"]) == (409, "merged_already")
    undone = tom.post(f"/merges/{created.json()['id']}/undoings", {})
    assert (undone.status_code, undone.json()["undone_by"]) == (201, "Tom Brandt")
    assert Journey.objects.get(pk=row.pk).customer_id == twin.customer.pk
    once_more = tom.post(f"/merges/{created.json()['id']}/undoings", {})
    assert (once_more.status_code, once_more.json()["code"]) == (409, "undone_already")


def test_likely_customers_are_listed_with_reasons(cast: Cast) -> None:
    [pairs_page] = (
        Program(cast, "tom")
        .get("/suspects", phone="0351 888817", contact_name="Karl Ohm", name="")
        .json()["items"][:1]
    )
    assert (pairs_page["customer"], pairs_page["contact_name"]) == (cast.school.customer.pk, "Karl Ohm")
    assert pairs_page["why"] == ["Same contact", "Same telephone number"]


def test_customers_are_told_apart_and_split(cast: Cast) -> None:
    tom, bakery = Program(cast, "tom"), cast.bakery.customer.pk
    assert (
        tom.post(f"/customers/{bakery}/distinctions", {"other": cast.school.customer.pk}).status_code == 201
    )
    row = people.opened(cast)
    torn = tom.post(f"/customers/{bakery}/splits", {"name": "Café Lindner", "journeys": [row.pk]})
    assert (torn.status_code, torn.json()["code"]) == (422, "torn_apart")
    assert "Petra Lindner" in torn.json()["title"] + torn.json().get("detail", "")
    part = tom.post(
        f"/customers/{bakery}/splits",
        {"name": "Café Lindner", "journeys": [row.pk], "contacts": [cast.bakery.contact.pk]},
    )
    assert part.status_code == 201
    assert Journey.objects.get(pk=row.pk).customer_id == part.json()["id"]


def test_merging_two_customers_with_meetings_needs_a_choice(cast: Cast) -> None:
    keep, away = cast.bakery.customer.pk, cast.school.customer.pk
    for customer in (keep, away):
        set_rhythm(customer=customer, every_days=9, next_at=clock.now() + people.DAY, by=cast.by("tom"))
    tom = Program(cast, "tom")
    asked = tom.post(f"/customers/{keep}/merges", {"away": away})
    assert (asked.status_code, asked.json()["code"]) == (409, "one_of_each")
    assert tom.post(f"/customers/{keep}/merges", {"away": away, "rhythm_of": away}).status_code == 201


def test_a_read_only_key_cannot_merge(cast: Cast) -> None:
    reader = Program(cast, "tom", "read")
    answer = reader.post(f"/customers/{cast.bakery.customer.pk}/merges", {"away": cast.school.customer.pk})
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    assert not Merge.objects.exists()
    assert not Customer.objects.filter(merged_into__isnull=False).exists()
