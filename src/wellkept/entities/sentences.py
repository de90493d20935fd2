"""The sentences of this room's events, for staff."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.entities import facts
from wellkept.events.line import Line

LINES: tuple[Line, ...] = (
    Line(facts.EntityAdded, _("added the entity {name}"), None, "note"),
    Line(facts.EntityChanged, _("changed details of the entity"), None, "note"),
    Line(facts.UsualEntitySet, _("settled which entity is the usual one"), None, "note"),
    Line(facts.UsualTermsSet, _("settled when it bills and within how many days it is paid"), None, "note"),
    Line(facts.EntityEnded, _("ended the entity: {why}"), None, "note", "why"),
    Line(facts.EntityTakenUpAgain, _("took the entity up again"), None, "note"),
    Line(facts.AccountAdded, _("added the bank account {iban}"), None, "note"),
    Line(facts.AccountPreferred, _("chose the bank account {iban} for papers"), None, "note"),
    Line(facts.LogoChosen, _("chose the logo on papers"), None, "note"),
    Line(facts.PaperTextSet, _("changed what papers say at the beginning and at the end"), None, "note"),
    Line(facts.AccountClosed, _("closed the bank account {iban}"), None, "note"),
)
