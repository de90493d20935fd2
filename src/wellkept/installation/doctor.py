"""The doctor: finds what is missing or wrong in an installation, and says what to do about it."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from pathlib import Path

import psycopg
from django.utils.translation import gettext_lazy as _

from wellkept.installation import (
    backup,
    environment,
    permissions,
    postgres,
    privileges,
    proof,
    session_defaults,
)
from wellkept.installation.archive import KEY
from wellkept.kernel import clock
from wellkept.kernel.text import Text, fill

BACKUP_OLD = timedelta(hours=36)
CLOCKS_APART = timedelta(seconds=5)
GIGABYTE = 1024**3
SPACE_NEEDED = GIGABYTE
SPACE_WANTED = 5 * GIGABYTE


class State(Enum):
    WELL = "well"
    LACKS = "lacks"  # works, and something is missing
    ILL = "ill"  # does not work


@dataclass(frozen=True)
class Finding:
    what: str
    state: State
    sentence: Text
    advice: Text = ""


def well(what: str, sentence: Text) -> Finding:
    return Finding(what, State.WELL, sentence)


def lacks(what: str, sentence: Text, advice: Text) -> Finding:
    return Finding(what, State.LACKS, sentence, advice)


def ill(what: str, sentence: Text, advice: Text) -> Finding:
    return Finding(what, State.ILL, sentence, advice)


def examine(*, database: str, data: Path, backups: Path) -> list[Finding]:
    """Collect all findings that do not depend on the business tables."""
    findings = [public_address(), mail(), secret(data), closed(data), space(data)]
    findings += [backed_up(backups), proved(backups)]
    try:
        with psycopg.connect(database, connect_timeout=5) as connection:
            checks: tuple[Callable[[psycopg.Connection[tuple[object, ...]]], Finding], ...] = (
                server_version,
                role,
                settings_of_role,
                durable,
                clock_of_database,
                order_of_words,
                quiet_log,
            )
            for check in checks:
                try:
                    findings.append(check(connection))
                except psycopg.Error as error:
                    connection.rollback()
                    findings.append(ill(check.__name__, str(error).strip(), "Run: wellkept migrate"))
    except psycopg.OperationalError as error:
        findings.insert(0, ill("database", "It cannot be reached.", str(error).strip()))
    return findings


def public_address() -> Finding:
    url = environment.public_url()
    if url is None:
        return lacks(
            "public address",
            "Links in mails lead to this machine only, and no other can open a page.",
            "Set WELLKEPT_PUBLIC_URL, for example https://wellkept.example.com, and start again.",
        )
    if url.startswith("http://"):
        return lacks(
            "public address", f"{url} is not encrypted.", "Put a proxy with a certificate before it."
        )
    return well("public address", url)


def mail() -> Finding:
    account = environment.mail_account()
    if account is None:
        return lacks(
            "mail account",
            "Nothing can be mailed: notices wait.",
            "Set WELLKEPT_SMTP_URL, for example smtp://user:password@mail.example.com:587",
        )
    return well("mail account", f"{account.host}, port {account.port}")


def secret(data: Path) -> Finding:
    if os.environ.get("WELLKEPT_SECRET_KEY"):
        long_enough = len(os.environ["WELLKEPT_SECRET_KEY"]) >= 32
        if long_enough:
            return well("secret key", "From the environment.")
        return ill(
            "secret key", "WELLKEPT_SECRET_KEY is too short to be a secret.", "Use 32 characters or more."
        )
    place = data / KEY
    if not place.exists():
        return lacks("secret key", "Not made yet.", "It is made at the first start.")
    if stat.S_IMODE(place.stat().st_mode) & 0o077:
        return ill("secret key", f"Others on this machine can read {place}.", f"Run: chmod 600 {place}")
    return well("secret key", "Made here, readable by its owner alone.")


def closed(data: Path) -> Finding:
    """Look for anything in the data folder that group or others can read."""
    place = next((place for place, _mode in permissions.wider(data)), None)
    if place is not None:
        return ill(
            "data folder",
            f"Others on this machine can read {place}.",
            "Start Wellkept again: it closes the folder.",
        )
    return well("data folder", "Readable by its own accounts alone.")


def space(data: Path) -> Finding:
    place = data
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    sentence = fill(
        _("The disk has %(free)s GB free for %(folder)s."), free=f"{free / GIGABYTE:.1f}", folder=data
    )
    if free < SPACE_NEEDED:
        return ill("disk", sentence, _("Make room: without it nothing more can be recorded."))
    if free < SPACE_WANTED:
        return lacks("disk", sentence, _("Make room soon."))
    return well("disk", sentence)


def backed_up(folder: Path) -> Finding:
    backups = backup.backups_in(folder)
    if not backups:
        return lacks(
            "backup", f"None in {folder} yet.", "The worker makes one each night; now: wellkept backup"
        )
    newest = backups[0][0]
    if clock.now() - newest > BACKUP_OLD:
        return ill("backup", f"The last is of {newest:%Y-%m-%d %H:%M} UTC.", "Is the worker running?")
    if not os.environ.get("WELLKEPT_BACKUPS"):
        return lacks(
            "backup",
            f"The last is of {newest:%Y-%m-%d %H:%M} UTC, on the same disk as the data.",
            "Set WELLKEPT_BACKUPS to a folder on another disk or machine.",
        )
    return well("backup", f"The last is of {newest:%Y-%m-%d %H:%M} UTC, in {folder}")


def proved(folder: Path) -> Finding:
    """Time when a backup was last restored into a scratch database and verified, and when that last failed."""
    last, backups = proof.proofs(folder), backup.backups_in(folder)
    by_hand = f"Try one: wellkept restore --check {backups[0][1] if backups else 'FILE'}"
    if last.failed:
        failed = f"{last.failed.backup} failed at {last.failed.when:%Y-%m-%d %H:%M} UTC"
        return ill(
            "proof of backup",
            f"The proof of {failed}: {last.failed.sentence}",
            f"The worker tries again with the next night's backup. {by_hand}",
        )
    if last.proved is None:
        return lacks(
            "proof of backup", "No backup has been proved yet.", f"The worker does it each week. {by_hand}"
        )
    when = f"{last.proved.when:%Y-%m-%d %H:%M} UTC"
    if clock.now() - last.proved.when > proof.OLD:
        return ill("proof of backup", f"The last is of {when}.", f"Is the worker running? {by_hand}")
    return well("proof of backup", f"{last.proved.backup} was restored and verified at {when}.")


def server_version(connection: psycopg.Connection[tuple[object, ...]]) -> Finding:
    number = connection.info.server_version
    version = f"PostgreSQL {number // 10000}.{number % 10000}"
    if number < 150000:
        return ill("database", version, "Wellkept needs PostgreSQL 15 or newer.")
    return well("database", version)


def role(connection: psycopg.Connection[tuple[object, ...]]) -> Finding:
    """Compare what the application's role may do with the list of privileges."""
    name = connection.info.user
    with connection.cursor() as cursor:
        powers = privileges.powers(cursor, name)
        if powers:
            return lacks(
                "database role",
                f"The application connects as {name}, which {' and '.join(powers)}: the laws do not bind it.",
                "Give it a role of its own: docs/guides/running-it.md, A server of yours.",
            )
        held = privileges.held(cursor, name)
        cursor.execute("SELECT current_setting('session_replication_role') <> 'origin'")
        (triggers_off,) = cursor.fetchone() or (False,)
    if triggers_off:
        return ill(
            "database role",
            f"Each session of {name} starts with the triggers off: no law holds.",
            f"As a superuser: ALTER ROLE {name} RESET session_replication_role. The database may have it set, too.",
        )
    more, less = (sorted(map(str, some)) for some in (held - privileges.wanted(), privileges.wanted() - held))
    if more:
        return lacks(
            "database role",
            f"The application's role {name} may do more than it needs: {_first(more)}.",
            "Run wellkept migrate as the owner. If it stays: docs/guides/running-it.md, A server of yours.",
        )
    if less:
        return ill(
            "database role",
            f"The application's role {name} lacks {_first(less)}.",
            "Run wellkept migrate as the owner.",
        )
    return well("database role", f"{name} owns nothing, and may do what the application needs.")


