"""Encryption of secrets in the database, such as passwords of mail accounts.

The key is derived (RFC 5869) from the installation's secret key, which is stored beside the data and in its
backups (unless it is given by WELLKEPT_SECRET_KEY), never in the database.
"""

from __future__ import annotations

import base64
import hmac

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class CannotBeOpened(ValueError):
    """Raised if a text was encrypted with another key, or is damaged."""


def seal(text: str, *, secret_key: str) -> str:
    """Encrypt a text with the secret key."""
    return _box(secret_key).encrypt(text.encode()).decode("ascii")


def unseal(sealed: str, *, secret_key: str) -> str:
    """Decrypt a text. Raises CannotBeOpened with any other key."""
    try:
        return _box(secret_key).decrypt(sealed.encode()).decode()
    except (InvalidToken, UnicodeError) as fault:
        raise CannotBeOpened from fault


def mark_of(secret_key: str) -> str:
    """Return a mark by which two keys are compared, and that gives neither away."""
    return hmac.digest(secret_key.encode(), b"wellkept.mark-of-the-secret-key", "sha256").hex()[:32]


def _box(secret_key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"wellkept sealed v1")
    return Fernet(base64.urlsafe_b64encode(derived.derive(secret_key.encode())))
