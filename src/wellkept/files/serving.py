"""Sending a paper to a browser so that nothing in it can run there."""

from __future__ import annotations

from django.http import FileResponse

from wellkept.files import folder
from wellkept.files.models import Paper
from wellkept.files.rules import PICTURES

SANDBOX = "default-src 'none'; sandbox"


def as_download(paper: Paper, *, show: bool = False) -> FileResponse:
    """The content under its name, to be saved; with `show`, photographs appear in the page instead."""
    drawn = show and paper.media_type in PICTURES
    response = FileResponse(
        folder.open_content(paper.sha256),
        as_attachment=not drawn,
        filename=paper.name,
        content_type=paper.media_type if drawn else "application/octet-stream",
    )
    response["Content-Length"] = str(paper.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
