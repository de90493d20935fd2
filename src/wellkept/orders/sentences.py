"""The sentences of this room's events, for staff and for the customer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.events.line import Line
from wellkept.orders import facts as orders

LINES: tuple[Line, ...] = (
    Line(
        orders.AgreementPut,
        _("chose from our quote: {money}, by {delivery_by}"),
        lambda facts: (
            _("You chose from our quote: {money}.")
            if facts.get("quote")
            else _("We put the agreement to you: {money}.")
        ),
        "paper",
        written_down=lambda facts: (
            _("wrote down their choice from our quote: {money}, by {delivery_by}")
            if facts.get("quote")
            else _("put the agreement to them: {money}, by {delivery_by}")
        ),
    ),
    Line(orders.AgreementWithdrawn, _("withdrew the agreement that lay before the customer"), None, "paper"),
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
    Line(orders.QuoteBegun, _("began quote {suffix}"), None, "paper"),
    Line(
        orders.QuoteSent,
        _("sent quote {suffix}: {money}, by {delivery_by}"),
        _("We sent you our quote {suffix}."),
        "paper",
    ),
    Line(orders.QuoteReplaced, _("replaced quote {suffix} by another one"), None, "paper"),
    Line(
        orders.QuoteDeclined,
        _("declined quote {suffix}"),
        _("You declined our quote {suffix}."),
        "paper",
        "said",
        written_down=_("wrote down that the customer declines quote {suffix}"),
    ),
    Line(
        orders.DiscountApprovalAsked,
        _("asked {asked} to approve a discount of {percent} % on quote {suffix}"),
        None,
        "flag",
        "why",
    ),
    Line(
        orders.DiscountAnswered,
        lambda facts: (
            _("approved a discount of {percent} % on quote {suffix}")
            if facts["approved"]
            else _("did not approve a discount of {percent} % on quote {suffix}")
        ),
        None,
        "flag",
        "answer",
    ),
    Line(
        orders.LineQuestioned,
        _("has a question about a line of quote {suffix}"),
        _("You asked about a line of our quote {suffix}."),
        "paper",
        "said",
        written_down=_("wrote down a question about a line of quote {suffix}"),
    ),
    Line(
        orders.LineQuestionAnswered,
        _("answered the question about a line of quote {suffix}"),
        _("We answered your question about a line of our quote {suffix}."),
        "paper",
        "said",
    ),
)
