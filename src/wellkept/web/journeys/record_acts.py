"""The act about a record of a visit: whether it counts."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.kernel.refusal import missing
from wellkept.ui.fields import Cleaned
from wellkept.visits import commands as visits
from wellkept.web.form_fields import Text
from wellkept.web.journeys.act_form import ActForm, Words


class JudgedRecord(ActForm):
    title = gettext_lazy("Does this record count?")
    intro = gettext_lazy("What counts can be billed. What is dropped stays on record.")
    button = gettext_lazy("Save")
    counts = forms.ChoiceField(
        label=gettext_lazy("Does it count?"),
        choices=[("yes", gettext_lazy("It counts")), ("no", gettext_lazy("Drop it"))],
        widget=forms.RadioSelect,
    )
    words = Text(label=gettext_lazy("Why?"), rows=2, required=False)

    def prepare(self) -> None:
        key = self.keys["record"]
        lines = [line for visit in self.record.visits for line in visit.records if line.row.pk == key]
        if not lines:
            raise missing("record", _("There is no such record."))
        self.line = lines[0]
        if not self.line.may_count:
            self.choices("counts", [("no", _("Drop it"))])
            self.initial.setdefault("counts", "no")

    @property
    def subtitle(self) -> str:
        return " ".join(filter(None, (str(self.line.kind), self.line.amount, self.line.row.words)))

    def do(self, values: Cleaned) -> Words:
        counts = values["counts"] == "yes"
        visits.judge_record(record=self.line.row.pk, counts=counts, words=values["words"], by=self.by)
        return _("It counts.") if counts else _("Dropped.")
