"""Entities: who sells, and what stands on their letters and papers."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wellkept.entities import commands, queries, rules
from wellkept.entities.letterhead import DETAILS
from wellkept.kernel.money import digits
from wellkept.kernel.refusal import refuse
from wellkept.orders.payment_terms import WHEN_BILLED
from wellkept.people import queries as people
from wellkept.people.rights import admin_only, is_admin
from wellkept.web import access, form_page
from wellkept.web.entities.forms import DetailsForm, EndForm, UsualTermsForm

if TYPE_CHECKING:
    from wellkept.entities.models import Entity


@access.page
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Show all entities; where there is one, that one."""
    rows = queries.entities()
    if len(rows) == 1:
        return HttpResponseRedirect(_place(rows[0]))
    return render(request, "web/entities/list.html", {"rows": rows, "may": is_admin(access.actor(request))})


@access.page
@require_safe
def one(request: HttpRequest, entity: int) -> HttpResponse:
    """Show an entity: its details as papers have them, and its accounts."""
    row = queries.entity(entity)
    accounts = [
        (
            account,
            rules.cannot_prefer(account) is None and not account.preferred,
            rules.cannot_close(account) is None,
        )
        for account in row.accounts.all()
    ]
    several = len(queries.entities()) > 1
    context = {
        "row": row,
        "papers_in": dict(settings.LANGUAGES).get(row.language, row.language),
        "lines": queries.legal_lines(row),
        "accounts": accounts,
        "several": several,
        "bill_on": WHEN_BILLED[row.bill_on],
        "may": is_admin(access.actor(request)),
        "may_be_usual": not row.usual and rules.cannot_be_usual(row) is None,
        "may_end": rules.cannot_end(row) is None,
    }
    return render(request, "web/entities/one.html", context)


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add an entity."""
    by = access.actor(request)
    admin_only(by)
    company = people.company()
    form = DetailsForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(company, name) for name in ("country", "language", "currency")},
    )
    added: list[Entity] = []
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("Another entity"),
            _("Add it"),
            lead=_(
                "A company of its own that sells, with its own papers. For another place or brand it is not needed."
            ),
        ),
        back="/entities",
        act=lambda: added.append(commands.add_entity(details=form.details, by=by)),
        to=lambda: _place(added[0]),
        words=_("Added."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, entity: int) -> HttpResponse:
    """Change what stands on papers of an entity."""
    by, row = access.actor(request), queries.entity(entity)
    admin_only(by)
    form = DetailsForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(row, name) for name in DETAILS},
    )
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("What stands on papers"), _("Save"), lead=_("Papers that were sent keep what they said.")
        ),
        back=_place(row),
        act=lambda: commands.change_entity(entity=row.pk, by=by, **form_page.changed(form, row, DETAILS)),
        words=_("Saved."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest, entity: int) -> HttpResponse:
    """Set the terms of payment with which new agreements begin."""
    by, row = access.actor(request), queries.entity(entity)
    admin_only(by)
    form = UsualTermsForm(
        request.POST if request.method == "POST" else None,
        initial={
            "bill_on": row.bill_on,
            "due_days": row.due_days,
            "deposit_share": digits(row.deposit_share) if row.deposit_share else None,
        },
    )
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("Usual terms of payment"),
            _("Save"),
            lead=_("New agreements and quotes begin with them. What was agreed stays as it is."),
        ),
        back=_place(row),
        act=lambda: commands.set_usual_terms(
            entity=row.pk,
            bill_on=form.cleaned_data["bill_on"],
            due_days=form.cleaned_data["due_days"],
            deposit_share=form.cleaned_data["deposit_share"] or Decimal(0),
            by=by,
        ),
        words=_("Saved."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def usual(request: HttpRequest, entity: int) -> HttpResponse:
    """Make this entity the usual one."""
    by, row = access.actor(request), queries.entity(entity)
    admin_only(by)
    refuse(rules.cannot_be_usual(row))
    return form_page.ask(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        form_page.Dialog(
            _("Make %(name)s the usual entity") % {"name": row.name},
            _("Make it the usual one"),
            lead=_("New papers are from it where no other is chosen."),
        ),
        back=_place(row),
        act=lambda: commands.make_usual(entity=row.pk, by=by),
        words=_("%(name)s is the usual entity now.") % {"name": row.name},
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def ending(request: HttpRequest, entity: int) -> HttpResponse:
    """End an entity."""
    by, row = access.actor(request), queries.entity(entity)
    admin_only(by)
    refuse(rules.cannot_end(row))
    form = EndForm(request.POST if request.method == "POST" else None)
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("End %(name)s") % {"name": row.name},
            _("End it"),
            lead=_("It sells nothing new. What it agreed to and billed stays as it is."),
            danger=True,
        ),
        back=_place(row),
        act=lambda: commands.end_entity(entity=row.pk, why=form.cleaned_data["why"], by=by),
        words=_("%(name)s has ended.") % {"name": row.name},
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def returned(request: HttpRequest, entity: int) -> HttpResponse:
    """Take an entity up again that has ended."""
    by, row = access.actor(request), queries.entity(entity)
    admin_only(by)
    refuse(rules.cannot_take_up_again(row))
    return form_page.ask(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        form_page.Dialog(_("Take %(name)s up again") % {"name": row.name}, _("Take it up again")),
        back=_place(row),
        act=lambda: commands.take_up_again(entity=row.pk, by=by),
        words=_("%(name)s sells again.") % {"name": row.name},
    )


def _place(row: Entity) -> str:
    return f"/entities/{row.pk}"
