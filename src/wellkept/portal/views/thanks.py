"""Thanks after an act."""

from __future__ import annotations

from django.utils.translation import gettext as _


def thanks(done: str) -> str:
    """The sentence to show after an act."""
    sentences = {
        "confirmed": _("Thank you. Now we know that we understood you."),
        "corrected": _("Thank you. We have your words, and come back to you."),
        "told": _("Thank you. Now we know that we heard you right."),
        "decided": _("Thank you. We have your decision."),
        "agreed": _("Thank you. It is agreed; you get it by mail for your files."),
        "chosen": _("Thank you. This is what you chose: please read it and agree."),
        "different": _("Thank you. We look at it and come back with another page."),
        "date_accepted": _("Thank you. The new date counts."),
        "date_refused": _("We have your answer and look for another date with you."),
        "visit_picked": _("Thank you. We come at this time; you get it by mail for your calendar."),
        "visit_cancelled": _("The visit is cancelled."),
        "accepted": _("Thank you. We are glad that it is there."),
        "rejected": _("Thank you for saying so. We put it right."),
        "works": _("That is good to hear."),
        "asked": _("We have your message. You get an answer from a person."),
        "next": _("We have it. This is its page, with its own number."),
        "ended": _("We have noted it."),
        "objected": _("We have your objection, and answer it."),
        "code": _("A code is on its way to the mail address that we have of you."),
    }
    return sentences.get(done, "")
