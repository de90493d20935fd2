"""Sign in to a mailbox, always over TLS."""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

from wellkept.imap.mailbox_problems import Trouble, trouble
from wellkept.kernel.text import fill

CONNECT, READ = 15.0, 60.0


@dataclass(frozen=True, slots=True)
class Door:
    """Address of a mailbox: host, login and folder. `proof`: password or oauth."""

    host: str
    port: int
    encryption: str
    login: str
    proof: str
    folder: str


@dataclass(frozen=True, slots=True)
class Tried:
    """Result of a trial: mails in the folder, unread ones, and whether the server reports new mail."""

    mails: int
    unread: int
    tells: bool
    moves: bool
    validity: int
    last_uid: int


@contextmanager
def signed_in(door: Door, key: str, *, wait: float = READ) -> Iterator[IMAPClient]:
    """Open the mailbox; `key` is the password or access token. Raises Trouble with a sentence."""
    client: IMAPClient | None = None
    try:
        try:
            client = _connected(door, wait)
            _sign_in(client, door, key)
        except Exception as fault:
            raise _said(fault, door) from fault
        yield client
    finally:
        if client is not None:
            _close(client)


def try_out(door: Door, key: str) -> Tried:
    """Sign in and look into the folder without changing it. Raises Trouble with a sentence."""
    with signed_in(door, key, wait=CONNECT) as client:
        try:
            opened = client.select_folder(door.folder, readonly=True)
            status = client.folder_status(door.folder, [b"UNSEEN"]) if opened else {}
            last = max((int(uid) for uid in client.search(["UID", "*"])), default=0)
        except (IMAPClientError, OSError) as fault:
            raise _no_folder(fault, door) from fault
        return Tried(
            mails=int(opened.get(b"EXISTS", 0)),
            unread=int(status.get(b"UNSEEN", 0)),
            tells=bool(client.has_capability("IDLE")),
            moves=bool(client.has_capability("MOVE") or client.has_capability("UIDPLUS")),
            validity=int(opened.get(b"UIDVALIDITY", 0)),
            last_uid=last,
        )


def _no_folder(fault: Exception, door: Door) -> Trouble:
    if isinstance(fault, IMAPClientError) and "select" in str(fault).lower():
        no_folder = fill(_("There is no folder “%(folder)s” in this mailbox."), folder=door.folder)
        return Trouble(no_folder, field="folder")
    return _said(fault, door)


def _connected(door: Door, wait: float) -> IMAPClient:
    context = ssl.create_default_context()
    client = IMAPClient(
        door.host,
        door.port,
        ssl=door.encryption == "tls",
        ssl_context=context if door.encryption == "tls" else None,
        timeout=SocketTimeout(min(wait, CONNECT), wait),
    )
    client.normalise_times = False
    if door.encryption == "starttls":
        try:
            client.starttls(ssl_context=context)
        except BaseException:
            _close(client)
            raise
    _notice_when_it_is_cut(client)
    return client


def _notice_when_it_is_cut(client: IMAPClient) -> None:
    """Enable TCP keepalive: while we wait for new mail, minutes pass without traffic."""
    with contextlib.suppress(OSError, AttributeError):
        line = client.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 60)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 15)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 4)


def _sign_in(client: IMAPClient, door: Door, key: str) -> None:
    if door.proof == "oauth":
        # Servers that know both mean the standard by the second.
        if client.has_capability("AUTH=OAUTHBEARER"):
            client.oauthbearer_login(door.login, key)
        else:
            client.oauth2_login(door.login, key)
    elif client.has_capability("AUTH=PLAIN"):
        client.plain_login(door.login, key)  # takes passwords in any script
    elif door.login.isascii() and key.isascii():
        client.login(door.login, key)
    else:
        raise LoginError("this server takes only letters without accents")


def _said(fault: BaseException, door: Door) -> Trouble:
    return trouble(fault, host=door.host, port=door.port, login=door.login, oauth=door.proof == "oauth")


def _close(client: IMAPClient) -> None:
    with contextlib.suppress(Exception):
        client.socket().settimeout(2)
        client.logout()
        return
    with contextlib.suppress(Exception):
        client.shutdown()
