"""Settings of an installation, read from the environment in one place."""

from __future__ import annotations

import ipaddress
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from wellkept.installation import permissions
from wellkept.installation.errors import InstallationError

EXIT_CONFIGURATION = 78  # EX_CONFIG of sysexits.h
DEFAULT_DATA = "var/data"
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
EVERY_ADDRESS = ("0.0.0.0", "::")  # to listen on; no name of anything
_HOST_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\]")


@dataclass(frozen=True)
class MailAccount:
    """The server that takes outgoing mail."""

    host: str
    port: int
    user: str
    password: str
    tls: bool
    starttls: bool


def data_folder() -> Path:
    """WELLKEPT_DATA: the folder of the embedded database and of files."""
    return Path(os.environ.get("WELLKEPT_DATA") or DEFAULT_DATA).expanduser().absolute()


def port() -> int:
    """PORT: where the web server listens."""
    value = os.environ.get("PORT") or "8000"
    if not value.isdigit() or int(value) > 65535:
        raise InstallationError(f"PORT is {value!r}, which is not a port.", exit_code=EXIT_CONFIGURATION)
    return int(value)


def public_url() -> str | None:
    """WELLKEPT_PUBLIC_URL: the address under which staff and customers reach us, for links in mails."""
    value = (os.environ.get("WELLKEPT_PUBLIC_URL") or "").rstrip("/")
    if not value:
        return None
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        raise InstallationError(
            f"WELLKEPT_PUBLIC_URL is {value!r}, which is not an address.",
            hint="It looks like https://wellkept.example.com",
            exit_code=EXIT_CONFIGURATION,
        )
    return value


def names() -> list[str]:
    """Host names that are served: of the public address, of WELLKEPT_NAMES and WELLKEPT_HOST, and loopback."""
    candidates = [urlsplit(public_url() or "").hostname or ""]
    candidates += [name.strip() for name in (os.environ.get("WELLKEPT_NAMES") or "").split(",")]
    listens_on = os.environ.get("WELLKEPT_HOST") or ""
    candidates += [] if listens_on in EVERY_ADDRESS else [listens_on]
    served = []
    for name in filter(None, candidates):
        host = f"[{name}]" if ":" in name and not name.startswith("[") else _as_browsers_send_it(name)
        if not _HOST_NAME.fullmatch(host):
            raise InstallationError(
                f"WELLKEPT_NAMES has {name!r}, which is not the name of a host.",
                hint="It looks like wellkept.example.com,192.168.1.20: no http://, no port, no star.",
                exit_code=EXIT_CONFIGURATION,
            )
        served.append(host)
    return list(dict.fromkeys([*served, *LOOPBACK]))


def _as_browsers_send_it(name: str) -> str:
    try:
        return name.encode("idna").decode().lower()
    except UnicodeError:
        return name


def database_url() -> str | None:
    """DATABASE_URL: a PostgreSQL server instead of the embedded one, as the role of the application."""
    return os.environ.get("DATABASE_URL") or None


def owner_url() -> str | None:
    """WELLKEPT_OWNER_URL: the database of DATABASE_URL as the role that owns it, if that is another role."""
    url = database_url()
    return url and (os.environ.get("WELLKEPT_OWNER_URL") or url)


def database(url: str, setting: str = "DATABASE_URL") -> dict[str, object]:
    """Django's settings for a database address, which that setting gave."""
    if not url.startswith(("postgres://", "postgresql://")):
        raise InstallationError(
            f"{setting} is not the address of a PostgreSQL server.",
            hint="It looks like postgresql://user:password@host:5432/wellkept. No other database will do.",
            exit_code=EXIT_CONFIGURATION,
        )
    try:
        options: dict[str, object] = dict(conninfo_to_dict(url))
    except ProgrammingError:
        # The message of the driver may quote the password.
        raise InstallationError(
            f"{setting} cannot be read as the address of a PostgreSQL server.",
            hint="Characters such as @ : / in the password are written %40 %3A %2F.",
            exit_code=EXIT_CONFIGURATION,
        ) from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": options.pop("dbname", "wellkept"),
        "USER": options.pop("user", ""),
        "PASSWORD": options.pop("password", ""),
        "HOST": options.pop("host", ""),
        "PORT": options.pop("port", ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def mail_account() -> MailAccount | None:
    """WELLKEPT_SMTP_URL: smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465.

    At any port, a password goes to another machine only after STARTTLS. Without that, no mail goes out.
    """
    value = os.environ.get("WELLKEPT_SMTP_URL")
    if not value:
        return None
    try:
        parts = urlsplit(value)
        secure = {"smtp": False, "smtps": True}[parts.scheme]
        host, number = parts.hostname, parts.port
    except (KeyError, ValueError):
        host = None
    if not host:
        raise InstallationError(
            "WELLKEPT_SMTP_URL cannot be read.",
            hint="It looks like smtp://user:password@mail.example.com:587, or smtps://... for port 465.",
            exit_code=EXIT_CONFIGURATION,
        )
    number = number or (465 if secure else 587)
    return MailAccount(
        host=host,
        port=number,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=secure,
        starttls=not secure and (number == 587 or (bool(parts.password) and not _is_this_machine(host))),
    )


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def secret_key(data: Path) -> str:
    """WELLKEPT_SECRET_KEY, else the key of this installation: made once, readable by its owner alone."""
    value = os.environ.get("WELLKEPT_SECRET_KEY")
    if value:
        return value
    place = data / "secret-key"
    try:
        return place.read_text().strip()
    except FileNotFoundError:
        pass
    permissions.make_folder(data)
    fresh = secrets.token_urlsafe(48)
    draft = data / f".secret-key-{os.getpid()}"
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(fresh)
        file.flush()
        os.fsync(file.fileno())
    try:
        # Whoever is first wins; everyone reads the same key.
        os.link(draft, place)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return place.read_text().strip()


def proxies() -> int:
    """WELLKEPT_PROXIES: the number of our own proxies. They report the client's address.

    A public https address implies at least one, because we hold no certificate ourselves.
    """
    value = os.environ.get("WELLKEPT_PROXIES")
    if not value:
        return 1 if (public_url() or "").startswith("https://") else 0
    if not value.isdigit():
        raise InstallationError(
            f"WELLKEPT_PROXIES is {value!r}, which is not a number.", exit_code=EXIT_CONFIGURATION
        )
    return int(value)


def backup_folder(data: Path) -> Path:
    """WELLKEPT_BACKUPS: where the nightly backups go; best on another disk or machine."""
    value = os.environ.get("WELLKEPT_BACKUPS")
    return Path(value).expanduser().absolute() if value else data / "backups"


def effective_database_url(data: Path) -> str:
    """The server of DATABASE_URL, else the embedded one of this data folder, as the role of the application."""
    from wellkept.installation import postgres

    return database_url() or postgres.address(data / "postgres")


def effective_owner_url(data: Path) -> str:
    """The same database as the role that owns it."""
    from wellkept.installation import postgres

    return owner_url() or postgres.address(data / "postgres", role=postgres.OWNER)
