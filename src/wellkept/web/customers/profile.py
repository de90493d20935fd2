"""Details of a customer, and how they first heard of us."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from wellkept.customer_page import voice as desk
from wellkept.customers import commands, queries
from wellkept.kernel.text_fields import LineField, TextField
from wellkept.kernel.wording import locale
from wellkept.web import access, form_page
from wellkept.web.form_fields import Language
from wellkept.web.setup.views import countries, time_zones

KINDS = [
    ("organisation", gettext_lazy("A company or another organisation")),
    ("person", gettext_lazy("A private person")),
]
HEARD_THROUGH = {
    "recommended": gettext_lazy("Somebody recommended us"),
    "known": gettext_lazy("They knew us already"),
    "searched": gettext_lazy("They searched and found us"),
    "seen": gettext_lazy("They saw our work"),
    "event": gettext_lazy("A fair or another event"),
    "press": gettext_lazy("They read about us"),
    "partner": gettext_lazy("A partner of ours"),
    "advertisement": gettext_lazy("An advertisement"),
    "other": gettext_lazy("In another way"),
}


def ways_of_hearing() -> list[tuple[str, Any]]:
    """Choices for "How did they hear of us?", the first one empty."""
    return [("", gettext_lazy("Not known yet")), *HEARD_THROUGH.items()]


class CustomerForm(forms.Form):
    """Details of a customer."""

    name = LineField(
        label=gettext_lazy("Name"), max_length=200, help_text=gettext_lazy("The old name keeps finding them.")
    )
    kind = forms.ChoiceField(label=gettext_lazy("Who it is"), choices=KINDS)
    language = Language()
    country = forms.ChoiceField(label=gettext_lazy("Country"))
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"))
    heard_through = forms.ChoiceField(label=gettext_lazy("How they first heard of us"), required=False)
    heard_of_us = LineField(
        label=gettext_lazy("In their words"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Who recommended us, what they searched for, where they saw us."),
    )
    note = TextField(
        label=gettext_lazy("Note"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("country", countries(locale())),
            ("time_zone", time_zones()),
            ("heard_through", ways_of_hearing()),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, customer: int) -> HttpResponse:
    """Change details of a customer."""
    row = queries.customer(customer)
    names = tuple(CustomerForm.base_fields)
    form = CustomerForm(request.POST or None, initial={name: getattr(row, name) for name in names})
    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("What we know of %(name)s") % {"name": row.name}, _("Save")),
        back=f"/customers/{row.pk}",
        act=lambda: commands.change(
            customer=row.pk,
            by=access.actor(request),
            **form_page.changed(form, row, names),
        ),
        words=_("Saved."),
    )


@access.page
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Show how customers first heard of us, counted."""
    rows = desk.sources(by=access.actor(request))
    most = max((row.customers for row in rows), default=0)
    context = {
        "section": "customers",
        "rows": [(row, HEARD_THROUGH.get(row.through, _("Not known yet"))) for row in rows],
        "most": most,
        "total": sum(row.customers for row in rows),
    }
    return render(request, "web/customers/sources.html", context)
