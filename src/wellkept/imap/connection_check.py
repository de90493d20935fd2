"""Try a mailbox before or while it is read, and get the owner's permission for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _

from wellkept.imap import tokens
from wellkept.imap.connection import Door, Tried, try_out
from wellkept.imap.mailbox_problems import Trouble, trouble
from wellkept.imap.reader import access_to, door_of
from wellkept.imap.tokens import Asked
from wellkept.installation.encryption import CannotBeOpened
from wellkept.kernel.refusal import Refusal
from wellkept.mailboxes.commands.accounts import Position, Secrets, Wanted, checked, secrets_of
from wellkept.mailboxes.commands.accounts import permit as keep_permission
from wellkept.mailboxes.models import Account
from wellkept.people.actor import Actor


@dataclass(frozen=True, slots=True)
class Provider:
    """A mail provider: its servers, and the address at which it grants permission."""

    key: str
    name: str | Promise
    host: str = ""
    authorize_url: str = ""
    token_url: str = ""
    scope: str = ""


PROVIDERS = (
    Provider("other", gettext_lazy("Another provider, or our own server")),
    Provider(
        "google",
        "Google",
        "imap.gmail.com",
        "https://accounts.google.com/o/oauth2/v2/auth",
        "https://oauth2.googleapis.com/token",
        "https://mail.google.com/",
    ),
    Provider(
        "microsoft",
        "Microsoft 365",
        "outlook.office365.com",
        "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
        "https://login.microsoftonline.com/common/oauth2/v2.0/token",
        "https://outlook.office.com/IMAP.AccessAsUser.All offline_access",
    ),
)


def must_open(wanted: Wanted, secrets: Secrets, *, account: int | None) -> Position:
    """Sign in as the reader would, and find the folder's end. Refuses with the problem, at its field."""
    values = checked(wanted)
    password = secrets.password or (_secrets(account).password if account is not None else "")
    if not password:
        raise Refusal("no_password", _("What is the password of this mailbox?"), field="password")
    door = Door(
        host=values.host,
        port=values.port,
        encryption=values.encryption,
        login=values.login,
        proof="password",
        folder=values.folder,
    )
    try:
        tried = try_out(door, password)
    except Trouble as no:
        raise _refusal(no) from no
    return Position(tried.validity, tried.last_uid)


def try_account(account: int) -> Tried:
    """Sign in now. Refuses with the problem."""
    row = Account.objects.get(pk=account)
    try:
        return try_out(door_of(row), _key(row))
    except (Trouble, CannotBeOpened) as no:
        raise _refusal(trouble(no, host=row.host, port=row.port)) from no


def ask_permission(account: int, *, back: str) -> Asked:
    """Build the address at which the owner grants access, and what must come back with them."""
    row = Account.objects.get(pk=account)
    return tokens.ask(
        authorize_url=row.authorize_url,
        client_id=row.client_id,
        scope=row.scope,
        login=row.login,
        back=back,
    )


def permit(account: int, *, code: str, verifier: str, back: str, by: Actor) -> None:
    """Exchange the code for a refresh token and store it."""
    row = Account.objects.get(pk=account)
    try:
        token = tokens.come_back(
            token_url=row.token_url,
            client_id=row.client_id,
            client_secret=_secrets(account).client_secret,
            scope=row.scope,
            code=code,
            verifier=verifier,
            back=back,
        )
    except Trouble as problem:
        raise _refusal(problem) from problem
    keep_permission(account=account, refresh_token=token, by=by)


def _key(row: Account) -> str:
    secrets = _secrets(row.pk)
    if row.proof == "password":
        return secrets.password
    return access_to(row, secrets).token


def _secrets(account: int) -> Secrets:
    try:
        return secrets_of(account)
    except CannotBeOpened as problem:
        raise _refusal(trouble(problem, host="", port=0)) from problem


def _refusal(problem: Trouble) -> Refusal:
    return Refusal("cannot_be_read", problem.sentence, field=problem.field)