def _first(some: list[str], most: int = 3) -> str:
    rest = len(some) - most
    return ", ".join(some[:most]) + (f" and {rest} more" if rest > 0 else "")


def settings_of_role(connection: psycopg.Connection[tuple[object, ...]]) -> Finding:
    """Settings with which each session of the application starts: its role may set its own, and they stay."""
    name = connection.info.user
    rows = connection.execute(
        "SELECT DISTINCT split_part(setting, '=', 1) FROM pg_db_role_setting, unnest(setconfig) setting"
        " WHERE setrole IN (0, to_regrole(quote_ident(%s)))"
        " AND setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))"
        " AND NOT (setrole = 0 AND split_part(setting, '=', 1) = ANY (%s))",
        [name, list(session_defaults.OURS)],
    ).fetchall()
    if rows:
        return lacks(
            "settings of the role",
            fill(
                _("Each session of %(role)s starts with settings that are not ours: %(settings)s."),
                role=name,
                settings=_first(sorted(str(setting) for (setting,) in rows)),
            ),
            fill(
                _(
                    "If nobody set them on purpose, as a superuser: ALTER ROLE %(role)s RESET ALL,"
                    " and the same IN DATABASE. The database may have them set, too."
                ),
                role=name,
            ),
        )
    return well("settings of the role", _("Its sessions start with no settings but ours."))


