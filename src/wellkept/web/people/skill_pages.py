"""Skills of a colleague."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from wellkept.people import commands, queries
from wellkept.people.rights import admin_only
from wellkept.web import access, form_page
from wellkept.web.form_fields import Text


class SkillsForm(forms.Form):
    use_required_attribute = False
    skills = Text(
        label=gettext_lazy("Skills"),
        help_text=gettext_lazy("Short words with a comma between them: heat pumps, welding."),
        rows=2,
        required=False,
    )


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def skills(request: HttpRequest, person: int) -> HttpResponse:
    """Settle what a colleague can do."""
    by, row = access.actor(request), queries.person(person)
    form_page.before_showing(request, lambda: admin_only(by))
    form = SkillsForm(request.POST if request.method == "POST" else None, initial={"skills": row.skills})
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("Skills: %(name)s") % {"name": row.name},
            _("Save"),
            lead=_("Whoever plans a visit finds people by them."),
        ),
        back=f"/people/{row.pk}",
        act=lambda: commands.set_skills(person=row.pk, by=by, **form.cleaned_data),
        words=_("Saved."),
    )
