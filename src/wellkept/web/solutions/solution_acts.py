"""Solutions in the customer's words: one of them, and the acts on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wellkept.people.rights import admin_only, is_admin
from wellkept.solutions import commands, queries
from wellkept.solutions.catalogue_details import SOLUTION
from wellkept.web import access, form_page
from wellkept.web.solutions.forms import SolutionForm

if TYPE_CHECKING:
    from wellkept.solutions.models import Solution


@access.page
@require_safe
def one(request: HttpRequest, solution: int) -> HttpResponse:
    """Show a solution with its products."""
    context = {"row": queries.solution(solution), "may": is_admin(access.actor(request))}
    return render(request, "web/solutions/solution.html", context)


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add a solution."""
    by = access.actor(request)
    admin_only(by)
    form = SolutionForm(request.POST if request.method == "POST" else None, {})
    added: list[Solution] = []
    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("New solution"), _("Add it"), lead=_("In the words of those who need it.")),
        back="/solutions",
        act=lambda: added.append(
            commands.add_solution(details=form.details, expert=form.cleaned_data["expert"], by=by)
        ),
        to=lambda: f"/solutions/{added[0].pk}",
        words=_("Added."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, solution: int) -> HttpResponse:
    """Change its words, or who knows the answers."""
    by, row = access.actor(request), queries.solution(solution)
    admin_only(by)
    initial: dict[str, object] = {name: getattr(row, name) for name in SOLUTION}
    form = SolutionForm(
        request.POST if request.method == "POST" else None, initial | {"expert": row.expert_id}
    )
    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("Change %(name)s") % {"name": row.name}, _("Save")),
        back=f"/solutions/{row.pk}",
        act=lambda: commands.change_solution(
            solution=row.pk, details=form.details, expert=form.cleaned_data["expert"], by=by
        ),
        words=_("Saved."),
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def ending(request: HttpRequest, solution: int) -> HttpResponse:
    """Take a solution out of the catalogue, or in again."""
    by, row = access.actor(request), queries.solution(solution)
    admin_only(by)
    ends = row.ended_at is None
    return form_page.ask(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        form_page.Dialog(
            (_("Take %(name)s out of the catalogue") if ends else _("Take %(name)s in again"))
            % {"name": row.name},
            _("Take it out") if ends else _("Take it in again"),
            lead=_("Its products stay.") if ends else "",
        ),
        back=f"/solutions/{row.pk}",
        act=lambda: commands.end_solution(solution=row.pk, ended=ends, by=by),
        words=_("Saved."),
    )
