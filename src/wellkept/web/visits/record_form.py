"""The form of one record of a visit, as the device sends it."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.translation import gettext_lazy as _

from wellkept.kernel.refusal import Refusal, invalid
from wellkept.kernel.text_fields import CodeField, LineField, TextField
from wellkept.visits.new_record import NewRecord, Picture

_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)")


class RecordForm(forms.Form):
    key = forms.UUIDField()
    kind = CodeField()
    seen = forms.IntegerField()
    happened = forms.DateTimeField(
        required=False, input_formats=["%Y-%m-%dT%H:%M:%S.%fZ", "%Y-%m-%dT%H:%M:%SZ"]
    )
    words = TextField(required=False)
    quantity = CodeField(required=False)
    unit = CodeField(required=False)
    serial = LineField(required=False)
    checked = CodeField(required=False)
    picture = forms.FileField(required=False)

    def record(self) -> NewRecord:
        """The record, or a refusal that names the first field that cannot be read."""
        if not self.is_valid():
            raise _refusal_of(self)
        values = self.cleaned_data
        quantity = _quantity(values.pop("quantity"))
        sent = values.pop("picture")
        picture = (
            Picture(name=sent.name, media_type=sent.content_type or "", content=sent.chunks())
            if sent
            else None
        )
        return NewRecord(**values, quantity=quantity, picture=picture)


def _quantity(text: str) -> Decimal | None:
    """Read a quantity with a comma or a point; hours also as `1:30`."""
    if clock := _CLOCK.fullmatch(text):
        return round(int(clock[1]) + Decimal(int(clock[2])) / 60, 4)
    try:
        return Decimal(text.replace(",", ".")) if text else None
    except InvalidOperation:
        raise invalid("quantity", _("How much is it?")) from None


def _refusal_of(form: forms.Form) -> Refusal:
    name, errors = next(iter(form.errors.items()))
    return invalid(name, str(errors[0]))
