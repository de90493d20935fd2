"""Mail server on the loopback that keeps mails or answers as configured."""

from __future__ import annotations

import asyncio
import email
import email.policy
import socket
import threading
import time
from collections.abc import Callable, Iterator
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
    share: int = 0  # mails that one connection carries; 0 for any number
    meanwhile: Callable[[], None] | None = None  # what happens while a letter is being taken
    begun: dict[int, int] = field(default_factory=dict)
    account: MailAccount = field(default_factory=lambda: MailAccount("127.0.0.1", 1, "", "", False, False))

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        begun = self.begun.setdefault(id(session), 0)
        if self.share and begun >= self.share:
            return "421 4.7.0 Too many messages in this connection"
        self.begun[id(session)] += 1
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 ok"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        answer = self.recipients.get(address, self.otherwise)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.meanwhile is not None:
            await asyncio.get_running_loop().run_in_executor(None, self.meanwhile)
        if self.after_data.startswith("250"):
            content = envelope.content
            raw = content if isinstance(content, bytes) else (content or "").encode()
            message = email.message_from_bytes(raw, policy=email.policy.default)
            assert isinstance(message, EmailMessage)
            self.mails.append(message)
        return self.after_data


@contextmanager
def smtp_sink(port: int | None = None) -> Iterator[Sink]:
    sink = Sink()
    port = port or free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        sink.account = MailAccount("127.0.0.1", port, "", "", False, False)
        yield sink
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def unwilling_server(port: int, greeting: bytes = b"") -> Iterator[list[float]]:
    """Server that greets with this refusal, or says nothing. Gives the time of each connection."""
    connections: list[float] = []
    held: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", port)) as server:

        def serve() -> None:
            while True:
                try:
                    client, _ = server.accept()
                except OSError:
                    return
                connections.append(time.monotonic())
                if greeting:
                    client.sendall(greeting)
                    client.close()
                else:
                    held.append(client)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield connections
        finally:
            server.shutdown(socket.SHUT_RDWR)
            server.close()
            thread.join(10)
            for client in held:
                client.close()
