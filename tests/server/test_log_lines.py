"""A line of the log names a failure and quotes nobody, however the failure gets there."""

from __future__ import annotations

import io
import logging
import subprocess
import sys
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from tests.events.test_fault_words import FAULTS, WORD

pytestmark = pytest.mark.django_db(transaction=True)


def met(name: str) -> Exception:
    fail, _words = FAULTS[name]
    try:
        with transaction.atomic():
            fail(WORD)
    except Exception as fault:
        return fault
    raise AssertionError


def behind(fault: Exception, by: type[Exception] = RuntimeError) -> Exception:
    """Another failure, of which this one is the cause."""
    try:
        raise by(f"It said {WORD}") from fault
    except Exception as other:
        return other


def logged(write: Callable[[logging.Logger], None]) -> str:
    """Give the text of the log, by the filters and the format of the settings."""
    wanted = settings.LOGGING["handlers"]["console"]
    log, stream = logging.Logger("wellkept.tried"), io.StringIO()
    handler = logging.StreamHandler(stream)
    for name in wanted["filters"]:
        handler.addFilter(import_string(settings.LOGGING["filters"][name]["()"])())
    form = settings.LOGGING["formatters"][wanted["formatter"]]
    handler.setFormatter(import_string(form["()"])(form["format"]))
    log.addHandler(handler)
    write(log)
    return stream.getvalue()


WAYS: dict[str, Callable[[logging.Logger, Exception], None]] = {
    "with its traceback": lambda log, fault: log.error("It failed for %s", 7, exc_info=fault),
    "in the message": lambda log, fault: log.warning("It failed: %s", fault),
    "among others": lambda log, fault: log.warning("%s failed: %r, with token=abcdefghij", "It", fault),
    "as the message": lambda log, fault: log.error(fault),
    "behind another": lambda log, fault: log.error("It failed", exc_info=behind(fault)),
    "behind an outage": lambda log, fault: log.error(
        "It failed", exc_info=behind(behind(OSError(28, WORD)), KeyError)
    ),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", FAULTS)
def test_a_line_of_the_log_has_the_name_of_a_failure_and_no_values(name: str, way: str) -> None:
    line = logged(lambda log: WAYS[way](log, met(name)))
    assert WORD not in line
    assert (FAULTS[name][1] if way != "behind an outage" else "the disk is full") in line


def test_the_places_of_a_failure_and_its_causes_stay_in_the_log() -> None:
    lines = logged(lambda log: log.error("It failed", exc_info=behind(met("a number"))))
    assert lines.count("Traceback (most recent call last):") == 2
    assert "in a_number" in lines
    assert "ValueError" in lines
    assert lines.splitlines()[-1].startswith("    | RuntimeError")


PROGRAM = """
import click, threading
from wellkept.cli import start

@click.command()
def fails():
    other = threading.Thread(target=lambda: int("Quittenmus"))
    other.start()
    other.join()
    raise ValueError("Quittenmus")

start(fails, name="fails")
"""


def test_a_command_that_fails_says_where_and_quotes_nobody() -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.count("Traceback (most recent call last):") == 2
    assert ended.stderr.count("ValueError") == 2
    assert WORD not in ended.stdout + ended.stderr
