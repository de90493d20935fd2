"""Mail addresses, as people type them."""

from __future__ import annotations

import contextlib

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q


def is_address(text: str) -> bool:
    """Whether a mail can be sent to this text."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def has_address(field: str, address: str) -> Q:
    """Build the condition that a column has this address, in any case and in either spelling of its domain."""
    condition = Q()
    for spelling in spellings(address):
        condition |= Q(**{f"{field}__iexact": spelling})
    return condition


def spellings(address: str) -> tuple[str, ...]:
    """Return the spellings of one address: as it is, and its domain in letters (`bücher`) and in ASCII (`xn--…`)."""
    local, at, domain = address.strip().lower().rpartition("@")
    if not at or not ("xn--" in domain or not domain.isascii()):
        return (address.strip().lower(),)
    same = {f"{local}@{domain}"}
    with contextlib.suppress(UnicodeError):
        ascii_domain = domain.encode("idna")
        same |= {f"{local}@{ascii_domain.decode()}", f"{local}@{ascii_domain.decode('idna')}"}
    return tuple(sorted(same))
