"""Options of a product, and the rules between them."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellkept.people.rights import admin_only
from wellkept.solutions import commands, queries
from wellkept.solutions.catalogue_details import OPTION
from wellkept.web import access, form_page
from wellkept.web.solutions.forms import OptionForm, RuleForm


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, product: int) -> HttpResponse:
    """Add an option."""
    by, row = access.actor(request), queries.product(product)
    admin_only(by)
    initial: dict[str, object] = {"unit": row.unit, "tax": row.tax, "kind": row.kind, "months": row.months}
    form = OptionForm(request.POST if request.method == "POST" else None, initial=initial, is_new=True)
    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("Option of %(name)s") % {"name": row.name}, _("Add it")),
        back=f"/products/{row.pk}",
        act=lambda: commands.add_option(
            product=row.pk, key=form.cleaned_data["key"], details=form.details, by=by
        ),
        words=_("Added."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, option: int) -> HttpResponse:
    """Change details of an option."""
    by, row = access.actor(request), queries.option(option)
    admin_only(by)
    form = OptionForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(row, name) for name in OPTION},
        is_new=False,
    )
    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("Change %(name)s") % {"name": row.name}, _("Save")),
        back=f"/products/{row.product_id}",
        act=lambda: commands.change_option(option=row.pk, details=form.details, by=by),
        words=_("Saved."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def ending(request: HttpRequest, option: int) -> HttpResponse:
    """Take an option out, or in again."""
    by, row = access.actor(request), queries.option(option)
    admin_only(by)
    ends = row.ended_at is None
    return form_page.ask(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        form_page.Dialog(
            (_("Take %(name)s out") if ends else _("Take %(name)s in again")) % {"name": row.name},
            _("Take it out") if ends else _("Take it in again"),
        ),
        back=f"/products/{row.product_id}",
        act=lambda: commands.end_option(option=row.pk, ended=ends, by=by),
        words=_("Saved."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def new_rule(request: HttpRequest, product: int) -> HttpResponse:
    """Add a rule between options."""
    by, row = access.actor(request), queries.product(product)
    admin_only(by)
    form = RuleForm(request.POST if request.method == "POST" else None, row)
    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("Rule between options of %(name)s") % {"name": row.name}, _("Add it")),
        back=f"/products/{row.pk}",
        act=lambda: commands.add_rule(product=row.pk, details=form.details, by=by),
        words=_("Added."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def rule_ending(request: HttpRequest, option_rule: int) -> HttpResponse:
    """Take a rule out."""
    by, row = access.actor(request), queries.rule(option_rule)
    admin_only(by)
    return form_page.ask(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        form_page.Dialog(_("Take this rule out"), _("Take it out"), lead=row.sentence),
        back=f"/products/{row.product_id}",
        act=lambda: commands.end_rule(rule=row.pk, by=by),
        words=_("Saved."),
    )
