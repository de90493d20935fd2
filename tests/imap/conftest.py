"""Fixtures for tests of incoming mail: an IMAP server of their own, and the small company that reads it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.imap.dovecot import Dovecot, dovecot


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Dovecot]:
    """A server with IDLE, whose authority is believed."""
    with dovecot() as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.authority))
        yield server
