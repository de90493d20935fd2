"""Answers to requests that fail: an outage is said as one, and leaves one line in the log instead of a traceback."""

from __future__ import annotations

import logging
import sys
import threading
import time

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views.defaults import server_error

from wellkept.api import problems
from wellkept.kernel.fault_words import words_in_log
from wellkept.kernel.outage import AWAY, FULL, RETRY_AFTER, Outage, note_outage, outage_answered, outage_of
from wellkept.server.guard import without_values

BY_STATUS = {outage.status: outage for outage in (AWAY, FULL)}
PAUSE = 10.0  # seconds in which further lines of one logger about one outage are counted only


def answer(request: HttpRequest) -> HttpResponse:
    """Answer a request that failed (Django's handler500): 503 or 507 with a sentence, else our mistake."""
    outage = outage_of(sys.exc_info()[1])
    if outage is None:
        return server_error(request)
    if request.path.startswith("/api/"):
        return problems.of_outage(request, outage)
    note_outage(request, outage)
    return _page(request, outage)


def _page(request: HttpRequest, outage: Outage) -> HttpResponse:
    with translation.override(translation.get_language_from_request(request)):
        text = render_to_string("outage.html", {"outage": outage})
    response = HttpResponse(text, status=outage.status)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


class OutagesInOneLine(logging.Filter):
    """Log an outage as one line without traceback. While it lasts, a logger's further lines are counted only."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._latest: dict[tuple[str, str], float] = {}
        self._skipped: dict[tuple[str, str], int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        error = _error_in(record)
        outage = (
            outage_of(error)
            or outage_answered(getattr(record, "request", None))
            or BY_STATUS.get(getattr(record, "status_code", 0))
        )
        if outage is None:
            return True
        kind = (record.name, outage.code)
        with self._lock:
            if time.monotonic() - self._latest.get(kind, -PAUSE) < PAUSE:
                self._skipped[kind] = self._skipped.get(kind, 0) + 1
                return False
            self._latest[kind] = time.monotonic()
            skipped = self._skipped.pop(kind, 0)
        more = f" ({skipped} lines like this before it)" if skipped else ""
        record.msg, record.args = (
            f"{_first_line(without_values(record).getMessage())} [{outage.in_log}]{more}",
            (),
        )
        if error is not None and record.exc_info:
            record.msg += f": {type(error).__name__}: {words_in_log(error)}"
        record.exc_info = record.exc_text = None
        return True


def _error_in(record: logging.LogRecord) -> BaseException | None:
    """The error of a log record, given as such or among the arguments of its message."""
    if record.exc_info:
        return record.exc_info[1]
    arguments = record.args if isinstance(record.args, tuple) else ()
    return next((value for value in arguments if isinstance(value, BaseException)), None)


def _first_line(text: str) -> str:
    return (text.strip().splitlines() or [""])[0]
