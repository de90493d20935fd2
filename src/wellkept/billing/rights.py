"""Rights to handle money: who may read bank statements and payments, and act on them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.refusal import Refusal, forbidden, refuse
from wellkept.people.actor import Actor
from wellkept.people.models import Team
from wellkept.people.queries import answers_for_company
from wellkept.people.rights import is_admin


def cannot_see_money(by: Actor) -> Refusal | None:
    """Allow who bills: members of a team without a stage, administrators and the process owner."""
    if is_admin(by) or answers_for_company(by):
        return None
    if by.is_staff and Team.objects.filter(pk__in=by.teams, stage__isnull=True).exists():
        return None
    return forbidden(_("Payments are for those who bill."), instead=_("Ask one of them."))


def money_only(by: Actor) -> int:
    """Return the key of the acting person. Refuse everybody who does not bill, and a token that may only read."""
    refuse(cannot_see_money(by))
    me = by.as_staff()
    by.as_writer()
    return me
