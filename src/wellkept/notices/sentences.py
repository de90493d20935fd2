"""The sentences of this room's events, for staff and for the customer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.events.line import Line, Words
from wellkept.notices import facts as notices

_NOTICES: dict[str, Words] = {
    "received": _("that we have their message, with the number"),
    "form_received": _("that their form has arrived"),
    "read_back": _("what we understood, to confirm"),
    "told_back": _("what we understood in a conversation, to confirm"),
    "please_agree": _("the page to agree to"),
    "quote": _("our quote, to choose from"),
    "quote_answer": _("the answer to their question about the quote"),
    "agreed": _("the confirmation of what was agreed"),
    "delay": _("that it will be later, and why"),
    "part_delivered": _("what came, and when the rest comes"),
    "visit_offered": _("when we could come, to pick a time"),
    "visit_fixed": _("when we come"),
    "visit_moved": _("that the visit moved, as they asked"),
    "visit_cancelled": _("that the visit is cancelled, and why"),
    "visit_late": _("that we come later than agreed"),
    "please_accept": _("that it is delivered, and asked for their acceptance"),
    "accepted": _("the confirmation of their acceptance"),
    "invoice": _("that they got an invoice"),
    "deposit_invoice": _("that they got an invoice for the deposit"),
    "payment_reminder": _("a reminder of an invoice"),
    "credit_note": _("that they got a credit note"),
    "cancelled": _("that it is cancelled, and why"),
    "letter": _("our letter"),
    "ask": _("a reminder that we wait for them"),
    "last_ask": _("that we close it if we hear nothing"),
    "recorded": _("what we recorded as their word"),
    "new_person": _("who looks after them from now on"),
    "not_ours": _("that we are not the right ones, and who is"),
    "joined": _("that it goes on under another number"),
    "code": _("the code to agree with"),
    "link": _("a new link to their page"),
    "where_it_is": _("the state, as they asked"),
}


def notice_words(kind: str) -> Words:
    """Word the content of a notice of this kind, as the end of a sentence."""
    return _NOTICES.get(kind, _("a notice"))


LINES: tuple[Line, ...] = (
    Line(
        notices.NoticeQueued,
        _("tells the customer {notice_words}"),
        None,
        "mail",
        alone=_("Tells the customer {notice_words}"),
    ),
    Line(notices.NoticeTold, _("the customer was told {notice_words}"), None, "mail"),
    Line(notices.NoticeReturned, _("it did not reach them: {notice_words}"), None, "chase", "why"),
    Line(notices.NoticeGivenUp, _("could not be sent: {notice_words}"), None, "chase", "why"),
    Line(notices.NoticeSentAgain, _("sent again: {notice_words}"), None, "mail"),
)
