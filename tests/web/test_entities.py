"""Pages of who sells: a company with one entity is never asked which; several are listed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast as stations
from tests.cast import Cast
from tests.entities.test_entities import SOLAR
from tests.people.test_administrators import confirm
from tests.web.signed_in import at, with_a_password

from wellkept.entities import commands, queries
from wellkept.entities.letterhead import Account
from wellkept.entities.models import BankAccount, Entity
from wellkept.events.models import Event

pytestmark = pytest.mark.django_db
OFFERED = 'data-opens="act"'  # an act whose form opens in the dialog of the page
DETAILS = {
    "legal_name": "Lindenau Solar GmbH", "name": "Solar", "country": "DE", "language": "de", "currency": "EUR",
    "city": "Dresden", "colour": "#1f3a4d",
}  # fmt: skip
ACCOUNT = {"iban": "DE89 3704 0044 0532 0130 00", "holder": "Lindenau", "currency": "EUR"}
OTHER = {"iban": "DE02 1203 0000 0000 2020 51", "holder": "Lindenau", "currency": "EUR"}


def test_a_company_with_one_entity_is_not_asked_which(cast: Cast) -> None:
    ana = at(cast, "ana")
    answer = ana.get("/entities", follow=True)
    assert answer.redirect_chain == [(f"/entities/{stations.usual_entity().pk}", 302)]
    text = answer.content.decode()
    assert ("Lindenau Elektro" in text, "No account yet" in text, "the usual one" in text) == (
        True,
        True,
        False,
    )


def test_a_second_entity_is_added_changed_made_usual_and_ends(cast: Cast) -> None:
    ana, first = at(cast, "ana"), stations.usual_entity()
    assert ana.get("/entities/new").status_code == 200
    assert list(ana.post("/entities/new", DETAILS | {"vat_id": "DE1"}).context["form"].errors) == ["vat_id"]
    assert ana.post("/entities/new", DETAILS).status_code == 303
    row = Entity.objects.get(name="Solar")
    assert [row.pk for row in ana.get("/entities").context["rows"]] == [first.pk, row.pk]

    here = f"/entities/{row.pk}"
    assert ana.get(f"{here}/details").status_code == 200
    assert ana.post(f"{here}/details", DETAILS | {"city": "Leipzig"}).status_code == 303
    assert queries.legal_lines(queries.entity(row.pk)) == ["Lindenau Solar GmbH, Leipzig"]

    assert ana.get(f"/entities/{first.pk}/ending").status_code == 409
    assert ana.get(f"{here}/usual").status_code == 200
    assert ana.post(f"{here}/usual").status_code == 303
    assert ana.get(f"/entities/{first.pk}/ending").status_code == 200
    assert list(ana.post(f"/entities/{first.pk}/ending", {"why": ""}).context["form"].errors) == ["why"]
    assert ana.post(f"/entities/{first.pk}/ending", {"why": "Sold"}).status_code == 303
    assert ana.get(f"/entities/{first.pk}").context["may_be_usual"] is False
    assert ana.get(f"/entities/{first.pk}/usual").status_code == 409
    assert ana.post(f"/entities/{first.pk}/return").status_code == 303
    assert ana.get(f"/entities/{first.pk}/return").status_code == 409
    assert [(row.name, row.usual) for row in queries.entities()] == [
        ("Solar", True),
        ("Lindenau Elektro", False),
    ]


def test_an_account_is_added_chosen_and_closed_after_a_fresh_sign_in(cast: Cast) -> None:
    here = f"/entities/{stations.usual_entity().pk}"
    ana = with_a_password(cast, "ana")
    stale = ana.post(f"{here}/accounts", ACCOUNT)
    assert (stale.status_code, "reauthenticate" in stale["Location"], BankAccount.objects.count()) == (
        302,
        True,
        0,
    )

    # The form that was sent goes on with the password.
    ana.get(confirm(ana, stale)["Location"])
    assert BankAccount.objects.count() == 1
    assert ana.get(f"{here}/accounts").status_code == 200
    assert list(ana.post(f"{here}/accounts", ACCOUNT | {"iban": "DE88 3704"}).context["form"].errors) == [
        "iban"
    ]
    assert ana.post(f"{here}/accounts", OTHER).status_code == 303
    first, second = BankAccount.objects.order_by("pk")
    page = ana.get(here)
    assert [(row.pk, prefer, close) for row, prefer, close in page.context["accounts"]] == [
        (first.pk, False, False),
        (second.pk, True, True),
    ]
    assert "DE89 3704 0044 0532 0130 00" in page.content.decode()
    assert ana.get(f"/bank-accounts/{first.pk}/closing").status_code == 409
    assert ana.get(f"/bank-accounts/{second.pk}/preferred").status_code == 200
    assert ana.post(f"/bank-accounts/{second.pk}/preferred").status_code == 303
    assert ana.get(f"/bank-accounts/{first.pk}/closing").status_code == 200
    assert ana.post(f"/bank-accounts/{first.pk}/closing").status_code == 303
    assert ana.get(f"/bank-accounts/{first.pk}/preferred").status_code == 409
    assert [row.pk for row in BankAccount.objects.filter(preferred=True)] == [second.pk]


def test_a_member_reads_and_is_offered_nothing(cast: Cast) -> None:
    ana, first = cast.by("ana"), stations.usual_entity()
    other = commands.add_entity(details=SOLAR, by=ana)
    account = commands.add_account(
        entity=first.pk, account=Account(iban=ACCOUNT["iban"], holder="x", currency="EUR"), by=ana
    )
    before, tom = Event.objects.count(), at(cast, "tom")
    for page in ("/entities", f"/entities/{first.pk}", f"/entities/{other.pk}"):
        answer = tom.get(page)
        assert answer.status_code == 200
        assert OFFERED not in answer.content.decode()
        assert OFFERED in at(cast, "ana").get(page).content.decode()
    for act in (
        "/entities/new", f"/entities/{other.pk}/details", f"/entities/{other.pk}/usual", f"/entities/{other.pk}/ending",
        f"/entities/{other.pk}/return", f"/entities/{first.pk}/accounts", f"/bank-accounts/{account.pk}/preferred",
        f"/bank-accounts/{account.pk}/closing",
    ):  # fmt: skip
        assert (tom.get(act).status_code, tom.post(act).status_code) == (403, 403), act
    assert Event.objects.count() == before
    assert Client().get("/entities").status_code == 302


@pytest.mark.parametrize("page", ["/entities/0", "/entities/0/details", "/bank-accounts/0/closing"])
def test_a_page_that_does_not_exist_is_said(cast: Cast, page: str) -> None:
    assert at(cast, "ana").get(page).status_code == 404


def test_the_list_asks_as_often_for_one_more_as_for_three(cast: Cast) -> None:
    ana, counts = at(cast, "ana"), []
    for place in range(4):
        commands.add_entity(details=replace(SOLAR, name=f"Solar {place}"), by=cast.by("ana"))
        ana.get("/entities")
        with CaptureQueriesContext(connection) as asked:
            ana.get("/entities")
        counts.append(len(asked))
    assert counts == [counts[0]] * 4


def test_an_entity_asks_as_often_for_one_account_as_for_three(cast: Cast) -> None:
    row, ana, counts = stations.usual_entity(), at(cast, "ana"), []
    for iban in (ACCOUNT["iban"], OTHER["iban"], "GB33BUKB20201555555555"):
        account = Account(iban=iban, holder="Lindenau", currency="EUR")
        commands.add_account(entity=row.pk, account=account, by=cast.by("ana"))
        ana.get(f"/entities/{row.pk}")
        with CaptureQueriesContext(connection) as asked:
            ana.get(f"/entities/{row.pk}")
        counts.append(len(asked))
    assert counts == [counts[0]] * 3
