"""Headlines of the fifteen laws, so that a refusal can name its law."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

HEADLINES: Final = {
    1: _("Always in someone’s hands"),
    2: _("Always a next step"),
    3: _("Nothing arrives and vanishes"),
    4: _("Any reference finds it"),
    5: _("Stages move by the customer’s trigger, with evidence"),
    6: _("The process is the document"),
    7: _("A promise ends kept, renegotiated or released"),
    8: _("The customer hears it from us first"),
    9: _("No silent customer"),
    10: _("Never billed twice, never billed wrong"),
    11: _("The record cannot be rewritten"),
    12: _("Everyone on the same page at the same time"),
    13: _("A person to talk to"),
    14: _("Never back to start"),
    15: _("Every effect exactly once in intent"),
}
