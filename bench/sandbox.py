"""The sandbox of a benchmark: an embedded server in its own folder, its databases, and processes of the product."""

from __future__ import annotations

import gc
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from psycopg import sql

from wellkept.installation import postgres
from wellkept.installation.postgres import Server

if TYPE_CHECKING:
    from wellkept.people.models import Person

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def server() -> Iterator[Server]:
    """Start a durable server, as every installation has it, in BENCH_DATA or in a temporary folder."""
    with ExitStack() as stack:
        folder = os.environ.get("BENCH_DATA") or stack.enter_context(
            tempfile.TemporaryDirectory(prefix="wellkept-bench-", ignore_cleanup_errors=True)
        )
        Path(folder).mkdir(parents=True, exist_ok=True)
        Path(folder).chmod(0o755)  # the server's account must be able to enter
        os.environ["WELLKEPT_DATA"] = folder
        os.environ["WELLKEPT_SECRET_KEY"] = secrets.token_urlsafe(32)
        with postgres.start(Path(folder) / "postgres", stays=True) as running:
            running.create_roles()
            yield running


def database(server: Server, name: str, *, template: str | None = None) -> str:
    """Create a database, empty or from a template. Returns its URL, as the application's role."""
    with server.connect() as connection:
        statement = sql.SQL("CREATE DATABASE {} OWNER {}").format(
            *map(sql.Identifier, (name, postgres.OWNER))
        )
        if template:
            statement += sql.SQL(" TEMPLATE {} STRATEGY FILE_COPY").format(sql.Identifier(template))
        connection.execute(statement)
    return server.url(name)


def as_role(url: str, role: str = postgres.SUPERUSER) -> str:
    """The address of the same database for another role: for the superuser, who may write past the triggers."""
    return url.replace(f"//{postgres.APPLICATION}@", f"//{role}@")


def set_up_django(url: str) -> None:
    """Set up Django on this database, once in a process."""
    os.environ.update(DATABASE_URL=url, WELLKEPT_OWNER_URL=as_role(url, postgres.OWNER))
    from wellkept.cli import bootstrap

    bootstrap.django()
    gc.collect()
    gc.freeze()  # as the server does


def point_django_at(url: str) -> None:
    """Point Django at another database of the same server."""
    from django.db import connections
    from psycopg.conninfo import conninfo_to_dict

    from wellkept.blueprints.queries import plan

    connections.close_all()
    connections["default"].settings_dict["NAME"] = conninfo_to_dict(url)["dbname"]
    os.environ.update(DATABASE_URL=url, WELLKEPT_OWNER_URL=as_role(url, postgres.OWNER))
    plan.cache_clear()


def signed_in(person: Person) -> str:
    """Create a session of this person in the database, and return it as the header "Cookie"."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


@contextmanager
def program(
    *arguments: str, says: str, url: str | None = None, data: Path | None = None
) -> Iterator[Running]:
    """Run a process of the product. The block begins when its output matches `says`."""
    environment = dict(os.environ)
    if url is not None:
        environment["DATABASE_URL"] = url
    if data is not None:
        environment.pop("DATABASE_URL", None)
        environment["WELLKEPT_DATA"] = str(data)
    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "wellkept", *arguments], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        try:
            while True:
                log.seek(0)
                text = log.read()
                match = re.search(says, text)
                if match:
                    break
                if process.poll() is not None or time.monotonic() - began > 300:
                    raise RuntimeError(f"wellkept {' '.join(arguments)} did not start:\n{text}")
                time.sleep(0.02)
            yield Running(process, match, time.monotonic() - began)
        finally:
            process.terminate()
            process.wait(60)


class Running:
    """A running process, the match in its output, and the seconds until it appeared."""

    def __init__(self, process: subprocess.Popen[bytes], match: re.Match[str], took: float) -> None:
        self.pid = process.pid
        self.match = match
        self.took = took
