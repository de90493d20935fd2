"""Keeping what must not be read by whoever sees the tables alone: passwords of mail accounts and the like.

The key follows from the secret key of the installation (RFC 5869), which stands beside the data and in its backups,
never in the database. Without it, what was sealed is noise.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class CannotBeOpened(ValueError):
    """Sealed with another key, or damaged."""


def seal(text: str, *, secret_key: str) -> str:
    """The text as only the holder of the secret key can read it."""
    return _box(secret_key).encrypt(text.encode()).decode("ascii")


def unseal(sealed: str, *, secret_key: str) -> str:
    """What was sealed. Raises CannotBeOpened with any other key."""
    try:
        return _box(secret_key).decrypt(sealed.encode()).decode()
    except (InvalidToken, UnicodeError) as fault:
        raise CannotBeOpened from fault


def _box(secret_key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"wellkept sealed v1")
    return Fernet(base64.urlsafe_b64encode(derived.derive(secret_key.encode())))
