"""Sites of a customer."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from wellkept.customers import commands, queries
from wellkept.kernel.text_fields import LineField
from wellkept.kernel.wording import locale
from wellkept.web import access, form_page
from wellkept.web.setup.views import countries


class SiteForm(forms.Form):
    """A place."""

    street = LineField(label=gettext_lazy("Street and number"), max_length=200)
    postcode = LineField(label=gettext_lazy("Postcode"), required=False, max_length=20)
    city = LineField(label=gettext_lazy("Place"), required=False, max_length=100)
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    label = LineField(
        label=gettext_lazy("What it is"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("The shop, the warehouse, the flat on the left."),
    )

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, str] | None = None) -> None:
        super().__init__(data, initial=initial)
        field = self.fields["country"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = countries(locale())


class CloseForm(forms.Form):
    """A site is closed: the reason."""

    why = LineField(label=gettext_lazy("Why?"), max_length=300)


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def sites(request: HttpRequest, customer: int) -> HttpResponse:
    """Add a site."""
    row = queries.customer(customer)
    form = SiteForm(request.POST or None, initial={"country": row.country})
    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("A site of %(name)s") % {"name": row.name}, _("Add")),
        back=f"/customers/{row.pk}",
        act=lambda: commands.add_site(customer=row.pk, by=access.actor(request), **form.cleaned_data),
        words=_("The site is added; it finds the customer from now on."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def site(request: HttpRequest, customer: int, site: int) -> HttpResponse:
    """Change a site. The old address stays a reference."""
    row = queries.site(site)
    names = tuple(SiteForm.base_fields)
    form = SiteForm(request.POST or None, initial={name: getattr(row, name) for name in names})
    return form_page.ask(
        request,
        form,
        form_page.Dialog(str(row), _("Save"), lead=_("The old address keeps finding them.")),
        back=f"/customers/{row.customer_id}",
        act=lambda: commands.change_site(
            site=site,
            by=access.actor(request),
            **{
                name: form.cleaned_data[name] or getattr(row, name)
                if name == "country"
                else form.cleaned_data[name]
                for name in names
                if form.cleaned_data[name] != getattr(row, name)
            },
        ),
        words=_("Saved."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def closing(request: HttpRequest, customer: int, site: int) -> HttpResponse:
    """Close a site. Its history stays."""
    row = queries.site(site)
    form = CloseForm(request.POST or None)
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("Close %(place)s") % {"place": row},
            _("Close the site"),
            lead=_("What was done there stays, and its street keeps finding them."),
        ),
        back=f"/customers/{row.customer_id}",
        act=lambda: commands.close_site(site=site, by=access.actor(request), **form.cleaned_data),
        words=_("The site is closed."),
    )


@access.page
@require_POST
def opening(request: HttpRequest, customer: int, site: int) -> HttpResponse:
    """Open a closed site again."""
    row = commands.open_site_again(site=site, by=access.actor(request))
    return access.done(request, f"/customers/{row.customer_id}", _("The site is open again."))
