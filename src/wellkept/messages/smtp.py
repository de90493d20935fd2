"""Hand mails to a mail server, and tell temporary from permanent failures."""

from __future__ import annotations

import re
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from types import TracebackType
from typing import Self

from wellkept.installation.environment import MailAccount
from wellkept.kernel.text import Text

TIMEOUT = 30  # seconds of timeout for each answer of the server


@dataclass(frozen=True, slots=True)
class Carried:
    """The server accepted the mail and is now responsible for it."""

    reply: str


@dataclass(frozen=True, slots=True)
class NotNow:
    """Temporary failure: the server is away or busy, or refuses our account, which we must correct."""

    reason: Text


@dataclass(frozen=True, slots=True)
class Away(NotNow):
    """The server takes no mail at all: it is away, hangs, or refuses us.

    `at_the_door`: it had not seen anything of the letter, so it is no fault of the letter.
    """

    at_the_door: bool = False


@dataclass(frozen=True, slots=True)
class Never:
    """Permanent failure: the server will never accept this mail for this address."""

    reason: Text


@dataclass(frozen=True, slots=True)
class NotFromUs(Never):
    """Permanent refusal that names neither the address nor the mail. If all are refused so, we must correct it."""


Outcome = Carried | NotNow | Never

# Refusals by their code (RFC 3463): of us, our network, the server's state or its policy. A mail that is too large
# (5.3.4), a wrong address (5.1), a mailbox (5.2) and a content (5.6) are of this letter alone.
_NOT_OF_THE_LETTER = re.compile(r"5\d\d[ -]5\.(?:[457]\.\d+|3\.(?!4\b)\d+)\b")
_WITH_REASON = re.compile(r"5\d\d[ -]5\.\d+\.\d+")
_CODES_OF_THE_LETTER = frozenset({550, 551, 552, 553, 555, 556})


class Session:
    """Connection for several mails, opened with the first and reopened after a failure."""

    def __init__(self, account: MailAccount, *, timeout: float = TIMEOUT) -> None:
        self._account = account
        self._patience = timeout
        self._server: smtplib.SMTP | None = None
        self._carried = 0  # mails that this connection has carried

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def carry(self, mail: EmailMessage, *, sender: str, to: str) -> Outcome:
        """Hand over one mail. Never raises for faults of the server or the network."""
        try:
            server = self._connected()
        except (smtplib.SMTPException, OSError, ssl.SSLError) as fault:
            self._close()
            return Away(_words(fault), at_the_door=True)
        try:
            try:
                server.send_message(mail, from_addr=sender, to_addrs=[to])
            except (smtplib.SMTPSenderRefused, smtplib.SMTPRecipientsRefused) as refused:
                if not (self._carried and _is_of_the_connection(refused)):
                    raise
                self._close()  # it has carried its share; nothing of this mail was sent
                self._connected().send_message(mail, from_addr=sender, to_addrs=[to])
        except smtplib.SMTPRecipientsRefused as fault:
            code, reply = next(iter(fault.recipients.values()), (0, b""))
            self._close()
            return _refused(code, reply)
        except smtplib.SMTPDataError as fault:
            self._close()
            return _refused(fault.smtp_code, fault.smtp_error)
        except smtplib.SMTPNotSupportedError as fault:
            self._close()
            # The server cannot handle a non-ASCII address; for an ASCII one, our configuration is wrong.
            return Never(str(fault)) if not to.isascii() else Away(str(fault))
        except (smtplib.SMTPException, OSError, ssl.SSLError) as fault:
            self._close()
            return Away(_words(fault))
        self._carried += 1
        return Carried("taken")

    def _connected(self) -> smtplib.SMTP:
        """Return the open connection, or connect and sign in."""
        if self._server is not None:
            try:
                if self._server.noop()[0] == 250:
                    return self._server
            except (smtplib.SMTPException, OSError):
                pass
            self._close()
        account = self._account
        if account.tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                account.host, account.port, timeout=self._patience, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(account.host, account.port, timeout=self._patience)
        self._server = server
        if account.starttls:
            server.starttls(context=ssl.create_default_context())
        if account.user:
            server.login(account.user, account.password)
        return server

    def _close(self) -> None:
        server, self._server, self._carried = self._server, None, 0
        if server is not None:
            try:
                server.quit()
            except (smtplib.SMTPException, OSError):
                server.close()


def _is_of_the_connection(refused: smtplib.SMTPSenderRefused | smtplib.SMTPRecipientsRefused) -> bool:
    """Whether the server takes no further mail by this connection, before it has seen anything of the mail."""
    if isinstance(refused, smtplib.SMTPSenderRefused):
        return 400 <= refused.smtp_code < 500
    return any(code == 421 for code, _reply in refused.recipients.values())


def _refused(code: int, reply: bytes | str) -> Outcome:
    """Classify a refusal by its code."""
    words = f"{code} {reply.decode('utf-8', 'replace') if isinstance(reply, bytes) else reply}".strip()
    if not 500 <= code < 600:
        return NotNow(words[:500])
    has_reason = _WITH_REASON.match(words)
    of_letter = not _NOT_OF_THE_LETTER.match(words) if has_reason else code in _CODES_OF_THE_LETTER
    return Never(words[:500]) if of_letter else NotFromUs(words[:500])


def _words(fault: Exception) -> str:
    """Word a fault."""
    if isinstance(fault, smtplib.SMTPResponseException):
        reply = fault.smtp_error
        text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
        return f"{fault.smtp_code} {text}"[:500]
    words = fault.strerror if isinstance(fault, OSError) else ""  # "Connection refused", without the number
    return (words or str(fault) or type(fault).__name__)[:500]
