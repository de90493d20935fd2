"""Links by which somebody chooses a new password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator


class ResetLinks(PasswordResetTokenGenerator):
    """Django's links, bound to the sign-outs, too: a link of before the last one stays ended."""

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{user.sign_in_mark}:{super()._make_hash_value(user, timestamp)}"
