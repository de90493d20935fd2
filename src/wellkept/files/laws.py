"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "a_paper_names_its_content": Law(0, _("A paper names its content by its SHA-256.")),
    "a_paper_is_not_empty": Law(0, _("This file is empty.")),
    "a_paper_has_a_name": Law(0, _("What is the paper called?")),
}
