"""Set, pause and remove the accounts that are read by IMAP. Only an administrator may."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.events.commands import Entry, record
from wellkept.installation.encryption import CannotBeOpened, seal, unseal
from wellkept.kernel import clock
from wellkept.kernel.refusal import forbidden, invalid, missing
from wellkept.mailboxes import facts
from wellkept.mailboxes.models import Account, Mailbox, Reading, Taken
from wellkept.people.actor import Actor
from wellkept.people.queries import company


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """Secrets for signing in: a password, or a client's secret and a refresh token."""

    password: str = ""
    client_secret: str = ""
    refresh_token: str = ""

    def __repr__(self) -> str:
        return "Secrets(…)"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Account as requested.

    `encryption`: tls, starttls. `proof`: password, oauth. `takes`: all, new. `afterwards`, on the server:
    leave, seen, move (to the folder `moved_to`).
    """

    address: str
    host: str
    login: str
    port: int = 993
    encryption: str = "tls"
    proof: str = "password"
    authorize_url: str = ""
    token_url: str = ""
    client_id: str = ""
    scope: str = ""
    folder: str = "INBOX"
    takes: str = "new"
    afterwards: str = "leave"
    moved_to: str = ""
    mailbox: int | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """End of a folder when it was tried: "from now on" begins after it."""

    validity: int
    uid: int


@transaction.atomic
def set_account(
    *,
    wanted: Wanted,
    by: Actor,
    secrets: Secrets | None = None,
    account: int | None = None,
    now_at: Position | None = None,
) -> Account:
    """Create or change an account. Without new secrets, the stored ones stay.

    With another host, login or folder, reading starts again; repeated mails change nothing. `now_at` is the
    folder's end now; without it, arrival times tell old mails from new.
    """
    if account is None:
        _administers(by)
        row = Account(subject_id=company().pk)
    else:
        row = _account(account, by)
    values = checked(wanted)
    elsewhere = (row.host, row.login, row.folder) != (values.host, values.login, values.folder)
    kept = secrets if secrets is not None else Secrets()
    has_new = any((kept.password, kept.client_secret, kept.refresh_token))
    if values.proof == "password" and not kept.password and (account is None or elsewhere):
        raise invalid("password", _("What is the password of this mailbox?"))
    for name in Wanted.__dataclass_fields__:
        if name != "mailbox":
            setattr(row, name, getattr(values, name))
    row.mailbox_id, row.state, row.changed_at = values.mailbox, "reading", clock.now()
    row.save()
    reading, _unused = Reading.objects.get_or_create(account=row, defaults={"started_at": clock.now()})
    if account is not None and elsewhere:
        reading.validity, reading.last_uid, reading.known_to = None, 0, 0
        reading.from_validity, reading.from_uid = None, 0
        reading.started_at = clock.now()
        Taken.objects.filter(account=row).delete()
    if has_new:
        before = _opened(reading.sealed)
        reading.sealed = _sealed(
            Secrets(
                kept.password or before.password,
                kept.client_secret or before.client_secret,
                kept.refresh_token or before.refresh_token,
            )
        )
    if now_at is not None and reading.validity is None and row.takes == "new":
        reading.validity = reading.from_validity = now_at.validity
        reading.from_uid = reading.known_to = now_at.uid
    reading.trouble, reading.trouble_since = "", None
    reading.save()
    _say(row, by, new_secret=has_new)
    return row


@transaction.atomic
def permit(*, account: int, refresh_token: str, by: Actor) -> None:
    """Store the token after the owner gave permission at the provider.

    The first time, "from now on" begins at this moment.
    """
    row = _account(account, by)
    Reading.objects.filter(account=row, validity=None).update(started_at=clock.now())
    row.changed_at = clock.now()
    row.save(update_fields=["changed_at"])
    renew(account=account, refresh_token=refresh_token)
    _say(row, by, new_secret=True)


@transaction.atomic
def renew(*, account: int, refresh_token: str) -> None:
    """Store a new refresh token from the provider. For the reader, and part of `permit`."""
    reading = Reading.objects.select_for_update().get(account=account)
    before = _opened(reading.sealed)
    reading.sealed = _sealed(Secrets(before.password, before.client_secret, refresh_token))
    reading.save(update_fields=["sealed"])


@transaction.atomic
def pause_account(*, account: int, by: Actor) -> None:
    """Pause reading. Mails wait at the provider."""
    _set_state(account, "paused", by)


@transaction.atomic
def resume_account(*, account: int, by: Actor) -> None:
    """Continue reading where it stopped."""
    _set_state(account, "reading", by)


@transaction.atomic
def remove_account(*, account: int, by: Actor) -> None:
    """Stop reading and forget the password. Stored mails stay."""
    _set_state(account, "removed", by)
    Reading.objects.filter(account=account).update(sealed="", trouble="", trouble_since=None)
    Taken.objects.filter(account=account).delete()


def secrets_of(account: int) -> Secrets:
    """Decrypt the secrets for signing in. Raises CannotBeOpened if they were encrypted with another key."""
    return _opened(Reading.objects.get(account=account).sealed, strictly=True)


def _set_state(account: int, state: str, by: Actor) -> None:
    row = _account(account, by)
    if row.state != state:
        row.state, row.changed_at = state, clock.now()
        row.save(update_fields=["state", "changed_at"])
        _say(row, by, new_secret=False)


def checked(wanted: Wanted) -> Wanted:
    """Validate and normalise an account."""
    address = wanted.address.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise invalid("address", _("This is not a mail address.")) from None
    host = wanted.host.strip().lower().rstrip(".")
    if not host or any(sign in host for sign in "/ @\\"):
        raise invalid("host", _("What is the server called? For example imap.example.com."))
    if not 0 < wanted.port < 65536:
        raise invalid("port", _("Ports are numbers from 1 to 65535; 993 is usual."))
    if wanted.encryption not in ("tls", "starttls"):
        raise invalid("encryption", _("Mail is read encrypted: by TLS or STARTTLS."))
    if wanted.afterwards == "move" and not wanted.moved_to.strip():
        raise invalid("moved_to", _("To which folder is a mail moved once we have it?"))
    folder = wanted.folder.strip() or "INBOX"
    if wanted.afterwards == "move" and wanted.moved_to.strip().casefold() == folder.casefold():
        raise invalid("moved_to", _("This is the folder that is read; name another."))
    if wanted.proof == "oauth" and not (wanted.token_url.strip() and wanted.client_id.strip()):
        raise invalid("client_id", _("Which client is it, and where are its tokens asked for?"))
    for field in ("token_url", "authorize_url"):
        url = getattr(wanted, field).strip()
        if url and not url.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
            raise invalid(field, _("This address begins with https://."))
    if wanted.mailbox is not None and not Mailbox.objects.filter(pk=wanted.mailbox).exists():
        raise invalid("mailbox", _("There is no such address of ours."))
    return Wanted(
        address=address,
        host=host,
        login=wanted.login.strip() or address,
        port=wanted.port,
        encryption=wanted.encryption,
        proof=wanted.proof,
        authorize_url=wanted.authorize_url.strip(),
        token_url=wanted.token_url.strip(),
        client_id=wanted.client_id.strip(),
        scope=wanted.scope.strip(),
        folder=folder,
        takes=wanted.takes,
        afterwards=wanted.afterwards,
        moved_to=wanted.moved_to.strip(),
        mailbox=wanted.mailbox,
    )


def _sealed(secrets: Secrets) -> str:
    values = {name: getattr(secrets, name) for name in ("password", "client_secret", "refresh_token")}
    return seal(json.dumps(values), secret_key=settings.SECRET_KEY)


def _opened(sealed: str, *, strictly: bool = False) -> Secrets:
    if not sealed:
        return Secrets()
    try:
        return Secrets(**json.loads(unseal(sealed, secret_key=settings.SECRET_KEY)))
    except CannotBeOpened:
        if strictly:
            raise
        return Secrets()


def _say(row: Account, by: Actor, *, new_secret: bool) -> None:
    fact = facts.AccountSet(
        account=row.pk,
        address=row.address,
        host=row.host,
        folder=row.folder,
        takes=row.takes,
        afterwards=row.afterwards,
        state=row.state,
        new_secret=new_secret,
    )
    record(Entry(row.subject_id, fact), by=by.by)


def _account(account: int, by: Actor) -> Account:
    _administers(by)
    row = Account.objects.select_for_update().filter(pk=account).exclude(state="removed").first()
    if row is None:
        raise missing("account", _("There is no such account."))
    return row


def _administers(by: Actor) -> None:
    if not (by.kind == "system" or by.admin):
        raise forbidden(_("Only an administrator settles which mailboxes are read."))