def durable(connection: psycopg.Connection[tuple[object, ...]]) -> Finding:
    rows = connection.execute(
        "SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')"
        " AND setting = 'off'"
    ).fetchall()
    if rows:
        names = ", ".join(str(name) for (name,) in rows)
        return ill("durability", f"The server may lose what it confirmed: {names} is off.", "Switch it on.")
    return well("durability", "What is confirmed is on the disk.")


def quiet_log(connection: psycopg.Connection[tuple[object, ...]]) -> Finding:
    """Settings that keep words of customers out of the server's own log."""
    names = list(postgres.QUIET_LOG)
    rows = connection.execute(
        "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [names]
    ).fetchall()
    present = {str(name): str(setting) for name, setting in rows}
    quieter = {"log_min_messages": ("fatal", "panic"), "log_min_error_statement": ()}
    loud = [
        f"{name} = {wanted}"
        for name, wanted in postgres.QUIET_LOG.items()
        if present.get(name) not in (wanted, *quieter.get(name, ()))
    ]
    if loud:
        return lacks(
            "database log",
            "PostgreSQL's own log may keep words of customers.",
            f"Set in postgresql.conf: {', '.join(loud)}",
        )
    return well("database log", "It keeps no words of customers.")


def order_of_words(connection: psycopg.Connection[tuple[object, ...]]) -> Finding:
    """Compare the rules by which the indexes were built with those of the machine: an upgrade may change them."""
    row = connection.execute(
        "SELECT datcollversion, pg_database_collation_actual_version(oid) FROM pg_database"
        " WHERE datname = current_database()"
    ).fetchone()
    built, now = row or (None, None)
    if built is None or built == now:
        return well("order of words", _("The indexes are in the order in which the machine sorts."))
    return ill(
        "order of words",
        fill(
            _("The indexes were built when the machine sorted by version %(built)s; it is %(now)s now."),
            built=built,
            now=now,
        ),
        _(
            "Rows may not be found, and the same key may be taken twice. As the owner of the database, first"
            " REINDEX DATABASE, then ALTER DATABASE ... REFRESH COLLATION VERSION."
        ),
    )


def clock_of_database(connection: psycopg.Connection[tuple[object, ...]]) -> Finding:
    """Compare the clock of the database's machine with ours."""
    with connection.cursor() as cursor:
        return clocks(database_time(cursor))


def database_time(cursor: privileges.Cursor) -> float:
    """The time of the database's machine, in seconds since 1970."""
    cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
    ((epoch,),) = cursor.fetchall()
    return float(epoch)


def clocks(epoch: float) -> Finding:
    """Compare the database's time, in seconds since 1970, with ours."""
    apart = timedelta(seconds=abs(epoch - clock.now().timestamp()))
    if apart > CLOCKS_APART:
        sentence = fill(
            _("The clocks of application and database are %(seconds)s seconds apart."),
            seconds=f"{apart.total_seconds():.0f}",
        )
        return ill("clock", sentence, _("Let both machines keep network time."))
    return well("clock", _("Application and database agree."))
