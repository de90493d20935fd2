"""Discounts that people may give without approval, and who sees costs and margins."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from wellkept.kernel.text import Text
from wellkept.people import commands, queries
from wellkept.people.rights import admin_only
from wellkept.web import access, form_page


def _limit(label: Text, help_text: Text) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=help_text, min_value=0, max_value=100, max_digits=5, decimal_places=2,
        localize=False, required=False,
    )  # fmt: skip


class SalesRightsForm(forms.Form):
    """Discount limit of one person, and whether they see costs."""

    use_required_attribute = False
    discount_limit = _limit(
        gettext_lazy("Discount limit in percent"), gettext_lazy("Empty: the company's usual limit counts.")
    )
    sees_costs = forms.BooleanField(label=gettext_lazy("Sees costs and margins"), required=False)


class UsualLimitForm(forms.Form):
    """Discount limit of everybody without one of their own."""

    use_required_attribute = False
    discount_limit = _limit(
        gettext_lazy("Usual discount limit in percent"), gettext_lazy("Empty: everybody gives any discount.")
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def of_a_person(request: HttpRequest, person: int) -> HttpResponse:
    """Set the discount limit of a colleague, and whether they see costs."""
    by, row = access.actor(request), queries.person(person)
    form_page.before_showing(request, lambda: admin_only(by))
    form = SalesRightsForm(
        request.POST if request.method == "POST" else None,
        initial={"discount_limit": row.discount_limit, "sees_costs": row.sees_costs},
    )
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("Discounts and costs: %(name)s") % {"name": row.name},
            _("Save"),
            lead=_("A quote beyond the limit is sent after somebody with a higher one approved it."),
        ),
        back=f"/people/{row.pk}",
        act=lambda: commands.set_sales_rights(person=row.pk, by=by, **form.cleaned_data),
        words=_("Saved."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def usual(request: HttpRequest) -> HttpResponse:
    """Set the usual discount limit of the company."""
    by = access.actor(request)
    form_page.before_showing(request, lambda: admin_only(by))
    form = UsualLimitForm(
        request.POST if request.method == "POST" else None,
        initial={"discount_limit": queries.company().discount_limit},
    )
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("Usual discount limit"),
            _("Save"),
            lead=_("It counts for everybody without a limit of their own, which you set on their page."),
        ),
        back="/people",
        act=lambda: commands.set_usual_discount_limit(by=by, **form.cleaned_data),
        words=_("Saved."),
    )
