"""Words that can be seen: text of spaces and invisible characters alone says nothing."""

from __future__ import annotations

from django.db.models import Q

# Every space, control, filler and format character of Unicode, as a regular expression writes them.
_INVISIBLE = (
    r"\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f"
    r"\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    r"\U000e0000-\U000e0fff"
)
VISIBLE = f"[^{_INVISIBLE}]"


def says(*columns: str) -> Q:
    """Build the condition that each of these columns has a visible character."""
    condition = Q()
    for column in columns:
        condition &= Q(**{f"{column}__regex": VISIBLE})
    return condition
