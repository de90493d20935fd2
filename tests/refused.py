"""A refused act: its code, and no trace of it in the log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from wellkept.events.models import Event
from wellkept.kernel.refusal import Refusal


@contextmanager
def refused(code: str) -> Iterator[None]:
    """The block ends with the refusal of this code, and records nothing."""
    before = Event.objects.count()
    with pytest.raises(Refusal) as refusal:
        yield
    assert refusal.value.code == code
    assert Event.objects.count() == before
