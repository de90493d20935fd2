"""Characters that nobody sees, by the API: controls are refused with their place, the others are cleaned."""

from __future__ import annotations

import importlib
import json
import pkgutil
from typing import Any

import pytest
from pydantic import ValidationError
from tests import cast as stations
from tests.api.programs import Program
from tests.cast import Cast

from wellkept.api import resources
from wellkept.api.requests import Said
from wellkept.api.resources.telephone import NewMessage
from wellkept.customers.models import Contact
from wellkept.find.queries import find
from wellkept.intake.models import Item, Message
from wellkept.intake.queries import mail
from wellkept.journeys.models import NextStep

pytestmark = pytest.mark.django_db
KEYS_ARE_OURS = {
    ("MappingIn", "mapping"),
    ("MappingIn", "formats"),
    ("MappingIn", "holds"),
}  # looked up in lists


def bodies(base: type[Said] = Said) -> list[type[Said]]:
    for module in pkgutil.iter_modules(resources.__path__):
        importlib.import_module(f"{resources.__name__}.{module.name}")
    return [row for part in base.__subclasses__() for row in (part, *bodies(part))]


def taken(body: type[Said], name: str, value: Any) -> Any:
    """Let this field take a value. Returns None if it is refused."""
    try:
        row = body.__pydantic_validator__.validate_assignment(body.model_construct(), name, value)
    except ValidationError:
        return None
    return row[0][name] if isinstance(row, tuple) else getattr(row, name)


def test_no_field_of_a_body_takes_a_control_or_keeps_what_is_unseen() -> None:
    words = 0
    for body in bodies():
        if body is NewMessage:
            continue  # it is stored as it came
        for name in body.model_fields:
            if (body.__name__, name) in KEYS_ARE_OURS:
                continue
            for shape in (lambda text: text, lambda text: [text], lambda text: {"1": text}):
                for text in ("a\x1bb", "a\x85b", "a\ufffeb", "a\u202eb", "a\u200bb", "a\ufeffb"):
                    value = taken(body, name, shape(text))
                    if value is not None and not isinstance(value, bytes):
                        assert value in (shape("ab"), shape("a b"), shape("a\nb")), (body, name, text, value)
                        words += 1
                for refused in ("a\x1bb", "a\ufffeb", "a\u202eb"):
                    assert taken(body, name, shape(refused)) is None, (body, name, refused)
    assert words > 200


def test_the_refusal_names_the_character_and_its_place(cast: Cast) -> None:
    row = stations.opened(cast)
    steps = NextStep.objects.count()
    for text, words in (
        ("ring\x07", "U+0007, which is at place 5"),
        ("a\u202egnp.exe", "U+202E RIGHT-TO-LEFT OVERRIDE, which is at place 2"),
        ("\ufffe", "U+FFFE, which is at place 1"),
    ):
        answer = Program(cast).post(
            f"/journeys/{row.number}/steps", {"what": text, "due": "2099-01-01T08:00:00Z"}
        )
        problem = json.loads(answer.content)
        assert (answer.status_code, problem["code"], problem["field"]) == (422, "invalid_request", "what")
        assert f"a text cannot hold the character {words}" in problem["title"]
    assert NextStep.objects.count() == steps


def test_pasted_words_are_cleaned(cast: Cast) -> None:
    program = Program(cast)
    contact = program.does(
        f"/customers/{cast.bakery.customer.pk}/contacts",
        {
            "name": "Zoë\u200b \u202aBrandt\u202c\u2060",
            "email": "\u200ezoe@\u00adbrandt.example",
            "phone": "\u202a+49 351 77\u202c",
        },
    )
    row = Contact.objects.get(pk=contact["id"])
    assert (row.name, row.email, row.phone) == ("Zoë Brandt", "zoe@brandt.example", "+49 351 77")
    journey = stations.opened(cast)
    note = program.does(
        f"/journeys/{journey.number}/notes", {"words": "eins\x0bzwei 👩\u200d👧 می\u200cخواهم\ufeff"}
    )
    assert "eins\nzwei 👩\u200d👧 می\u200cخواهم" in json.dumps(
        program.get(f"/journeys/{journey.number}/events").json(),
        ensure_ascii=False,  # type: ignore[attr-defined]
    ).replace("\\n", "\n")
    assert note
    results = find("zoe\u200b@brandt.example\u202c", by=cast.by("tom"))
    assert [result.customer for result in results] == [cast.bakery.customer.pk] * len(results) != []
    assert program.get("/find", q="\u202aZo\u200bë Brandt\u202c").json()["items"]  # type: ignore[attr-defined]


def test_a_customers_message_is_stored_as_it_came_and_read_without_them(cast: Cast) -> None:
    program = Program(cast, "tom", "intake", "read")
    sent = {
        "id": "chat-9",
        "said": "Kein\u200b Strom\x07 \u202eegarF",
        "name": "E\u200brika\x1b",
        "phone": "\u202a0351 12345\u202c",
    }
    answer = program.post("/messages", sent, key="")
    assert answer.status_code == 201, answer.content
    stored = Message.objects.get()
    assert json.loads(bytes(stored.raw))["said"] == sent["said"]
    item = Item.objects.get()
    assert item.sender_name == "Erika"
    read = mail(stored.pk, by=cast.by("tom")).mail
    assert (read.text, read.sender and read.sender.phone) == ("Kein Strom\ufffd egarF", "0351 12345")
    halves = program.post("/messages", {"id": "chat-10", "said": "half \ud83d"}, key="")
    assert halves.status_code == 201
    assert program.post("/messages", {"id": "chat-11", "said": "\u200b"}, key="").status_code == 422
