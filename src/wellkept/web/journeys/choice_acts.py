"""The act that writes down what a customer chose from a quote, and their yes to it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.journeys.evidence import Evidence
from wellkept.kernel.money import digits
from wellkept.kernel.text_fields import LineField
from wellkept.orders import commands as orders
from wellkept.orders import queries
from wellkept.orders.commands import SignedPaper
from wellkept.orders.price_display import price_in_words
from wellkept.orders.quote_lines import Choice, alternatives_of
from wellkept.solutions.units import counted, unit_in_words
from wellkept.ui.fields import Cleaned
from wellkept.web.form_fields import Text
from wellkept.web.journeys.act_form import ActForm, Words
from wellkept.web.journeys.triggers import evidence_field

if TYPE_CHECKING:
    from wellkept.orders.models import Quote, QuoteLine


def paper_field() -> forms.FileField:
    """The field of a signed paper, as a picture or as PDF."""
    return forms.FileField(
        label=gettext_lazy("The paper that they signed"),
        help_text=gettext_lazy("A photograph or a PDF. It is kept with the agreement."),
        required=False,
    )


def paper_of(upload: UploadedFile[bytes] | None) -> SignedPaper | None:
    """The paper that was uploaded, for the command."""
    if upload is None:
        return None
    return SignedPaper(upload.name or "", upload.content_type, upload.chunks())


class ChoiceWrittenDown(ActForm):
    title = gettext_lazy("Write down their choice")
    intro = gettext_lazy("What they chose is agreed with it. They get it in writing, and may object.")
    button = gettext_lazy("Agreed")
    evidence = evidence_field("spoken")
    words = Text(label=gettext_lazy("What they said or signed"), rows=2)
    customer_reference = LineField(
        label=gettext_lazy("Their order number"),
        help_text=gettext_lazy("They will ask by it, and it finds this journey."),
        required=False,
    )
    paper = paper_field()

    @cached_property
    def quote(self) -> Quote:
        return queries.quote_by_number(self.journey, self.keys["quote"])

    @cached_property
    def lines(self) -> list[QuoteLine]:
        return queries.lines_of_quote(self.quote.pk)

    @property
    def shown_now(self) -> str:
        return bytes(self.quote.digest).hex() if self.quote.digest else "none"

    def prepare(self) -> None:
        of_the_end = list(self.fields)
        with_tax = self.record.row.customer.kind == "person"
        for place, group in enumerate(alternatives_of(self.lines)):
            self.fields[f"choice-{place}"] = forms.ChoiceField(
                label=group.choice,
                choices=[
                    (name, f"{name} · {price_in_words(of, self.quote.currency, with_tax=with_tax)}")
                    for name, of in group.lines.items()
                ],
                widget=forms.RadioSelect,
            )
        for line in self.lines:
            if line.most is not None:
                price = price_in_words([line], self.quote.currency, with_tax=with_tax)
                self._ask_for(line, price)
        self.order_fields([name for name in self.fields if name not in of_the_end])

    def _ask_for(self, line: QuoteLine, price: str) -> None:
        self.fields[f"wanted-{line.pk}"] = forms.BooleanField(
            label=_("%(line)s: %(quantity)s, %(price)s")
            % {"line": line.words, "quantity": counted(line.quantity, line.unit), "price": price},
            required=False,
        )
        if line.least != line.most:
            self.fields[f"quantity-{line.pk}"] = forms.DecimalField(
                label=_("How many of it (%(unit)s)") % {"unit": unit_in_words(line.unit)},
                initial=digits(line.quantity),
                localize=False,
                required=False,
            )

    def do(self, values: Cleaned) -> Words:
        orders.write_down_choice(
            journey=self.journey,
            choice=self._choice(values),
            evidence=Evidence(values["evidence"], values["words"]),
            shown_digest=self.seen,
            customer_reference=values["customer_reference"],
            paper=paper_of(values["paper"]),
            by=self.by,
        )
        return _("Agreed. Its price and its dates are promises now.")

    def _choice(self, values: Cleaned) -> Choice:
        quantities: dict[int, Decimal] = {}
        for line in self.lines:
            if values.get(f"wanted-{line.pk}"):
                typed = values.get(f"quantity-{line.pk}")
                quantities[line.pk] = line.quantity if typed is None else typed
        groups = alternatives_of(self.lines)
        return Choice(
            {group.choice: values[f"choice-{place}"] for place, group in enumerate(groups)}, quantities
        )


class QuoteDeclined(ActForm):
    title = gettext_lazy("They do not want it")
    button = gettext_lazy("Write it down")
    then = forms.ChoiceField(
        label=gettext_lazy("What do they want?"),
        choices=[("change", gettext_lazy("Another quote")), ("no", gettext_lazy("Nothing of it"))],
        widget=forms.RadioSelect,
        initial="change",
    )
    words = Text(label=gettext_lazy("What should be different?"))

    def do(self, values: Cleaned) -> Words:
        orders.decline_quote(
            journey=self.journey, words=values["words"], wants_change=values["then"] == "change", by=self.by
        )
        return _("On record. Make another quote.")
