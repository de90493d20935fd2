"""Split a customer: choose the contacts, sites and journeys of the other one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from wellkept.customers import queries as customers
from wellkept.duplicates.commands.split import split
from wellkept.duplicates.queries.split import UntiedJourney, parts_to_choose
from wellkept.kernel.number import show
from wellkept.kernel.text_fields import LineField
from wellkept.people.actor import Actor
from wellkept.web import access, form_page

if TYPE_CHECKING:
    from wellkept.customers.models import Customer

KINDS = [("organisation", gettext_lazy("a company")), ("person", gettext_lazy("a private person"))]


class SplitForm(forms.Form):
    """The other customer, and everything that is theirs."""

    name = LineField(
        label=gettext_lazy("What is the other one called?"),
        max_length=200,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("They are"), choices=KINDS, initial="organisation")
    contacts = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Contact"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Their journeys go along with them."),
    )
    sites = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Their sites"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    journeys = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Journeys with nobody who speaks for them yet"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: QueryDict | None, *, whole: int, by: Actor) -> None:
        super().__init__(data)
        have = parts_to_choose(whole, by=by)
        self._choose(
            "contacts", [(contact.pk, _who(contact.name, contact.numbers)) for contact in have.contacts]
        )
        self._choose("sites", [(site.pk, str(site)) for site in have.sites])
        self._choose("journeys", [(journey.journey.pk, _what(journey)) for journey in have.journeys])
        self.bound_to = {contact.pk: set(contact.journeys) for contact in have.contacts}

    def _choose(self, name: str, choices: list[tuple[int, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        if not choices:
            del self.fields[name]

    def split(self, *, customer: int, by: Actor) -> Customer:
        """Split the customer. Contacts take their journeys along."""
        values = self.cleaned_data
        contacts = values.get("contacts", [])
        journeys = set(values.get("journeys", [])).union(*(self.bound_to[key] for key in contacts))
        return split(
            customer=customer,
            by=by,
            name=values["name"],
            kind=values["kind"],
            contacts=contacts,
            sites=values.get("sites", []),
            journeys=sorted(journeys),
        )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def splits(request: HttpRequest, customer: int) -> HttpResponse:
    """Show the choice and split. A merge undoes it."""
    by = access.actor(request)
    by.as_staff()
    whole = customers.customer(customer)
    if whole.pk != customer:
        return redirect(f"/customers/{whole.pk}/splits")
    form = SplitForm(request.POST or None, whole=whole.pk, by=by)
    if request.method == "POST":
        done, part = form_page.attempt(form, lambda: form.split(customer=customer, by=by))
        if done and part is not None:
            return access.done(
                request,
                f"/customers/{part.pk}",
                _("%(part)s is now a customer of their own, beside %(whole)s.")
                % {"part": part.name, "whole": whole.name},
            )
    context = {"section": "customers", "customer": whole, "form": form}
    return render(request, "web/duplicates/split.html", context, status=422 if form.errors else 200)


def _who(name: str, numbers: list[str]) -> str:
    """`Eva Lindner · 4827-9163, 5190-2236`"""
    shown = ", ".join(map(show, numbers[:3]))
    more = _(" and %(n)s more") % {"n": len(numbers) - 3} if len(numbers) > 3 else ""
    return f"{name} · {shown}{more}" if numbers else name


def _what(untied: UntiedJourney) -> str:
    """`4827-9163 · The oven trips the breaker`"""
    words = untied.journey.need[:80] if untied.readable else _("confidential")
    return f"{show(untied.journey.number)} · {words}"
