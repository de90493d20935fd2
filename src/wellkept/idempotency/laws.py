"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "a_request_is_answered_once": Law(
        15, _("The same request is being answered."), _("Ask again in a moment.")
    ),
    "a_stored_answer_is_kept": Law(15, _("The answer to a request is kept for a week, as it was given.")),
}
