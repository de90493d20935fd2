"""Undo a merge: show what goes back and what stays, then do it in one step."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wellkept.duplicates.commands.undo import undo
from wellkept.duplicates.queries import merges
from wellkept.web import access


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def undoing(request: HttpRequest, merge: int) -> HttpResponse:
    """Show the effect first; POST undoes the merge."""
    by = access.actor(request)
    if request.method == "POST":
        row = undo(merge=merge, by=by)
        named = merges.merge_with_names(row.pk)
        return access.done(
            request,
            f"/customers/{row.away_id}",
            _("%(away)s and %(keep)s are separate again.")
            % {"away": named.away.name, "keep": named.keep.name},
        )
    by.as_staff()
    context = {"section": "customers", "what": merges.undo_preview(merge, by=by)}
    return render(request, "web/duplicates/undoing.html", context)
