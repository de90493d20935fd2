"""What is agreed, as one text with one hash."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal


def text_of(
    *,
    number: str,
    words: str,
    total: Decimal,
    currency: str,
    delivery_by: datetime,
    dates: Sequence[dict[str, str]],
) -> str:
    """The page as it is frozen: the words, the total and every date, in a form that never changes."""
    lines = [
        f"Number: {number}",
        "",
        words.strip(),
        "",
        f"Total: {total:.2f} {currency}",
        f"Delivery by: {delivery_by.isoformat()}",
    ]
    lines += [f"{date['text']}: {date['due']}" for date in dates]
    return "\n".join(lines) + "\n"


def digest_of(text: str) -> bytes:
    """SHA-256 of the frozen page."""
    return hashlib.sha256(text.encode()).digest()
