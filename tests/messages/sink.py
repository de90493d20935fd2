"""Mail server on the loopback that keeps mails or answers as configured."""

from __future__ import annotations

import email
import email.policy
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from wellkept.installation.environment import MailAccount


@dataclass
class Sink:
    """Received mails, and the configured answers by recipient and after the data."""

    mails: list[EmailMessage] = field(default_factory=list)
    recipients: dict[str, str] = field(default_factory=dict)
    otherwise: str = "250 ok"  # the answer to every other recipient
    after_data: str = "250 taken"
    account: MailAccount = field(default_factory=lambda: MailAccount("127.0.0.1", 1, "", "", False, False))

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        answer = self.recipients.get(address, self.otherwise)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.after_data.startswith("250"):
            content = envelope.content
            raw = content if isinstance(content, bytes) else (content or "").encode()
            message = email.message_from_bytes(raw, policy=email.policy.default)
            assert isinstance(message, EmailMessage)
            self.mails.append(message)
        return self.after_data


@contextmanager
def smtp_sink() -> Iterator[Sink]:
    sink = Sink()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        sink.account = MailAccount("127.0.0.1", port, "", "", False, False)
        yield sink
    finally:
        controller.stop()
