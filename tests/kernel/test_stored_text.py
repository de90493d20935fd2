"""Texts that are stored as message ids and parameters, and worded by each reader in their language."""

from __future__ import annotations

import json

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from wellkept.kernel.refusal import Refusal
from wellkept.kernel.stored_text import StoredTextField, restore, store
from wellkept.kernel.text import Text, fill, sentences

TEXTS: list[tuple[str, Text]] = [
    ("plain", _("This person has left.")),
    ("with a context", pgettext_lazy("event", "read it")),
    ("a plural of a number", ngettext_lazy("%(n)s helped elsewhere", "%(n)s helped elsewhere", 3)),
    ("a plural of a parameter", fill(ngettext_lazy("%(n)s open journey", "%(n)s open journeys", "n"), n=2)),
    ("filled", fill(_("“%(cell)s” is no telephone number."), cell="12")),
    ("filled with a text", fill(_("“%(cell)s” is no telephone number."), cell=_("This person has left."))),
    (
        "two sentences",
        sentences(_("This person has left."), fill(_("No server answers at %(host)s."), host="a")),
    ),
]


@pytest.mark.parametrize("text", [text for _name, text in TEXTS], ids=[name for name, _text in TEXTS])
def test_a_stored_text_reads_in_each_language_as_the_text_does(text: Text) -> None:
    with translation.override("de"):
        kept = json.loads(json.dumps(store(text)))
        german = str(text)
        assert str(restore(kept)) == german
    with translation.override("en"):
        assert str(restore(kept)) == str(text)
    assert store(restore(kept)) == kept


def test_words_from_outside_stay_as_they_are_and_nothing_is_nothing() -> None:
    assert (store("550 no such user"), store(""), store(None)) == ({"words": "550 no such user"}, {}, {})
    assert (restore({"words": "550 no such user"}), restore({})) == ("550 no such user", "")


def test_words_from_outside_are_cut() -> None:
    assert store("x" * 900) == {"words": "x" * 500}
    assert store(fill(_("No server answers at %(host)s."), host="x" * 900))["parameters"] == {
        "host": "x" * 500
    }


def test_a_refusal_is_stored_with_its_way_out() -> None:
    refusal = Refusal("left", _("This person has left."), instead=_("Choose somebody else."))
    with translation.override("de"):
        kept = store(refusal.text)
    with translation.override("en"):
        assert str(restore(kept)) == "This person has left. Choose somebody else."


def test_a_column_takes_a_text_and_what_it_stored() -> None:
    field = StoredTextField()
    text = fill(_("No server answers at %(host)s."), host="a")
    stored = field.get_prep_value(text)
    assert (stored, field.get_prep_value(stored)) == (store(text), store(text))
    assert str(field.from_db_value(json.dumps(stored), None, None)) == str(text)
