"""Reasons of ISO 20022 for a payment that came back or was rejected, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.bank_files.bank_statement import ReturnReason
from wellkept.kernel.text import Text, fill

WORDS: dict[str, Text] = {
    "AC01": _("The account number is wrong."),
    "AC03": _("The account number of the recipient is wrong."),
    "AC04": _("The account is closed."),
    "AC06": _("The account is blocked."),
    "AC13": _("The account is a consumer's, and this kind of direct debit is for companies only."),
    "AG01": _("The account does not allow this kind of payment."),
    "AG02": _("The kind of payment is named wrongly in the file."),
    "AM02": _("The amount is above a limit of the account."),
    "AM04": _("There was not enough money on the account."),
    "AM05": _("The payment was sent twice."),
    "AM09": _("The amount is wrong."),
    "ARDT": _("The payment had been returned already."),
    "BE04": _("The address of the recipient is missing or wrong."),
    "BE05": _("The bank does not know our creditor identifier for this mandate."),
    "BE06": _("The bank does not know the customer."),
    "CNOR": _("The recipient's bank cannot be reached in this scheme."),
    "CUST": _("The customer asked for it."),
    "DNOR": _("The payer's bank cannot be reached in this scheme."),
    "DUPL": _("The payment was sent twice."),
    "ED05": _("The banks could not settle the payment."),
    "FF01": _("The file does not have the form that the bank needs."),
    "FF05": _("This kind of direct debit is named wrongly in the file."),
    "FOCR": _("We asked for the money back."),
    "FR01": _("The bank suspects fraud."),
    "FRAD": _("The payment goes back because of fraud."),
    "MD01": _("There is no valid mandate, or the payer did not authorise it."),
    "MD02": _("Data of the mandate are missing or wrong."),
    "MD06": _("The payer objected to the direct debit."),
    "MD07": _("The account holder has died."),
    "MS02": _("The payer refused it without a reason."),
    "MS03": _("The bank gives no reason."),
    "NOAS": _("The customer did not answer."),
    "RC01": _("The bank's identifier (BIC) is wrong."),
    "RR01": _("The account of the payer must be named, by law."),
    "RR02": _("Name or address of the payer must be given, by law."),
    "RR03": _("Name or address of the recipient must be given, by law."),
    "RR04": _("A law or an authority forbids it."),
    "SL01": _("The bank does not allow it by an agreement with its customer."),
    "TECH": _("A technical problem stopped it."),
    "TM01": _("The file came too late for its day."),
    "UPAY": _("The payment was not due."),
}


def reason_in_words(reason: ReturnReason) -> Text:
    """Put the reason into words: the code's, with what the bank wrote, else the bare code."""
    words = WORDS.get(reason.code)
    if words is None:
        if reason.text:
            return fill(_("The bank says: “%(text)s” (%(code)s)."), text=reason.text, code=reason.code or "–")
        return fill(_("The bank gives the reason %(code)s."), code=reason.code or "–")
    if reason.text:
        return fill(_("%(words)s The bank adds: “%(text)s”."), words=words, text=reason.text)
    return words
