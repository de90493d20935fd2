"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "a_stored_file_names_its_content": Law(0, _("A file identifies its content by its SHA-256.")),
    "a_stored_file_is_not_empty": Law(0, _("This file is empty.")),
    "a_file_goes_on_from_intake": Law(
        11, _("A file stays with its journey; only an item in Intake hands its files on.")
    ),
    "a_stored_file_has_a_name": Law(0, _("What is the file called?")),
}
