"""Mail addresses, as people type them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email


def is_address(text: str) -> bool:
    """Whether a mail can be sent to this text."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
