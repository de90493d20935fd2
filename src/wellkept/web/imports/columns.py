"""Columns of a table: their meaning is guessed, shown with first rows, corrected by a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from wellkept.imports import queries
from wellkept.imports.commands import answers
from wellkept.imports.rules.column_fields import NOUNS
from wellkept.imports.rules.file_formats import format_in_words
from wellkept.kernel.text import fill
from wellkept.ui.fields import FormData
from wellkept.web import access, form_page
from wellkept.web.imports import progress

if TYPE_CHECKING:
    from wellkept.imports.models import File

DATES = [("dmy", gettext_lazy("day first: 31/12/2026")), ("mdy", gettext_lazy("month first: 12/31/2026"))]
MARKS = [("point", gettext_lazy("a point: 1,234.50")), ("comma", gettext_lazy("a comma: 1.234,50"))]
SIDES = [("debit", gettext_lazy("debit is plus")), ("credit", gettext_lazy("credit is plus"))]


def _choices(looks: dict[str, Any]) -> list[tuple[str, Any]]:
    """List the ways in which the cells of a column may be written; none if there is only one."""
    if looks.get("dates") == "ask":
        return list(DATES)
    marks = [(mark, words) for mark, words in MARKS if looks.get("marks") in ("ask", mark)]
    if not looks.get("sides"):
        return marks if len(marks) > 1 else []
    if not looks.get("numbers"):
        return list(SIDES)
    return [
        (f"{mark}+{side}", fill("%(mark)s · %(side)s", mark=mark_words, side=side_words))
        for mark, mark_words in marks
        for side, side_words in SIDES
    ]


class ColumnsForm(forms.Form):
    """The kind of table, and the meaning and format of each column."""

    noun = forms.ChoiceField(
        label=gettext_lazy("What is in this table"),
        choices=[(noun.name, noun.label) for noun in NOUNS.values()],
    )

    def __init__(self, data: FormData, *, file: File, noun: str, mapping: dict[str, str]) -> None:
        super().__init__(data, initial={"noun": noun})
        choices = [("", _("not needed")), *((field.name, field.label) for field in NOUNS[noun].fields)]
        asked = queries.ambiguous(file)
        self.columns: list[tuple[str, forms.BoundField, forms.BoundField | None, dict[str, object]]] = []
        for place, name in enumerate(file.header):
            looks = file.columns[place] if place < len(file.columns) else {}
            self.fields[f"column{place}"] = forms.ChoiceField(
                label=name,
                choices=choices,
                required=False,
                initial=mapping.get(str(place), ""),
                widget=forms.Select(attrs={"class": "select"}),
            )
            either = None
            formats = _choices(looks)
            if formats:
                self.fields[f"format{place}"] = forms.ChoiceField(
                    label=asked.get(place, _("How it is written")),
                    choices=[("", _("choose")), *formats],
                    required=False,
                    initial=file.formats.get(str(place), ""),
                    widget=forms.Select(attrs={"class": "select"}),
                )
                either = self[f"format{place}"]
            self.columns.append((name, self[f"column{place}"], either, looks))

    def mapping(self) -> dict[int, str]:
        """Columns that have a meaning."""
        return self._told("column")

    def formats(self) -> dict[int, str]:
        """Formats of the columns that need one."""
        return self._told("format")

    def _told(self, kind: str) -> dict[int, str]:
        results = {
            int(name.removeprefix(kind)): value
            for name, value in self.cleaned_data.items()
            if name.startswith(kind) and value
        }
        return dict(sorted(results.items()))


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, key: int, file: int) -> HttpResponse:
    """Show a table with the first cells of each column. Another kind asks again and keeps what fits."""
    by = access.actor(request)
    row, table = queries.one(key, by=by), queries.file(file, of=key)
    noun = request.POST.get("noun") or request.GET.get("noun") or table.noun
    noun = noun if noun in NOUNS else table.noun
    mapping = table.mapping if noun == table.noun else queries.mapping_as(table, noun)
    is_saved = request.method == "POST" and request.POST.get("was") == noun
    form = ColumnsForm(request.POST if is_saved else None, file=table, noun=noun, mapping=mapping)
    form.initial["noun"] = noun
    if is_saved:
        done, _file = form_page.attempt(
            form,
            lambda: answers.map_columns(
                of=key, file=file, noun=noun, mapping=form.mapping(), formats=form.formats(), by=by
            ),
        )
        if done:
            return access.done(
                request, f"/imports/{key}", _("The columns are settled, also for the next time.")
            )
    lines = queries.first_rows(table)
    context = {
        "section": "customers",
        "row": row,
        "file": table,
        "format": format_in_words(table.how),
        "form": form,
        "noun": NOUNS[noun],
        "lines": lines,
        "preview": [
            (name, bound, either, looks, [line.cells[place] for line in lines][:3])
            for place, (name, bound, either, looks) in enumerate(form.columns)
        ],
        "trail": progress.trail(row, None, "columns")[:3],
    }
    return render(request, "web/imports/table.html", context, status=422 if form.errors else 200)


@access.page
@require_POST
def check(request: HttpRequest, key: int) -> HttpResponse:
    """Confirm the columns and let every row be checked."""
    by = access.actor(request)
    if "source" in request.POST:
        answers.name_source(of=key, source=request.POST["source"], by=by)
    answers.check(of=key, by=by)
    return HttpResponseRedirect(f"/imports/{key}", status=303)
