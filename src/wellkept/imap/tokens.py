"""Access by OAuth 2 (RFC 6749, 7636).

The owner of a mailbox permits us at their provider once. Afterwards each access token comes by the refresh
token.
"""

from __future__ import annotations

from dataclasses import dataclass

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from django.utils.translation import gettext_lazy as _

from wellkept.imap.mailbox_problems import Trouble
from wellkept.kernel.text import fill

WAIT = 20.0
EARLY = 60.0  # seconds before an access ends, from when it is not used any more


@dataclass(frozen=True, slots=True, repr=False)
class Access:
    """Access token, valid for `seconds`. `refresh_token` if the provider gave a new one."""

    token: str
    seconds: float
    refresh_token: str

    def __repr__(self) -> str:
        return "Access(…)"


@dataclass(frozen=True, slots=True)
class Asked:
    """Address for the owner's permission, and what they must bring back."""

    url: str
    state: str
    verifier: str


def access(*, token_url: str, client_id: str, client_secret: str, refresh_token: str, scope: str) -> Access:
    """Get an access token. Raises Trouble with a sentence."""
    if not refresh_token:
        raise Trouble(_("Nobody has let us in at the provider yet."))
    session = _session(client_id, client_secret, scope)
    try:
        answer = session.refresh_token(token_url, refresh_token=refresh_token, timeout=WAIT)
    except (AuthlibBaseError, requests.RequestException, ValueError) as fault:
        raise _trouble(fault, token_url) from None
    return _access(answer, token_url)


def ask(*, authorize_url: str, client_id: str, scope: str, login: str, back: str) -> Asked:
    """Build the address at which the owner of `login` permits us; they return to `back`."""
    session = OAuth2Session(client_id, redirect_uri=back, scope=scope or None, code_challenge_method="S256")
    verifier = generate_token(64)
    url, state = session.create_authorization_url(
        authorize_url, code_verifier=verifier, login_hint=login, access_type="offline", prompt="consent"
    )
    return Asked(url, state, verifier)


def come_back(
    *, token_url: str, client_id: str, client_secret: str, scope: str, code: str, verifier: str, back: str
) -> str:
    """Exchange the code that the owner brought for a refresh token."""
    session = _session(client_id, client_secret, scope)
    try:
        answer = session.fetch_token(
            token_url,
            code=code,
            code_verifier=verifier,
            redirect_uri=back,
            grant_type="authorization_code",
            timeout=WAIT,
        )
    except (AuthlibBaseError, requests.RequestException, ValueError) as fault:
        raise _trouble(fault, token_url) from None
    token = answer.get("refresh_token")
    if not isinstance(token, str) or not token:
        raise Trouble(_("The provider gave no lasting permission. Is “offline access” part of the scope?"))
    return token


def _session(client_id: str, client_secret: str, scope: str) -> OAuth2Session:
    return OAuth2Session(
        client_id,
        client_secret or None,
        scope=scope or None,
        token_endpoint_auth_method="client_secret_post" if client_secret else "none",
    )


def _access(answer: dict[str, object], token_url: str) -> Access:
    token, seconds = answer.get("access_token"), answer.get("expires_in")
    if not isinstance(token, str) or not token:
        raise Trouble(fill(_("%(address)s gave no access."), address=token_url))
    renewed = answer.get("refresh_token")
    lasts = float(seconds) if isinstance(seconds, int | float | str) and str(seconds).isdigit() else 300.0
    return Access(token, max(lasts - EARLY, 1.0), renewed if isinstance(renewed, str) else "")


def _trouble(fault: Exception, token_url: str) -> Trouble:
    if isinstance(fault, AuthlibBaseError):
        if getattr(fault, "error", "") == "invalid_grant":
            return Trouble(_("The permission was withdrawn or has run out. Let us in at the provider again."))
        text = " ".join(
            filter(None, (str(getattr(fault, part, "") or "") for part in ("error", "description")))
        )
        refused = fill(
            _("%(address)s refused: %(answer)s."),
            address=token_url,
            answer=text[:200] or type(fault).__name__,
        )
        return Trouble(refused, field="client_id")
    no_answer = fill(
        _("%(address)s does not answer as it should (%(fault)s)."),
        address=token_url,
        fault=type(fault).__name__,
    )
    return Trouble(no_answer, field="token_url")
