"""Characters that nobody sees, typed or pasted into a page, in a file that is imported, and in a mail."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests import cast as stations
from tests.cast import Cast
from tests.mail.corpus import mail
from tests.web.signed_in import at

from wellkept.customers.models import Contact
from wellkept.files.rules import shown_name
from wellkept.imports.read_files import tables
from wellkept.journeys.models import NextStep
from wellkept.kernel import text_fields
from wellkept.mail import parse

pytestmark = pytest.mark.django_db
PASTED = "\ufeffZo\u200bë \u202aBrandt\u202c\u2060"


def test_a_pasted_name_is_kept_without_what_nobody_sees(cast: Cast) -> None:
    customer = cast.bakery.customer.pk
    values = {
        "name": PASTED,
        "email": "\u200ezoe@brandt.example\u200f",
        "phone": "\u202a+49 351 77\u202c",
        "channel": "mail",
        "language": "de",
    }
    answer = at(cast, "tom").post(f"/customers/{customer}/contacts", values)
    assert answer.status_code == 303, answer.content.decode()
    row = Contact.objects.latest("pk")
    assert (row.name, row.email, row.phone) == ("Zoë Brandt", "zoe@brandt.example", "+49 351 77")


def test_a_pasted_step_and_a_search_are_cleaned(cast: Cast) -> None:
    row = stations.opened(cast)
    client = at(cast, "tom")
    answer = client.post(
        f"/journeys/{row.number}/steps",
        {"what": "ring\x07 them\u2028soon \u202e!", "due": "2099-01-01T10:00"},
    )
    assert answer.status_code < 400, answer.content.decode()
    assert NextStep.objects.filter(text="ring them soon !").count() == 1
    page = client.get("/find", {"q": f"\u202a{cast.bakery.customer.name}\u200b\u202c"})
    assert cast.bakery.customer.name in page.content.decode()


def test_words_of_no_visible_character_are_missing(cast: Cast) -> None:
    row = stations.opened(cast)
    steps = NextStep.objects.count()
    answer = at(cast, "tom").post(
        f"/journeys/{row.number}/steps", {"what": "\u200b\u2060\x07", "due": "2099-01-01T10:00"}
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors["what"] == ["This is still missing."]
    assert NextStep.objects.count() == steps


def test_a_password_keeps_every_character() -> None:
    assert not issubclass(text_fields.TextField, text_fields.LineField)
    assert text_fields.TextField(strip=False).clean("a\u200b\nb ") == "a\nb "
    assert text_fields.TextField(required=False, empty_value=None).clean(None) is None


def test_cells_of_a_table_are_cleaned(tmp_path: Path) -> None:
    rows = [["name", "note"], [PASTED, "eins\u2028zwei\x85drei"], ["می\u200cخواهم", "👩\u200d👧"]]
    text = "\n".join(f'{name},"{note}"' for name, note in rows)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    for content, name in ((text.encode(), "a.csv"), (file.getvalue(), "a.xlsx")):
        source = io.BytesIO(content)
        sheet_name = tables.sheets(source, name)[0]
        read = [cells for _place, cells in tables.table(source, name, sheet_name).rows()]
        assert read == [["Zoë \u202aBrandt\u202c", "eins\nzwei\ndrei"], ["می\u200cخواهم", "👩\u200d👧"]], name


def test_a_mail_is_read_without_them_and_stays_as_it_came() -> None:
    raw = mail(
        "Der \u202eegarF\u202c kommt\u200b, 👩\u200d👧 می\u200cخواهم\n".encode(),
        From="=?utf-8?q?Zo=E2=80=8B=C3=AB_=E2=80=AEtdnarB?= <zoe@brandt.example>",
        Subject="=?utf-8?q?Kein=E2=80=8B_Strom=E2=80=AE=C2=85hier?=",
        Content_Type="text/plain; charset=utf-8",
        Content_Transfer_Encoding="8bit",
    )
    read = parse(raw)
    assert read.text == "Der egarF kommt, 👩\u200d👧 می\u200cخواهم"
    assert read.subject == "Kein Strom hier"
    assert read.sender is not None
    assert read.sender.name == "Zoë tdnarB"
    page = parse(
        mail(
            b'<p>Hallo &#x202e;Welt</p><a href="java&#x200b;script:x()">a</a>'
            b'<a href="java\xe2\x80\x8bscript:x()">b</a>',
            Content_Type="text/html; charset=utf-8",
            Content_Transfer_Encoding="8bit",
        )
    )
    assert "\u202e" not in page.html + page.text
    assert "script:" not in page.html


def test_a_file_name_has_nothing_unseen() -> None:
    assert shown_name("rech\u200bnung\u202efdp.exe") == "rechnungfdp.exe"
    assert shown_name("قرارداد می\u200cخواهم.pdf") == "قرارداد میخواهم.pdf"
