"""Remarks on what arrived: stored as a kind and what was seen, worded when they are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.kernel.text import Text

Remark = list[str]
"""The kind, then what was seen, if anything was."""

UNANSWERED = "unanswered"

_WORDS: dict[str, Text] = {
    "withheld": gettext_lazy("The number was withheld."),
    "program": gettext_lazy("It looks like the work of a program."),
    "spam": gettext_lazy("The mail server takes this for spam."),
    "unconfirmed": gettext_lazy("The mail server could not confirm the sender."),
    "colleague": gettext_lazy(
        "It comes from the address of a colleague. A customer may have written it first."
    ),
    "bulk": gettext_lazy("Sent to many."),
    "automatic": gettext_lazy("Sent by a program."),
    "reused_id": gettext_lazy("Another mail came with the same Message-ID and other content."),
    "not_brought": gettext_lazy("It could not be brought where it belongs automatically."),
}


def in_words(remarks: Iterable[Sequence[str]]) -> list[str]:
    """Word them for people. That nobody answered is the title of a call, and no remark."""
    return [_word(kind, *seen) for kind, *seen in remarks if kind != UNANSWERED]


def title_of_call(remarks: Iterable[Sequence[str]]) -> str:
    """Word a call that waits."""
    unanswered = any(kind == UNANSWERED for kind, *_seen in remarks)
    return _("Called, and nobody answered") if unanswered else _("Called")


def _word(kind: str, seen: str = "") -> str:
    if kind == "defects":
        return _("Not well formed: %(defects)s.") % {"defects": seen}
    return str(_WORDS.get(kind, kind))
