"""A real IMAP server (Dovecot) of a test's own: on this machine, a free port, its own folder and certificate.

It starts as whoever runs the tests. As root its helpers run as the accounts that the package made, and mail belongs to
one of them; else everything is ours.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import pwd
import re
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from imapclient import IMAPClient

from tests.imap import certificates

PROGRAMS = ("/usr/sbin/dovecot", "/usr/local/sbin/dovecot")
LDA = ("/usr/lib/dovecot/dovecot-lda", "/usr/libexec/dovecot/dovecot-lda")
PASSWORD = "korrekt pferd ü"


@dataclass
class Dovecot:
    """One server. `login` is its one user; mails are delivered as a mail server would deliver them."""

    home: Path
    port: int
    plain_port: int
    authority: Path
    login: str = "office@lindenau.example"
    process: subprocess.Popen[bytes] | None = None
    expects: str = "PLAIN"

    def start(self) -> None:
        program = next(filter(os.path.isfile, PROGRAMS))
        self.process = subprocess.Popen(
            [program, "-F", "-c", str(self.home / "dovecot.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        for _ in range(200):
            try:
                with socket.create_connection(("127.0.0.1", self.plain_port), 0.2) as line:
                    line.settimeout(5)
                    if line.recv(100).startswith(b"* OK"):
                        return
            except OSError:
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"Dovecot does not start: {self.log()[-2000:]}")

    def stop(self) -> None:
        """Stop at once, with every connection."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def log(self) -> str:
        place = self.home / "log"
        return place.read_text(errors="replace") if place.exists() else ""

    def deliver(self, raw: bytes) -> None:
        """Deliver by the local delivery agent, as the provider's mail server does."""
        program = next(filter(os.path.isfile, LDA))
        done = subprocess.run(
            [program, "-c", str(self.home / "dovecot.conf"), "-d", self.login],
            input=raw, capture_output=True, check=False, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, (done, self.log()[-1500:])

    @contextmanager
    def inside(self) -> Iterator[IMAPClient]:
        """The mailbox as its owner sees it, by another program."""
        context = ssl.create_default_context(cafile=str(self.authority))
        with IMAPClient("localhost", self.port, ssl_context=context, timeout=20) as client:
            client.normalise_times = False
            client.plain_login(self.login, PASSWORD)
            yield client

    def put(self, *mails: bytes, folder: str = "INBOX") -> None:
        """Appended by another program of the owner."""
        with self.inside() as client:
            for raw in mails:
                client.append(folder, raw)

    def count(self, folder: str = "INBOX") -> int:
        with self.inside() as client:
            return int(client.folder_status(folder, [b"MESSAGES"])[b"MESSAGES"])

    def number_anew(self) -> None:
        """Another UIDVALIDITY, as after a mailbox was restored: the same mails under new numbers."""
        self.stop()
        for index in (self.home / "mail").rglob("dovecot*"):
            if index.is_file():
                index.unlink()
        time.sleep(1.1)  # the validity is a time in seconds
        self.start()

    def set_back(self, next_number: int) -> None:
        """Empty the folder and count on from this number under the same UIDVALIDITY, which no server should."""
        self.stop()
        place = next((self.home / "mail").rglob("dovecot-uidlist"))
        head, *_rows = place.read_text().splitlines()
        for index in (self.home / "mail").rglob("dovecot*"):
            if index.is_file():
                index.unlink()
        for mail in [*place.parent.glob("cur/*"), *place.parent.glob("new/*")]:
            mail.unlink()
        place.write_text(re.sub(r" N\d+", f" N{next_number}", head) + "\n")
        shutil.chown(place, place.parent.stat().st_uid, place.parent.stat().st_gid)
        self.start()


@contextmanager
def dovecot(
    *,
    capability: str = "",
    oauth: str = "",
    only: str = "",
    names: tuple[str, ...] = ("localhost",),
    lasts: timedelta = timedelta(days=2),
) -> Iterator[Dovecot]:
    """A running server. `capability` is all that it says it can do; at `oauth` it asks whether a token is good,
    in both ways that there are or `only` in one."""
    if not any(map(os.path.isfile, PROGRAMS)):
        pytest.fail("There is no IMAP server on this machine. On Debian: apt-get install dovecot-imapd")
    home = Path(tempfile.mkdtemp(prefix="wk-imap-", dir="/tmp"))
    try:
        home.chmod(0o755)
        authority = certificates.make(home, names=names, lasts=lasts)
        server = Dovecot(home, _free(), _free(), authority)
        _configure(server, capability=capability, oauth=oauth, only=only)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _free() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _configure(server: Dovecot, *, capability: str, oauth: str, only: str) -> None:
    home, root = server.home, os.geteuid() == 0
    mails_of = "dovecot" if root else getpass.getuser()
    account = pwd.getpwnam(mails_of)
    (home / "mail").mkdir()
    if root:
        os.chown(home / "mail", account.pw_uid, account.pw_gid)
    (home / "users").write_text(f"{server.login}:{{PLAIN}}{PASSWORD}::::::\n", encoding="utf-8")
    (home / "users").chmod(0o644)
    ours = (
        ""
        if root
        else (
            f"default_internal_user = {mails_of}\ndefault_login_user = {mails_of}\n"
            "service anvil {\n  chroot =\n}\nservice imap-login {\n  chroot =\n}\nservice stats {\n  chroot =\n}\n"
        )
    )
    says = f"protocol imap {{\n  imap_capability = {capability}\n}}\n" if capability else ""
    by_token = ""
    if oauth:
        server.expects = (only or "oauthbearer").upper()
        (home / "oauth").write_text(
            f"introspection_mode = get\nintrospection_url = {oauth}\nusername_attribute = username\n"
            "active_attribute = active\nactive_value = true\ntimeout_msecs = 5000\n"
        )
        ways = only or "xoauth2 oauthbearer"
        by_token = f"passdb {{\n  driver = oauth2\n  mechanisms = {ways}\n  args = {home}/oauth\n}}\n"
    (home / "dovecot.conf").write_text(
        f"""
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
info_log_path = {home}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{home}/server.pem
ssl_key = <{home}/server.key
auth_mechanisms = plain login{f" {only or 'xoauth2 oauthbearer'}" if oauth else ""}
auth_failure_delay = 0
disable_plaintext_auth = yes
first_valid_uid = 1
first_valid_gid = 0
mail_location = maildir:{home}/mail/%u
mail_home = {home}/mail/%u
mail_max_userip_connections = 100
{by_token}passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = username_format=%u {home}/users
}}
userdb {{
  driver = static
  args = uid={account.pw_uid} gid={account.pw_gid} home={home}/mail/%u allow_all_users=yes
}}
service imap-login {{
  inet_listener imap {{
    port = {server.plain_port}
  }}
  inet_listener imaps {{
    port = {server.port}
    ssl = yes
  }}
}}
service auth {{
  unix_listener auth-userdb {{
    mode = 0666
  }}
}}
namespace inbox {{
  inbox = yes
}}
lda_mailbox_autocreate = yes
postmaster_address = postmaster@lindenau.example
hostname = localhost
{ours}{says}
""",
        encoding="utf-8",
    )
