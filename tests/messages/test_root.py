"""The day's root of all chains is mailed, and a chain can be checked against it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings
from tests import cast as casting
from tests.cast import Cast
from tests.messages.sink import smtp_sink

from wellkept.events.anchor import anchor
from wellkept.messages.commands import mail_anchor
from wellkept.verification.heads import Anchored
from wellkept.verification.queries import verify


@pytest.mark.django_db(transaction=True)
def test_the_root_is_mailed_with_the_same_id_at_every_attempt(
    cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    casting.opened(cast)
    taken = anchor(folder=tmp_path)
    with smtp_sink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = sink.account.host, sink.account.port
        mail_anchor(taken)
        mail_anchor(taken)
    first, again = sink.mails
    assert first["To"] == cast.ana.email
    assert first["Message-ID"] == again["Message-ID"]
    assert first["Auto-Submitted"] == "auto-generated"
    upto, root = first.get_content().strip().splitlines()[-1].split()
    assert (int(upto), bytes.fromhex(root)) == (taken.upto, taken.root)
    assert verify(against=Anchored(int(upto), bytes.fromhex(root))).broken is None
