"""Installed items on the journey page: entered, corrected, taken out."""

from __future__ import annotations

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.delivery import commands as delivery
from wellkept.delivery.new_item import NewItem
from wellkept.delivery.queries import item_of
from wellkept.kernel.text_fields import LineField
from wellkept.ui.fields import Cleaned
from wellkept.web.form_fields import Day, Text
from wellkept.web.journeys.act_form import ActForm, Words


def product_field() -> LineField:
    return LineField(label=gettext_lazy("What is it?"))


def serial_field() -> LineField:
    return LineField(
        label=gettext_lazy("Serial number"),
        help_text=gettext_lazy("Whoever reads it out is found by it."),
        required=False,
    )


def place_field() -> LineField:
    return LineField(label=gettext_lazy("Where it stands"), required=False)


class ItemInstalled(ActForm):
    title = gettext_lazy("What stands there?")
    button = gettext_lazy("Enter it")
    product = product_field()
    serial = serial_field()
    place = place_field()
    since = Day(label=gettext_lazy("Since"), help_text=gettext_lazy("Empty: today."), required=False)
    line = forms.TypedChoiceField(
        label=gettext_lazy("Under which agreed line"), coerce=int, empty_value=None, required=False
    )

    def prepare(self) -> None:
        self.fields["place"].initial = str(self.record.row.site or "")
        lines = [(row.line.pk, row.title) for row in self.record.quantities]
        self.choices("line", [("", _("None")), *lines])

    def do(self, values: Cleaned) -> Words:
        delivery.install_item(journey=self.journey, item=NewItem(**values), by=self.by)
        return _("Entered.")


class ItemCorrected(ActForm):
    title = gettext_lazy("What is right?")
    button = gettext_lazy("Correct it")
    product = product_field()
    serial = serial_field()
    place = place_field()
    since = Day(label=gettext_lazy("Since"), required=False)

    def prepare(self) -> None:
        row = item_of(self.journey, self.keys["installed"])
        for name in ("product", "serial", "place", "since"):
            self.fields[name].initial = getattr(row, name)

    def do(self, values: Cleaned) -> Words:
        delivery.correct_item(
            journey=self.journey, item=self.keys["installed"], to=NewItem(**values), by=self.by
        )
        return _("Corrected.")


class ItemTakenOut(ActForm):
    title = gettext_lazy("It stands there no longer")
    button = gettext_lazy("Take it out")
    because = forms.ChoiceField(
        label=gettext_lazy("Why?"),
        choices=[
            ("returned", gettext_lazy("It came back to us")),
            ("replaced", gettext_lazy("Something else stands there instead")),
            ("removed", gettext_lazy("It is gone")),
        ],
        widget=forms.RadioSelect,
    )
    words = Text(label=gettext_lazy("What happened"), rows=2, required=False)
    product = LineField(label=gettext_lazy("What stands there instead"), required=False)
    serial = LineField(label=gettext_lazy("Its serial number"), required=False)

    @cached_property
    def subtitle(self) -> str:
        """The item that it is about."""
        row = item_of(self.journey, self.keys["installed"])
        return " · ".join(filter(None, [row.product, row.serial, row.place]))

    def do(self, values: Cleaned) -> Words:
        replaced = values["because"] == "replaced"
        replacement = NewItem(product=values["product"], serial=values["serial"]) if replaced else None
        delivery.take_out_item(
            journey=self.journey,
            item=self.keys["installed"],
            because=values["because"],
            words=values["words"],
            replacement=replacement,
            by=self.by,
        )
        return _("Taken out.")
