"""Forms. What was typed is kept, and a no stands at the field that it concerns."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.db import IntegrityError

from wellkept.kernel.refusal import Refusal
from wellkept.web.acting import refusal_of

T = TypeVar("T")


def attempt(form: forms.Form, act: Callable[[], T]) -> tuple[bool, T | None]:
    """Do it with what the form holds: (True, what came of it), or (False, None) with the reason in the form."""
    if not form.is_valid():
        return False, None
    try:
        return True, act()
    except (Refusal, IntegrityError) as no:
        put(form, refusal_of(no))
        return False, None


def put(form: forms.Form, no: Refusal) -> None:
    """The no at its field, else at the head of the form, with what to do instead."""
    words = " ".join(filter(None, (no.sentence, no.instead)))
    form.add_error(no.field if no.field in form.fields else None, words)
