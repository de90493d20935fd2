"""Sentences of Django's forms, in the words of the house and in both languages."""

from __future__ import annotations

import pytest
from django import forms
from django.utils.translation import override

from tests.cast import Cast
from tests.web.signed_in import at
from wellkept.people.commands import change_person

FIELDS: list[tuple[forms.Field, object]] = [
    (forms.CharField(), ""),
    (forms.CharField(max_length=3), "abcd"),
    (forms.CharField(min_length=3), "a"),
    (forms.CharField(), "a\0b"),
    (forms.IntegerField(), "x"),
    (forms.IntegerField(min_value=0), "-1"),
    (forms.IntegerField(max_value=5), "6"),
    (forms.DecimalField(), "x"),
    (forms.DecimalField(max_digits=3), "1234"),
    (forms.DecimalField(max_digits=4, decimal_places=2), "1234"),
    (forms.DecimalField(decimal_places=2), "1.234"),
    (forms.DateField(), "x"),
    (forms.TimeField(), "x"),
    (forms.DateTimeField(), "x"),
    (forms.EmailField(), "x"),
    (forms.URLField(), "x"),
    (forms.ChoiceField(choices=[("a", "A")]), "b"),
    (forms.TypedChoiceField(choices=[(1, "A")], coerce=int), "2"),
    (forms.MultipleChoiceField(choices=[("a", "A")]), ["b"]),
    (forms.FileField(), None),
]
NAMES = [f"{type(field).__name__} {place}" for place, (field, _typed) in enumerate(FIELDS)]
OTHERS = (
    "Ensure",
    "Enter ",
    "Select a valid",
    "sicherstellen",
    "gültige",
    "Dieses Feld",
    "Bitte eine ",
    "not allowed",
)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(("field", "typed"), FIELDS, ids=NAMES)
def test_each_refusal_of_a_field_is_in_our_words(field: forms.Field, typed: object, language: str) -> None:
    with override(language), pytest.raises(forms.ValidationError) as refused:
        field.clean(typed)
    [sentence] = refused.value.messages
    assert [words for words in OTHERS if words in sentence] == []
    assert sentence.endswith(".")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "This is too little: at least 0."), ("de", "Das ist zu wenig: mindestens 0.")],
)
def test_a_page_says_it_so(cast: Cast, language: str, sentence: str) -> None:
    change_person(person=cast.tom.pk, language=language, by=cast.by("tom"))
    page = at(cast, "tom").post("/journeys/new", {"need": "Cold", "contact_name": "Jo", "budget": "-1"})
    assert sentence in page.content.decode()
