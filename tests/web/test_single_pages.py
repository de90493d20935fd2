"""Pages that no longer way passes: each works, refuses what is wrong, and asks for the right."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast as stations
from tests.cast import DAY, Cast
from tests.imports.carrier import Carrier
from tests.portal.doors import Customer
from tests.web.signed_in import at

from wellkept.events.models import Event
from wellkept.files.models import StoredFile
from wellkept.intake.models import Enclosure, Item
from wellkept.intake.receive import receive
from wellkept.kernel import clock
from wellkept.kernel.number import show
from wellkept.mailboxes.commands.addresses import set_mailbox
from wellkept.mailboxes.models import Mailbox
from wellkept.quality.commands import raise_nonconformity
from wellkept.voice.commands.statements import note_statement
from wellkept.voice.models import Statement

pytestmark = pytest.mark.django_db
PHOTO = (
    b"From: a@b.example\r\nMessage-ID: <1@b.example>\r\nSubject: Boiler\r\n"
    b'Content-Type: image/png\r\nContent-Disposition: attachment; filename="boiler.png"\r\n\r\nA picture'
)


def test_a_statement_ends_on_the_customers_page(cast: Cast) -> None:
    customer = cast.bakery.customer.pk
    row = note_statement(customer=customer, kind="goal", words="Two shops", by=cast.by("tom"))
    here, tom = f"/customers/{customer}/statements/{row.pk}/ending", at(cast, "tom")
    assert tom.get(here).status_code == 200
    assert list(tom.post(here, {"why": ""}).context["form"].errors) == ["why"]
    assert tom.post(here, {"why": "Sold"}).status_code == 303
    assert Statement.objects.get().ended_why == "Sold"
    before = Event.objects.count()
    assert tom.post(here, {"why": "Sold"}).status_code in (409, 422)
    assert Event.objects.count() == before


def test_a_nonconformity_is_read_by_everybody(cast: Cast) -> None:
    row = raise_nonconformity(
        what="The search does not know Lindner", handler=cast.mira.pk, next_step="Look at the name",
        due=clock.now() + DAY, by=cast.by("tom"),
    )  # fmt: skip
    page = at(cast, "iris").get(f"/nonconformities/{row.pk}").content.decode()
    assert [words in page for words in (row.what, row.next_step, "Mira Sand")] == [True] * 3
    assert at(cast, "iris").get("/nonconformities/0").status_code == 404


def test_a_colleague_has_a_page_with_their_teams(cast: Cast) -> None:
    page = at(cast, "iris").get(f"/people/{cast.jonas.pk}").content.decode()
    assert [words in page for words in ("Jonas Weber", "Delivery", "jonas@lindenau.example")] == [True] * 3
    assert "Withdraw" not in page  # only an administrator may
    assert at(cast, "iris").get("/people/0").status_code == 404


def test_an_address_of_ours_is_changed_by_its_lead(cast: Cast) -> None:
    team = cast.teams["support"]
    row = set_mailbox(address="help@lindenau.example", team=team.pk, by=cast.by("ana"))
    here = f"/intake/mailboxes/{row.pk}"
    form = {"address": row.address, "team": team.pk, "hours": 8, "active": "on"}
    assert at(cast, "mira").get(here).status_code == 200
    assert list(at(cast, "mira").post(here, form | {"hours": 0}).context["form"].errors) == ["hours"]
    assert at(cast, "tom").post(here, form).status_code in (403, 422)
    assert Mailbox.objects.get().hours == 4
    assert at(cast, "mira").post(here, form).status_code == 303
    assert Mailbox.objects.get().hours == 8


def test_one_more_file_is_added_to_an_import(cast: Cast) -> None:
    carrier = Carrier(cast)
    carrier.choose(("orders.csv", b"Order No,Customer\n1,Ann Ash\n"))
    here = f"/imports/{carrier.key}/files"
    more = SimpleUploadedFile("customers.csv", b"Customer No,Company\nK1,Lindt\n")
    assert at(cast, "tom").post(here, {"files": [more]}).status_code == 403
    assert carrier.client.post(here, {}).headers["Location"] == f"/imports/{carrier.key}"
    assert "Choose a file first" in carrier.page()
    more.seek(0)
    assert carrier.client.post(here, {"files": [more]}).status_code == 303
    assert {file.name for file in carrier.row.files.all()} == {"orders.csv", "customers.csv"}


def test_a_file_that_came_with_a_mail_is_sent_to_the_staff(cast: Cast) -> None:
    receive(PHOTO, recipient="x@y.example")
    item, file = Item.objects.get().pk, Enclosure.objects.get().stored_file_id
    answer = at(cast, "iris").get(f"/intake/{item}/files/{file}")
    assert b"".join(answer.streaming_content) == b"A picture"  # type: ignore[attr-defined]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert at(cast, "iris").get(f"/intake/{item}/files/0").status_code == 404
    assert Client().get(f"/intake/{item}/files/{file}").headers["Location"].startswith("/accounts/login/")


def test_a_customer_gets_the_file_that_they_sent_and_nobody_elses(cast: Cast) -> None:
    row = stations.opened(cast)
    petra, karl = Customer(row), Customer(stations.opened(cast, of=cast.school))
    mail = PHOTO.replace(b"a@b.example", cast.bakery.contact.email.encode())
    receive(mail.replace(b"Boiler", f"[{show(row.number)}] Boiler".encode()), recipient="x@y.example")
    file = StoredFile.objects.get().pk
    answer = petra.client.get(petra.url(f"files/{file}"))
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"A picture")  # type: ignore[attr-defined]
    assert karl.client.get(karl.url(f"files/{file}")).status_code == 404
