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
    deemed_days: int | None = None,
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
    if deemed_days is not None:
        lines.append(f"Accepted when nothing is said against it for {deemed_days} days after delivery")
    return "\n".join(lines) + "\n"


def digest_of(text: str) -> bytes:
    """SHA-256 of the frozen page."""
    return hashlib.sha256(text.encode()).digest()
