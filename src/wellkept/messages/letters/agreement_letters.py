"""Letters about an agreement: the page to agree to, and what was agreed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wellkept.messages.letters.blocks import Block, Telling, button, pairs, priced_lines, quote, say, soft


def please_agree(t: Telling) -> tuple[str, list[Block]]:
    """Ask for agreement, or for the change of one. Facts: `total`, `currency`, `lines`, `delivery_by`, `valid_until`.

    A change also has `total_before` and `delivery_before`.
    """
    changes = bool(t.fact("total_before"))
    opening = (
        _("This is what we would change of what we agreed:")
        if changes
        else _("This is what we would agree on:")
    )
    return _("Please agree to a change") if changes else _("Please agree"), [
        say(opening),
        quote(t.words),
        *priced_lines(t),
        pairs(
            (_("Total"), t.money("total")),
            (_("of it tax"), t.money("tax")),
            (_("In total until now"), t.money("total_before")),
            (_("Ready by"), t.day_and_time("delivery_by")),
            (_("Ready until now by"), t.day_and_time("delivery_before")),
            (_("Valid until"), t.day_and_time("valid_until")),
        ),
        button(_("Read it and agree"), "#agreement"),
    ]


def agreed(t: Telling) -> tuple[str, list[Block]]:
    """Confirm the agreement. Facts: `total`, `currency`, `lines`, `delivery_by`, `signed_name`, `digest`."""
    blocks = [
        say(_("Thank you. This is what we agreed on:")),
        quote(t.words),
        *priced_lines(t),
        pairs(
            (_("Total"), t.money("total")),
            (_("of it tax"), t.money("tax")),
            (_("Ready by"), t.day_and_time("delivery_by")),
            (_("Agreed by"), t.fact("signed_name")),
        ),
        button(_("See it on your page")),
    ]
    if t.fact("digest"):
        blocks.append(soft(_("Fingerprint of these words: %(digest)s") % {"digest": t.fact("digest")}))
    return _("What we agreed on"), blocks
