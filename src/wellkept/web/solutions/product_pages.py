"""Products: the catalogue, and one product with its options, rules and prices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wellkept.orders.queries import drafts_of
from wellkept.people.rights import admin_only, is_admin
from wellkept.solutions import commands, queries
from wellkept.solutions.catalogue_details import PRODUCT
from wellkept.web import access, form_page
from wellkept.web.solutions.choice import choice_of
from wellkept.web.solutions.forms import ProductForm

if TYPE_CHECKING:
    from wellkept.solutions.models import Product


@access.page
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Show the catalogue: solutions with their products, and products of none."""
    rows = queries.products()
    context = {
        "solutions": queries.solutions(),
        "others": [row for row in rows if row.solution_id is None or row.ended_at is not None],
        "is_empty": not rows,
        "may": is_admin(access.actor(request)),
    }
    return render(request, "web/solutions/list.html", context)


@access.page
@require_safe
def one(request: HttpRequest, product: int) -> HttpResponse:
    """Show a product. What is ticked in its guided choice stands in the address."""
    by, row = access.actor(request), queries.product(product)
    names = {option.key: option.name for option in row.options.all()}
    context = {
        "row": row,
        "options": row.options.all(),
        "rules": [
            (
                rule,
                [names.get(key, key) for key in rule.options],
                [names.get(key, key) for key in rule.others],
            )
            for rule in row.rules.all()
            if rule.ended_at is None
        ],
        "prices": queries.prices(row.pk),
        "choice": None if row.ended_at else choice_of(row.pk, request.GET),
        "drafts": [] if row.ended_at else drafts_of(by.person),
        "may": is_admin(by),
    }
    return render(request, "web/solutions/product.html", context)


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add a product."""
    by = access.actor(request)
    admin_only(by)
    initial: dict[str, object] = {"solution_id": request.GET.get("solution")}
    form = ProductForm(request.POST if request.method == "POST" else None, initial=initial, is_new=True)
    added: list[Product] = []
    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("New product"), _("Add it")),
        back="/solutions",
        act=lambda: added.append(
            commands.add_product(key=form.cleaned_data["key"], details=form.details, by=by)
        ),
        to=lambda: f"/products/{added[0].pk}",
        words=_("Added. Now its price."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, product: int) -> HttpResponse:
    """Change details of a product."""
    by, row = access.actor(request), queries.product(product)
    admin_only(by)
    form = ProductForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(row, name) for name in PRODUCT},
        is_new=False,
    )
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("Change %(name)s") % {"name": row.name},
            _("Save"),
            lead=_("What was quoted and agreed keeps its words."),
        ),
        back=f"/products/{row.pk}",
        act=lambda: commands.change_product(product=row.pk, details=form.details, by=by),
        words=_("Saved."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def ending(request: HttpRequest, product: int) -> HttpResponse:
    """Take a product out of the catalogue, or in again."""
    by, row = access.actor(request), queries.product(product)
    admin_only(by)
    ends = row.ended_at is None
    return form_page.ask(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        form_page.Dialog(
            (_("Take %(name)s out of the catalogue") if ends else _("Take %(name)s in again"))
            % {"name": row.name},
            _("Take it out") if ends else _("Take it in again"),
            lead=_("It is sold no more. What was agreed stays as it is.") if ends else "",
        ),
        back=f"/products/{row.pk}",
        act=lambda: commands.end_product(product=row.pk, ended=ends, by=by),
        words=_("Saved."),
    )
