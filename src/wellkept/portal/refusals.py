"""A command's no, in words for the customer. Staff read the same refusals in their own."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from wellkept.kernel.refusal import Refusal

# What was asked for is on record already: whoever asks twice is thanked once more, and nothing happens.
ON_RECORD = frozenset(
    {
        "nothing_to_confirm",
        "answered",
        "accepted_already",
        "decided_already",
        "not_at_rest",
        "no_such_trigger",
    }
)

WORDS: dict[str, Callable[[], str]] = {
    "invalid_words": lambda: _("Please write a few words."),
    "invalid_correction": lambda: _("Please write what is different."),
    "invalid_need": lambda: _("Please write what is in your way."),
    "invalid_what": lambda: _("Please write what you decided for."),
    "invalid_why": lambda: _("Please write why."),
    "invalid_signed_name": lambda: _("Please write your name."),
    "invalid_code": lambda: _(
        "This is not the code that we sent, or it has expired. You can ask for a fresh one."
    ),
    "no_address": lambda: _("We have no mail address of yours to send a code to. Please call us."),
    "nothing_to_agree": lambda: _(
        "There is nothing to agree to any more. Look at your page for what comes next."
    ),
    "no_quote": lambda: _("There is no quote to answer any more. Look at your page for what comes next."),
    "page_changed": lambda: _("This page has changed since you opened it. Please read it again."),
    "offer_expired": lambda: _("This offer has expired. Ask us, and we renew it; that is quick."),
    "date_passed": lambda: _("The date on this page has passed. Ask us for a new one."),
    "promises_open": lambda: _("We still owe you something here. Once it is done, you can tell us."),
    "still_waiting": lambda: _("You still wait for something from us. Once it is done, you can tell us."),
    "not_accepted": lambda: _("This one is not finished yet. Write to us, and we take it up beside it."),
    "agreed_already": lambda: _("You agreed to this already. Please call us if you want to stop it."),
    "not_in_delivery": lambda: _("There is nothing to accept at this moment."),
    "journey_ended": lambda: _(
        "This one is closed. Tell us what you need now, and we begin with all that we know."
    ),
    "journey_at_rest": lambda: _("This one is done. Write to us if something is not right."),
    "too_near": lambda: _("The visit is too near to be changed here. Please call us."),
    "window_taken": lambda: _("This time is not free any more. Please pick another one."),
    "invalid_starts": lambda: _("Please pick a time."),
    "visit_over": lambda: _("This visit is over or cancelled."),
    "no_such_move": lambda: _("There is no new date to answer any more."),
    "clock_was_set": lambda: _("That did not go through just now. Please send it again."),
    "too_many": lambda: _("Too many requests in a short time. Please wait a little, or call us."),
}


def words(refusal: Refusal) -> str:
    """Return the sentence for a customer. A refusal without one in their words asks them to call."""
    if refusal.for_customer is not None:
        return str(refusal.for_customer)
    sentence = WORDS.get(refusal.code)
    return sentence() if sentence else _("This is not possible at this moment. Please write to us, or call.")
