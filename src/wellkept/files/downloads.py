"""Send a file to a browser so that nothing in it can run there."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from wellkept.files import folder
from wellkept.files.models import StoredFile
from wellkept.files.rules import PICTURES, shown_name

SANDBOX = "default-src 'none'; sandbox"


def as_download(file: StoredFile, *, show: bool = False) -> FileResponse:
    """Send the content as a download; with `show`, photographs appear in the page instead."""
    drawn = show and file.media_type in PICTURES
    response = FileResponse(
        folder.open_content(file.sha256),
        as_attachment=not drawn,
        filename=shown_name(file.name),
        content_type=file.media_type if drawn else "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def as_pdf(content: bytes, *, name: str) -> HttpResponse:
    """Send a paper of ours: browsers show it, and keep it under this name."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, shown_name(f"{name}.pdf")) or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response
