"""A form field with its label, hint, control and error, linked for screen readers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from django import forms
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

FormData: TypeAlias = Mapping[str, Any] | None
"""Input of a form as the request brings it, or None if nothing was sent yet."""
Cleaned: TypeAlias = dict[str, Any]
"""Values of a valid form, each as its field made it."""

_CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def render(
    bound: BoundField,
    *,
    hint: str = "",
    label: str = "",
    optional: bool = False,
    placeholder: str = "",
    short: bool = False,
) -> SafeString:
    """Render the field with its attributes: described by its hint and error, invalid if wrong, sized for its
    kind."""
    widget = bound.field.widget
    said_hint = hint or bound.help_text
    many = isinstance(widget, _CHOICES)
    # Without a limit in the browser, which would cut what is pasted without a word: the form refuses it, and keeps it.
    attributes: dict[str, Any] = {"maxlength": False}
    described = [
        f"{bound.auto_id}_{part}"
        for part, there in (("hint", said_hint), ("error", bound.errors))
        if there and bound.auto_id
    ]
    if described and not many:
        attributes["aria-describedby"] = " ".join(described)
    if bound.errors and not many:
        attributes["aria-invalid"] = "true"
    if placeholder:
        attributes["placeholder"] = placeholder
    elif _repeats(bound):
        attributes["placeholder"] = False  # leaves it out
    if look := _class(widget):
        attributes["class"] = f"{look} short" if short else look
    if isinstance(widget, forms.Textarea) and "rows" not in widget.attrs:
        attributes["rows"] = 3
    return SafeString(
        render_to_string(
            "ui/parts/field.html",
            {
                "bound": bound,
                "label": label or bound.label,
                "hint": said_hint,
                "optional": optional or _may_stay_empty(bound),
                "hidden": bound.is_hidden,
                "many": many,
                "check": isinstance(widget, forms.CheckboxInput),
                "control": None if many else bound.as_widget(attrs=attributes),
                "described": " ".join(described),
            },
        )
    )


def _may_stay_empty(bound: BoundField) -> bool:
    """Whether the field may be left empty. A choice that is preset never is: it says what holds if nobody chooses."""
    widget = bound.field.widget
    if bound.field.required or (isinstance(widget, forms.Select) and not widget.allow_multiple_selected):
        return False
    return not isinstance(widget, forms.RadioSelect) or not bound.value()


def _repeats(bound: BoundField) -> bool:
    """Whether the field's own placeholder, such as a library gives it, begins with the words of the label."""
    own = str(bound.field.widget.attrs.get("placeholder", ""))
    return own.lower().startswith(str(bound.label).lower())


def _class(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return ""
    return "select" if isinstance(widget, forms.Select) else "input"
