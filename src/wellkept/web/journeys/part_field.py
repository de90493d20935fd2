"""The lines of a part in a form: each open line with how many of it were delivered, all of them at first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.translation import gettext as _

from wellkept.delivery.new_item import NewItem
from wellkept.delivery.quantities import LineQuantity
from wellkept.kernel import wording
from wellkept.kernel.characters import clean_line
from wellkept.kernel.money import digits
from wellkept.kernel.text import fill_now
from wellkept.solutions.units import counted

Typed = dict[int, tuple[str, str]]
WidgetContext = dict[str, dict[str, object]]
FieldAttributes = dict[str, object] | None


_BETWEEN = re.compile(r"[,;\n]")  # serial numbers


@dataclass(frozen=True)
class TypedPart:
    """A part as it was typed: quantities by the keys of their lines, None for all that is open, and its items."""

    quantities: dict[int, Decimal] | None
    items: Sequence[NewItem]


class PartWidget(forms.Widget):
    """A list of inputs, one a line, which works without script."""

    template_name = "web/journeys/part_widget.html"
    quantities: Sequence[LineQuantity] = ()

    def value_from_datadict(self, data: Mapping[str, str], files: object, name: str) -> Typed | None:
        typed = {}
        for key in (row.line.pk for row in self.quantities):
            quantity = data.get(f"{name}-{key}")
            if quantity is not None:
                typed[key] = quantity, data.get(f"{name}-{key}-serials") or ""
        return typed or None

    def get_context(self, name: str, value: Typed | None, attrs: FieldAttributes) -> WidgetContext:
        context: WidgetContext = super().get_context(name, None, attrs)
        typed = value or {}
        context["widget"]["rows"] = [
            {
                "key": row.line.pk,
                "words": row.title,
                "section": row.line.section,
                "value": typed.get(row.line.pk, (digits(row.open), ""))[0],
                "serials": typed.get(row.line.pk, ("", ""))[1],
                "agreed": counted(row.line.quantity, row.line.unit),
                "delivered": wording.quantity(row.delivered) if row.delivered else "",
            }
            for row in self.quantities
        ]
        return context


class PartField(forms.Field):
    """The quantities of lines, and the serial numbers that came. None where nothing was typed: all that is open."""

    widget = PartWidget

    def offer(self, quantities: Sequence[LineQuantity]) -> None:
        """Show the lines of which something can still be delivered."""
        assert isinstance(self.widget, PartWidget)
        self.widget.quantities = [
            row for row in quantities if row.has_parts and (row.left is None or row.left > 0)
        ]

    @property
    def is_offered(self) -> bool:
        """Whether there is a line to choose from."""
        assert isinstance(self.widget, PartWidget)
        return bool(self.widget.quantities)

    def to_python(self, value: Typed | None) -> TypedPart:
        if value is None:
            return TypedPart(None, ())
        part: dict[int, Decimal] = {}
        items: list[NewItem] = []
        wrong: list[str] = []
        assert isinstance(self.widget, PartWidget)
        for row in self.widget.quantities:
            text, serials = value.get(row.line.pk, ("", ""))
            items += [
                NewItem(product=row.title, serial=serial, line=row.line.pk)
                for serial in map(clean_line, _BETWEEN.split(serials))
                if serial
            ]
            try:
                quantity = Decimal(text.strip().replace(",", ".") or "0")
            except InvalidOperation:
                quantity = Decimal("NaN")
            if not quantity.is_finite():
                wrong.append(fill_now(_("How many of “%(words)s” were delivered?"), {"words": row.title}))
            elif quantity:
                part[row.line.pk] = quantity
        if wrong:
            raise forms.ValidationError(wrong)
        return TypedPart(part, tuple(items))
