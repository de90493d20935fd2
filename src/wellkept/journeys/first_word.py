"""The journey's first word: nothing is decided or promised before it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from wellkept.journeys.models import Journey
from wellkept.kernel.refusal import Refusal


def before_the_first_word(row: Journey, happened: datetime) -> Refusal | None:
    """Refuse what is said to have happened before the journey's first word."""
    if happened >= row.opened_at:
        return None
    return Refusal(
        "before_the_first_word",
        _("This was before the customer's first word."),
        field="happened",
        law=5,
        instead=_("Log the earlier contact first: the journey then begins with it."),
        status=422,
    )
