"""The page of the person on site. Its script keeps what is recorded while there is no network."""

from __future__ import annotations

import base64
from pathlib import Path

from django.contrib.staticfiles import finders
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wellkept.files.downloads import as_download
from wellkept.journey_page.visit_site import content_of, state_in_words, words_for_the_script
from wellkept.journeys.commands.details import note_reading
from wellkept.kernel.refusal import Refusal, missing
from wellkept.visits import queries
from wellkept.visits.commands import keep_record
from wellkept.web import access
from wellkept.web.visits.record_form import RecordForm


@access.page
@require_safe
def site(request: HttpRequest, visit: int) -> HttpResponse:
    """Show the page of a visit. Reading that of a confidential journey is an event."""
    by = access.actor(request)
    row = queries.visit(visit, by=by)
    if row.journey.confidential and not access.is_live(request):
        note_reading(journey=row.journey_id, by=by)
    context = {
        "row": row,
        "site": content_of(row, by=by),
        "words": words_for_the_script(),
    }
    return render(request, "web/visits/site.html", context)


@access.page
@require_safe
def device(request: HttpRequest) -> JsonResponse:
    """Give a device the key under which it keeps what is not sent yet, and the token for what it sends."""
    key = _device_key(access.actor(request).as_staff())
    return JsonResponse({"key": key, "csrf": get_token(request)})


@access.page
@require_safe
def state(request: HttpRequest, visit: int) -> JsonResponse:
    """Say how the visit is now."""
    row = queries.visit(visit, by=access.actor(request))
    return JsonResponse(
        {
            "seen": row.sequence,
            "is_on": row.state in ("fixed", "done"),
            "words": state_in_words(row),
        }
    )


@access.page
@require_POST
def records(request: HttpRequest, visit: int) -> JsonResponse:
    """Keep one record that the device sends. Sent again, it is the same one."""
    form = RecordForm(request.POST, request.FILES)
    # The form's own widgets give no time zone: a device says its times in UTC.
    with timezone.override("UTC"):
        form.full_clean()
    try:
        kept = keep_record(visit=visit, new=form.record(), by=access.actor(request))
    except (Refusal, IntegrityError) as no:
        refusal = access.refusal_of(no)
        return JsonResponse({"code": refusal.code, "words": refusal.in_words()}, status=refusal.status)
    return JsonResponse({"record": kept.pk, "state": kept.state, "conflict": kept.conflict})


@access.page
@require_safe
def file(request: HttpRequest, visit: int, record: int) -> HttpResponseBase:
    """Send the photograph or signature of a record."""
    by = access.actor(request)
    row = queries.visit(visit, by=by)
    kept = queries.record_of(row.pk, record).file
    if kept is None:
        raise missing("file", _("There is no such file."))
    if row.journey.confidential:
        note_reading(journey=row.journey_id, by=by)
    return as_download(kept, show=True)


@access.page
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Send the script that opens the page without the network. Its address is its scope."""
    path = finders.find("web/site_worker.js")
    if not isinstance(path, str):
        raise missing("page", _("There is nothing at this address."))
    return HttpResponse(Path(path).read_bytes(), content_type="text/javascript")


def _device_key(person: int) -> str:
    """The key under which a device of this person keeps what is not sent yet.

    The device has it while the person is signed in. Without it, nobody reads what waits there.
    """
    digest = salted_hmac("wellkept.visits.device", str(person), algorithm="sha256").digest()
    return base64.b64encode(digest).decode()
