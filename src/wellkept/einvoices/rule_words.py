"""Published rules in plain words, for those that people meet. The others say what their publisher wrote."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.text import Text, fill

OF_A_CATEGORY = re.compile(r"BR-(S|Z|E|AE|IC|G|O|AF|AG)-(\d\d)")
PREFIX = re.compile(r"^\s*\[[^\]]*\]\s*[-–:]?\s*")

CATEGORIES = {
    "S": _("the normal or a reduced rate"),
    "Z": _("the zero rate"),
    "E": _("exempt from VAT"),
    "AE": _("reverse charge"),
    "IC": _("supply to another country of the European Union"),
    "G": _("export"),
    "O": _("outside the scope of VAT"),
    "AF": _("tax of the Canary Islands"),
    "AG": _("tax of Ceuta and Melilla"),
}

# The rules of each category have the same numbers.
BY_NUMBER = {
    "01": _("Everything under “%(category)s” belongs into one group of the VAT breakdown."),
    "02": _(
        "A line under “%(category)s” needs the right VAT ids or tax numbers of the seller and the buyer."
    ),
    "03": _(
        "An allowance under “%(category)s” needs the right VAT ids or tax numbers of the seller and the buyer."
    ),
    "04": _(
        "A charge under “%(category)s” needs the right VAT ids or tax numbers of the seller and the buyer."
    ),
    "05": _("The rate of VAT of a line does not fit “%(category)s”."),
    "06": _("The rate of VAT of an allowance does not fit “%(category)s”."),
    "07": _("The rate of VAT of a charge does not fit “%(category)s”."),
    "08": _("The taxable amount under “%(category)s” is not the sum of its lines, allowances and charges."),
    "09": _("The VAT under “%(category)s” is not its rate on the taxable amount."),
    "10": _("Under “%(category)s”, the reason for charging no VAT is missing, or must not be there."),
}

WORDS: dict[str, Text] = {
    "BR-01": _("The document does not say which specification it follows."),
    "BR-02": _("The invoice has no number."),
    "BR-03": _("The invoice has no date of issue."),
    "BR-04": _("The document does not say whether it is an invoice or a credit note."),
    "BR-05": _("The invoice has no currency."),
    "BR-06": _("The name of the seller is missing."),
    "BR-07": _("The name of the buyer is missing."),
    "BR-08": _("The address of the seller is missing."),
    "BR-09": _("The country of the seller is missing."),
    "BR-10": _("The address of the buyer is missing."),
    "BR-11": _("The country of the buyer is missing."),
    "BR-12": _("The sum of the lines is missing."),
    "BR-13": _("The total without VAT is missing."),
    "BR-14": _("The total with VAT is missing."),
    "BR-15": _("The amount to be paid is missing."),
    "BR-16": _("An invoice needs at least one line."),
    "BR-17": _("The name of the payee is missing, or it is the seller."),
    "BR-18": _("The name of the tax representative is missing."),
    "BR-19": _("The address of the tax representative is missing."),
    "BR-21": _("A line has no number."),
    "BR-22": _("A line has no quantity."),
    "BR-23": _("A line has no unit."),
    "BR-24": _("A line has no amount."),
    "BR-25": _("A line does not say what was sold."),
    "BR-26": _("A line has no price."),
    "BR-27": _("A price is negative. Give a negative quantity instead."),
    "BR-28": _("A price before its discount is negative."),
    "BR-29": _("The period ends before it begins."),
    "BR-30": _("The period of a line ends before it begins."),
    "BR-33": _("An allowance on the whole invoice needs its reason."),
    "BR-38": _("A charge on the whole invoice needs its reason."),
    "BR-42": _("An allowance on a line needs its reason."),
    "BR-44": _("A charge on a line needs its reason."),
    "BR-49": _("The means of payment has no code."),
    "BR-50": _("The account to pay to is missing."),
    "BR-55": _("The number of the earlier invoice is missing."),
    "BR-57": _("The country of the place of delivery is missing."),
    "BR-61": _("A credit transfer needs the account to pay to."),
    "BR-62": _("The electronic address of the seller needs its kind."),
    "BR-63": _("The electronic address of the buyer needs its kind."),
    "BR-CL-01": _("This kind of invoice is not on the list."),
    "BR-CL-04": _("The currency is not on the list of ISO 4217."),
    "BR-CL-14": _("The country is not on the list of ISO 3166-1."),
    "BR-CL-16": _("The means of payment is not on the list."),
    "BR-CL-23": _("The unit is not on the list."),
    "BR-CL-24": _("A file of this kind cannot be attached."),
    "BR-CL-25": _("The kind of electronic address is not on the list."),
    "BR-CO-03": _("Give either the day on which the VAT is due, or the event."),
    "BR-CO-04": _("A line has no category of VAT."),
    "BR-CO-09": _("A VAT id must begin with the letters of its country."),
    "BR-CO-10": _("The sum of the lines is not right."),
    "BR-CO-11": _("The sum of the allowances is not right."),
    "BR-CO-12": _("The sum of the charges is not right."),
    "BR-CO-13": _("The total without VAT is not the lines less allowances and plus charges."),
    "BR-CO-14": _("The total VAT is not the sum of its groups."),
    "BR-CO-15": _("The total with VAT is not the total without VAT and the VAT."),
    "BR-CO-16": _("The amount to be paid is not the total with VAT less what was paid already."),
    "BR-CO-17": _("The VAT of a group is not its rate on its taxable amount."),
    "BR-CO-18": _("The VAT breakdown is missing."),
    "BR-CO-25": _("If something is to be paid, the invoice needs a due date or terms of payment."),
    "BR-CO-26": _("The seller needs a VAT id, a number in a register, or another identifier."),
    "BR-IC-11": _("A supply to another country of the European Union needs its date or period."),
    "BR-IC-12": _("A supply to another country of the European Union needs the country it goes to."),
    "BR-DE-1": _("For Germany, the invoice needs to say how it is to be paid."),
    "BR-DE-2": _("For Germany, the seller needs a contact."),
    "BR-DE-3": _("For Germany, the town of the seller is missing."),
    "BR-DE-4": _("For Germany, the postcode of the seller is missing."),
    "BR-DE-5": _("For Germany, the contact of the seller needs a name."),
    "BR-DE-6": _("For Germany, the contact of the seller needs a telephone number."),
    "BR-DE-7": _("For Germany, the contact of the seller needs a mail address."),
    "BR-DE-8": _("For Germany, the town of the buyer is missing."),
    "BR-DE-9": _("For Germany, the postcode of the buyer is missing."),
    "BR-DE-10": _("For Germany, the town of the place of delivery is missing."),
    "BR-DE-11": _("For Germany, the postcode of the place of delivery is missing."),
    "BR-DE-14": _("For Germany, each group of the VAT breakdown needs its rate."),
    "BR-DE-15": _("For Germany, the buyer's reference is missing. For a public office it is the Leitweg-ID."),
    "BR-DE-16": _("For Germany, the seller needs a VAT id or a tax number."),
    "BR-DE-17": _("Germany does not take this kind of invoice."),
    "BR-DE-19": _("The account to pay to does not look like an IBAN."),
    "BR-DE-20": _("The account to be debited does not look like an IBAN."),
    "BR-DE-21": _("The document does not say that it is an XRechnung."),
    "BR-DE-26": _("For Germany, a corrected invoice names the invoice that it corrects."),
    "BR-DE-27": _("The telephone number of the contact needs at least three digits."),
    "BR-DE-28": _("The mail address of the contact is not one."),
    "BR-DE-TMP-32": _(
        "For Germany, the invoice should say when it was delivered, or for which period it is."
    ),
    "PEPPOL-EN16931-R003": _("The buyer's reference or the number of their purchase order is missing."),
    "PEPPOL-EN16931-R010": _("The electronic address of the buyer is missing."),
    "PEPPOL-EN16931-R020": _("The electronic address of the seller is missing."),
    "PEPPOL-EN16931-R040": _("The amount of an allowance or charge is not its percentage of its base."),
    "PEPPOL-EN16931-R110": _("The period of a line begins before that of the invoice."),
    "PEPPOL-EN16931-R111": _("The period of a line ends after that of the invoice."),
    "PEPPOL-EN16931-R120": _(
        "The amount of a line is not quantity times price, with its allowances and charges."
    ),
}


def words_for(rule: str, published: str) -> Text:
    """Word a broken rule: our own sentence, or the publisher's without its number."""
    if rule in WORDS:
        return WORDS[rule]
    of_a_category = OF_A_CATEGORY.fullmatch(rule)
    if of_a_category and of_a_category[2] in BY_NUMBER:
        return fill(BY_NUMBER[of_a_category[2]], category=CATEGORIES[of_a_category[1]])
    return PREFIX.sub("", published) or rule
