"""Wording of letters about money: an invoice, and a credit note."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wellkept.messages.letters.blocks import Block, Telling, button, pairs, say


def invoice(t: Telling) -> tuple[str, list[Block]]:
    """Send an invoice. Facts: `legal_number`, `suffix`, `total`, `currency`, `due_on`."""
    return _("Your invoice"), [
        say(_("Thank you for your order. This is the invoice for it:")),
        pairs(
            (_("Invoice number"), t.fact("legal_number")),
            (_("Total"), t.money("total")),
            (_("Please pay by"), t.day_and_time("due_on")),
        ),
        button(_("See the invoice and pay")),
    ]


def deposit_invoice(t: Telling) -> tuple[str, list[Block]]:
    """Send the invoice of a deposit. Facts: `legal_number`, `suffix`, `total`, `currency`, `due_on`."""
    return _("Your invoice for the deposit"), [
        say(
            _(
                "Thank you for your order. This is the invoice for the deposit that we agreed. We deduct it later:"
            )
        ),
        pairs(
            (_("Invoice number"), t.fact("legal_number")),
            (_("Total"), t.money("total")),
            (_("Please pay by"), t.day_and_time("due_on")),
        ),
        button(_("See the invoice and pay")),
    ]


def payment_reminder(t: Telling) -> tuple[str, list[Block]]:
    """Remind of an invoice. Facts: `legal_number`, `total`, `currency`, `due_on`."""
    return _("A reminder of your invoice"), [
        say(_("We have not seen the payment of this invoice yet. If you have just paid, thank you.")),
        pairs(
            (_("Invoice number"), t.fact("legal_number")),
            (_("To be paid"), t.money("total")),
            (_("It was to be paid by"), t.day_and_time("due_on")),
        ),
        button(_("See the invoice, pay, or tell us what is wrong")),
    ]


def credit_note(t: Telling) -> tuple[str, list[Block]]:
    """Send a credit note. Facts: `legal_number`, `credited`, `total`, `currency`."""
    return _("Your credit note"), [
        say(_("We have corrected an invoice. What you need not pay, or get back:")),
        pairs(
            (_("Number"), t.fact("legal_number")),
            (_("It corrects invoice"), t.fact("credited")),
            (_("Total"), t.money("total")),
        ),
        button(_("See it on your page")),
    ]
