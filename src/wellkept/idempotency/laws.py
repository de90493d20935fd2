"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "a_request_is_answered_once": Law(
        15, _("The same request is being answered."), _("Ask again in a moment.")
    ),
}
