"""Wording of the letters about a quote."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wellkept.messages.letters.blocks import Block, Telling, button, pairs, quote, say


def our_quote(t: Telling) -> tuple[str, list[Block]]:
    """Send the quote. `words`; facts: `total`, `currency`, `delivery_by`, `valid_until`."""
    return _("Our quote"), [
        say(_("This is what we offer. On your page you choose, change quantities and ask about each line.")),
        quote(t.words),
        pairs(
            (_("Total, before what you choose"), t.money("total")),
            (_("Ready by"), t.day_and_time("delivery_by")),
            (_("Valid until"), t.day_and_time("valid_until")),
        ),
        button(_("Look at it and choose"), "#quote"),
    ]


def quote_answer(t: Telling) -> tuple[str, list[Block]]:
    """Answer a question about a line of the quote. `words`: our answer; facts: `question`."""
    return _("Your question about our quote"), [
        say(_("You asked:")),
        quote(t.fact("question")),
        say(_("This is our answer:")),
        quote(t.words),
        button(_("Back to the quote"), "#quote"),
    ]
