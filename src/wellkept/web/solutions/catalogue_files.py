"""Files of the catalogue: a template, what a file would change, and loading it."""

from __future__ import annotations

import csv
from io import StringIO

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellkept.events.queries import latest
from wellkept.imports.catalogue_tables import compare_with_catalogue, stored_catalogue_file
from wellkept.imports.commands.catalogue_uploads import add_catalogue_file, load_catalogue_file
from wellkept.kernel.refusal import missing
from wellkept.kernel.spreadsheet_cells import quoted
from wellkept.people.queries import company, everyone
from wellkept.people.rights import admin_only
from wellkept.ui.fields import FormData
from wellkept.web import access, form_page
from wellkept.web.solutions.catalogue_comparison import comparison_of
from wellkept.web.solutions.catalogue_template import csv_template, workbook_template

MARKS = ("comma", "point")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class CatalogueFileForm(forms.Form):
    """A file with products, options, prices or rules."""

    use_required_attribute = False
    file = forms.FileField(
        label=gettext_lazy("CSV or Excel file"),
        widget=forms.ClearableFileInput(attrs={"accept": f".csv,.txt,.tsv,.xlsx,text/csv,{XLSX}"}),
        error_messages={
            "required": gettext_lazy("Choose a file first: a CSV or an Excel workbook."),
            "empty": gettext_lazy("This file is empty."),
        },
    )

    def __init__(self, request: HttpRequest) -> None:
        data: FormData = request.POST if request.method == "POST" else None
        super().__init__(data, request.FILES or None)


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def every(request: HttpRequest) -> HttpResponse:
    """Show the files that were loaded. POST stores another one, and goes on to what it would change."""
    by = access.actor(request)
    admin_only(by)
    form = CatalogueFileForm(request)
    if request.method == "POST":
        done, row = form_page.attempt(
            form,
            lambda: add_catalogue_file(
                name=form.cleaned_data["file"].name, content=form.cleaned_data["file"].chunks(), by=by
            ),
        )
        if done and row is not None:
            return HttpResponseRedirect(f"/catalogue-files/{row.pk}", status=303)
    names = {person.pk: person.name for person in everyone()}
    loaded = [
        (event, names.get(event.actor_id or 0, "") if event.actor_kind == "person" else "")
        for event in latest(company().pk, types={"catalogue_loaded"}, limit=20)
    ]
    context = {"form": form, "loaded": loaded}
    return render(request, "web/solutions/catalogue_files.html", context, status=422 if form.errors else 200)


@access.page
@require_safe
def one(request: HttpRequest, catalogue_file: int) -> HttpResponse:
    """Show what a file would change, and which rows are left out."""
    admin_only(access.actor(request))
    row = stored_catalogue_file(catalogue_file)
    decimals = _decimals(request.GET.get("decimals", ""))
    context = {
        "row": row,
        "decimals": decimals,
        "marks": MARKS,
        "seen": comparison_of(compare_with_catalogue(row, decimals=decimals)),
    }
    return render(request, "web/solutions/catalogue_file.html", context)


@access.page
@require_POST
def loading(request: HttpRequest, catalogue_file: int) -> HttpResponse:
    """Load the good rows of a file."""
    decimals = _decimals(request.POST.get("decimals", ""))
    load_catalogue_file(
        file=catalogue_file, decimals=decimals, seen=request.POST.get("seen", ""), by=access.actor(request)
    )
    return access.done(request, f"/catalogue-files/{catalogue_file}?decimals={decimals}", _("Loaded."))


@access.page
@require_safe
def left_out(request: HttpRequest, catalogue_file: int) -> HttpResponse:
    """Send the rows that are left out, with the reasons, as a table."""
    admin_only(access.actor(request))
    row = stored_catalogue_file(catalogue_file)
    plan = compare_with_catalogue(row, decimals=_decimals(request.GET.get("decimals", ""))).plan
    text = StringIO()
    table = csv.writer(text)
    table.writerow([_("Sheet"), _("Row"), _("Column"), _("What stands there"), _("Reason")])
    for fault in plan.faults:
        cells = (fault.place.sheet, str(fault.place.row), fault.column, fault.cell, str(fault.sentence))
        table.writerow([quoted(cell) for cell in cells])
    return _download("\ufeff" + text.getvalue(), "text/csv; charset=utf-8", _("left-out.csv"))


@access.page
@require_safe
def template(request: HttpRequest, suffix: str) -> HttpResponse:
    """Send a file with the headings, to be filled in."""
    admin_only(access.actor(request))
    if suffix == "xlsx":
        return _download(workbook_template(), XLSX, _("catalogue.xlsx"))
    if suffix != "csv":
        raise missing("file", _("There is no such file."))
    return _download(csv_template(), "text/csv; charset=utf-8", _("catalogue.csv"))


def _decimals(word: str) -> str:
    return word if word in MARKS else ""


def _download(content: str | bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
