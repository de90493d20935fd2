"""The weekly sample: did our rules set aside something that was meant for us?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wellkept.intake import samples
from wellkept.intake.commands import samples as sampling
from wellkept.web import access


@access.page
@require_safe
def sample(request: HttpRequest) -> HttpResponse:
    """Show a sample of what my rules set aside, with one question each."""
    me = access.actor(request).as_staff()
    context = {
        "section": "intake",
        "rows": samples.to_look_at(me),
        "said": samples.looked_at(me),
        "sample": samples.sample_of(me),
        "tallies": [tally for tally in samples.tallies() if tally.rule.answerable_id == me],
    }
    return render(request, "web/intake/sample.html", context)


@access.page
@require_POST
def right(request: HttpRequest, item: int) -> HttpResponse:
    """Confirm that it was rightly set aside."""
    sampling.set_aside_rightly(item=item, by=access.actor(request))
    return access.done(request, "/intake/sample")


@access.page
@require_POST
def wrong(request: HttpRequest, item: int) -> HttpResponse:
    """Put it back into Intake: it was meant for us."""
    sampling.set_aside_wrongly(item=item, by=access.actor(request))
    return access.done(
        request, "/intake/sample", _("It waits in intake again, with you, and counts against the rule.")
    )
