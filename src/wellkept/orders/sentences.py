"""The sentences of this room's events, for staff and for the customer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.events.line import Line
from wellkept.orders import facts as orders

LINES: tuple[Line, ...] = (
    Line(
        orders.AgreementPut,
        _("put the agreement to them: {money}, by {delivery_by}"),
        _("We put the agreement to you: {money}."),
        "paper",
    ),
    Line(orders.AgreementWithdrawn, _("withdrew the agreement: another one took its place"), None, "paper"),
    Line(
        orders.AgreementDeclined,
        _("wants the agreement different"),
        _("You asked for something different."),
        "paper",
        "said",
        written_down=_("wrote down that the customer wants the agreement different"),
    ),
    Line(
        orders.Agreed,
        _("agreed to {money}, signed {signed_name}"),
        _("You agreed: {money}."),
        "paper",
        written_down=_("wrote down that {signed_name} agrees to {money}"),
    ),
    Line(orders.CodeSent, _("had a code sent to the address on record"), None, "system"),
    Line(orders.WrongCodeGiven, _("a wrong code was given"), None, "system"),
)
