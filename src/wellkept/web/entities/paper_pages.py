"""Look and words of an entity's papers, with a sample of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wellkept.entities import commands, queries
from wellkept.entities.paper_frame import look_of
from wellkept.entities.paper_sample import sample_paper
from wellkept.entities.paper_texts import KINDS, PLACES
from wellkept.files.downloads import as_pdf
from wellkept.kernel import clock, wording
from wellkept.kernel.refusal import Refusal
from wellkept.papers.look import MOST_BYTES
from wellkept.papers.typesetter import set_paper
from wellkept.people import queries as people
from wellkept.people.rights import admin_only, is_admin
from wellkept.web import access, form_page
from wellkept.web.entities.forms import PaperTextForm

if TYPE_CHECKING:
    from wellkept.entities.models import Entity


@access.page
@require_safe
def every(request: HttpRequest, entity: int) -> HttpResponse:
    """Show the logo, and each kind of paper in each language with a sample."""
    return _shown(request, queries.entity(entity))


@access.page
@require_http_methods(["POST"])
def logo(request: HttpRequest, entity: int) -> HttpResponse:
    """Choose the picture at the top of papers, or take it away."""
    by, row = access.actor(request), queries.entity(entity)
    admin_only(by)
    sent = request.FILES.get("logo")
    if sent is None and "none" not in request.POST:
        return _shown(request, row, _("Choose a picture first."))
    try:
        commands.choose_logo(
            entity=row.pk,
            name=sent.name or "" if sent else "",
            content=sent.read(MOST_BYTES + 1) if sent else b"",
            by=by,
        )
    except Refusal as refusal:
        return _shown(request, row, refusal.in_words())
    messages.success(request, _("New papers look like this.") if sent else _("Papers show the name again."))
    return HttpResponseRedirect(f"/entities/{row.pk}/papers", status=303)


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, entity: int, kind: str, language: str) -> HttpResponse:
    """Write what papers of a kind say at the beginning and at the end."""
    by, row = access.actor(request), queries.entity(entity)
    admin_only(by)
    _known(kind, language)
    form = PaperTextForm(
        request.POST if request.method == "POST" else None,
        KINDS[kind],
        language,
        queries.paper_text(row.pk, kind, language),
    )
    places = ", ".join(f"{{{place}}} ({PLACES[place]})" for place in KINDS[kind].places)
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("%(paper)s, in %(language)s")
            % {"paper": KINDS[kind].title, "language": wording.language_name(language)},
            _("Save"),
            lead=_(
                "Left empty, it says what stands there in grey. In curly brackets you can write: %(places)s."
            )
            % {"places": places},
        ),
        back=f"/entities/{row.pk}/papers",
        act=lambda: commands.set_paper_text(
            entity=row.pk, kind=kind, language=language, by=by, **form.cleaned_data
        ),
        words=_("Saved. Look at the sample."),
    )


@access.page
@require_safe
def sample(request: HttpRequest, entity: int, kind: str, language: str) -> HttpResponse:
    """Set a sample of this paper, with an invented customer."""
    row = queries.entity(entity)
    _known(kind, language)
    person = people.person(access.actor(request).as_staff())
    done = set_paper(sample_paper(row, kind, language, person), at=clock.now(), look=look_of(row))
    return as_pdf(done.pdf, name=f"{kind} {language}")


def _shown(request: HttpRequest, row: Entity, refusal: str = "") -> HttpResponse:
    own = queries.own_paper_texts(row.pk)
    context = {
        "row": row,
        "papers": [
            (key, kind.title, [(code, name, (key, code) in own) for code, name in settings.LANGUAGES])
            for key, kind in KINDS.items()
        ],
        "refusal": refusal,
        "may": is_admin(access.actor(request)) and row.ended_at is None,
    }
    return render(request, "web/entities/papers.html", context, status=422 if refusal else 200)


def _known(kind: str, language: str) -> None:
    if kind not in KINDS or language not in dict(settings.LANGUAGES):
        raise Http404
