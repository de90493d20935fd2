"""Files on the customer's page."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from wellkept.files.downloads import as_download
from wellkept.kernel.refusal import missing
from wellkept.portal.content.history import files_of
from wellkept.portal.content.journey import customer_record
from wellkept.portal.views.my_page import the_page
from wellkept.portal.visit import Visit, door


@door("GET")
def file(request: HttpRequest, visit: Visit, file: int) -> HttpResponseBase:
    """Send one file. Files of other people do not exist here."""
    record = customer_record(visit.journey, visit.contact, by=visit.actor)
    row = next((row for row in files_of(record) if row.pk == file), None)
    if row is None:
        return the_page(request, visit, refusal=missing("file", _("There is no such file.")))
    return as_download(row)
