"""The lines of a part in a form: each open line with how many of it were delivered, all of them at first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.translation import gettext as _

from wellkept.delivery.quantities import LineQuantity, digits
from wellkept.kernel import wording
from wellkept.kernel.text import fill_now
from wellkept.solutions.units import counted

Typed = dict[int, str]
WidgetContext = dict[str, dict[str, object]]
FieldAttributes = dict[str, object] | None


class PartWidget(forms.Widget):
    """A list of inputs, one a line, which works without script."""

    template_name = "web/journeys/part_widget.html"
    quantities: Sequence[LineQuantity] = ()

    def value_from_datadict(self, data: Mapping[str, str], files: object, name: str) -> Typed | None:
        typed = {row.line.pk: data.get(f"{name}-{row.line.pk}") for row in self.quantities}
        return {key: str(value) for key, value in typed.items() if value is not None} or None

    def get_context(self, name: str, value: Typed | None, attrs: FieldAttributes) -> WidgetContext:
        context: WidgetContext = super().get_context(name, None, attrs)
        typed = value or {}
        context["widget"]["rows"] = [
            {
                "key": row.line.pk,
                "words": row.title,
                "section": row.line.section,
                "value": typed.get(row.line.pk, digits(row.open)),
                "agreed": counted(row.line.quantity, row.line.unit),
                "delivered": wording.quantity(row.delivered) if row.delivered else "",
            }
            for row in self.quantities
        ]
        return context


class PartField(forms.Field):
    """The quantity of each line, by its key. None where nothing was typed: everything that is open."""

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

    def to_python(self, value: Typed | None) -> dict[int, Decimal] | None:
        if value is None:
            return None
        part: dict[int, Decimal] = {}
        wrong: list[str] = []
        assert isinstance(self.widget, PartWidget)
        for row in self.widget.quantities:
            text = value.get(row.line.pk, "").strip()
            try:
                quantity = Decimal(text.replace(",", ".") or "0")
            except InvalidOperation:
                quantity = Decimal("NaN")
            if not quantity.is_finite():
                wrong.append(fill_now(_("How many of “%(words)s” were delivered?"), {"words": row.title}))
            elif quantity:
                part[row.line.pk] = quantity
        if wrong:
            raise forms.ValidationError(wrong)
        return part
