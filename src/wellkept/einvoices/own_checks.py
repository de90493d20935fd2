"""Own checks of an invoice: what the published rules do not catch, and what must hold also where they do not run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from stdnum import bic, iban

from wellkept.einvoices.invoice import Invoice, InvoiceKind
from wellkept.einvoices.invoice_lines import WITHOUT_TAX, Adjustment, Period, Price, Tax, TaxCategory
from wellkept.einvoices.profiles import Profile
from wellkept.einvoices.totals import Totals, total
from wellkept.einvoices.verdict import Finding, Severity
from wellkept.kernel.minor_units import minor_units, rounded
from wellkept.kernel.text import Text, fill
from wellkept.kernel.vat_ids import is_malformed, misses_its_check_digit

OWN = "Wellkept"
SEPA_CREDIT_TRANSFER, SEPA_DIRECT_DEBIT = "58", "59"
NEEDS_A_REASON = frozenset(
    {
        TaxCategory.EXEMPT,
        TaxCategory.REVERSE_CHARGE,
        TaxCategory.INTRA_COMMUNITY,
        TaxCategory.EXPORT,
        TaxCategory.OUTSIDE_SCOPE,
    }
)


def check_invoice(invoice: Invoice, profile: Profile) -> tuple[Finding, ...]:
    """Make every check of ours."""
    return (
        *_profile(invoice, profile),
        *_dates(invoice),
        *_lines(invoice),
        *_adjustments(invoice),
        *_taxes(invoice),
        *_ids(invoice),
        *_accounts(invoice),
        *_decimals(invoice, total(invoice)),
    )


def _error(rule: str, place: str, words: Text) -> Finding:
    return Finding(rule, Severity.ERROR, place, words, OWN)


def _profile(invoice: Invoice, profile: Profile) -> Iterator[Finding]:
    if invoice.kind not in profile.kinds:
        yield _error(
            "kind_is_not_of_this_profile",
            "BT-3",
            _("This kind of invoice cannot be sent in this way. Choose another format."),
        )
    for demand in profile.demands:
        if not demand.is_met(invoice):
            yield _error(demand.name, demand.place, demand.sentence)
    if (invoice.kind.is_credit or invoice.kind is InvoiceKind.CORRECTED) and not invoice.preceding:
        yield _error(
            "credit_note_without_its_invoice",
            "BG-3",
            _("A credit note or a correction names the invoice that it changes."),
        )


def _dates(invoice: Invoice) -> Iterator[Finding]:
    if invoice.due_on and invoice.due_on < invoice.issued_on:
        yield _error("due_before_issue", "BT-9", _("It would be due before it is issued."))
    for earlier in invoice.preceding:
        if earlier.issued_on and earlier.issued_on > invoice.issued_on:
            yield _error(
                "earlier_invoice_is_later", "BT-26", _("The earlier invoice has a later date than this one.")
            )
    if invoice.tax_point_on and invoice.tax_point_event:
        yield _error(
            "two_tax_points", "BT-7, BT-8", _("Give either the day on which the VAT is due, or the event.")
        )
    places: list[tuple[str, Period | None]] = [("BG-14", invoice.period)]
    places += [(f"BG-25[{line.id}]/BG-26", line.period) for line in invoice.lines]
    for place, period in places:
        if period and period.start and period.end and period.end < period.start:
            yield _error("period_runs_backwards", place, _("The period ends before it begins."))


def _lines(invoice: Invoice) -> Iterator[Finding]:
    if not invoice.lines:
        yield _error("no_lines", "BG-25", _("An invoice needs at least one line."))
    for name, count in Counter(line.id for line in invoice.lines).items():
        if count > 1:
            yield _error(
                "line_number_twice", f"BG-25[{name}]", _("Two lines of the invoice have the same number.")
            )
    for line in invoice.lines:
        yield from _price(line.price, f"BG-25[{line.id}]/BG-29")


def _price(price: Price, place: str) -> Iterator[Finding]:
    if price.net < 0 or price.discount < 0:
        yield _error(
            "negative_price",
            place,
            _("A price or its discount is negative. Give a negative quantity instead."),
        )


def _adjustments(invoice: Invoice) -> Iterator[Finding]:
    for adjustment in invoice.adjustments:
        yield from _adjustment(adjustment, "BG-21" if adjustment.is_charge else "BG-20", invoice.currency)
        if adjustment.tax is None:
            yield _error(
                "adjustment_without_tax",
                "BG-20, BG-21",
                _("An allowance or charge on the whole invoice needs its VAT."),
            )
    for line in invoice.lines:
        for adjustment in line.adjustments:
            group = "BG-28" if adjustment.is_charge else "BG-27"
            yield from _adjustment(adjustment, f"BG-25[{line.id}]/{group}", invoice.currency)


def _adjustment(adjustment: Adjustment, place: str, currency: str) -> Iterator[Finding]:
    if adjustment.amount < 0:
        yield _error(
            "negative_adjustment",
            place,
            _("An allowance or charge is negative. Use the other of the two instead."),
        )
    if not adjustment.reason and not adjustment.reason_code:
        yield _error("adjustment_without_reason", place, _("An allowance or charge needs its reason."))
    if adjustment.percent is not None and adjustment.base is not None:
        exact = adjustment.base * adjustment.percent / 100
        if rounded(exact, currency) != rounded(adjustment.amount, currency):
            yield _error(
                "percentage_does_not_fit",
                place,
                _("The amount of an allowance or charge is not its percentage of its base."),
            )


def _taxes(invoice: Invoice) -> Iterator[Finding]:
    taxes = [(f"BG-25[{line.id}]/BG-30", line.tax) for line in invoice.lines]
    taxes += [("BG-20, BG-21", change.tax) for change in invoice.adjustments if change.tax]
    for place, tax in taxes:
        if not _has_a_fitting_rate(tax):
            yield _error(
                "rate_does_not_fit_its_category", place, _("The rate of VAT does not fit its category.")
            )
        if tax.category in NEEDS_A_REASON and not tax.reason and not tax.reason_code:
            yield _error("no_reason_for_no_tax", place, _("Say why no VAT is charged here."))
    own = invoice.tax_in_own_currency
    if own and own.currency == invoice.currency:
        yield _error(
            "own_currency_is_the_same",
            "BT-6",
            _("The currency for the tax office is the same as that of the invoice. Leave it out."),
        )


def _has_a_fitting_rate(tax: Tax) -> bool:
    if tax.category is TaxCategory.OUTSIDE_SCOPE:
        return tax.rate is None
    if tax.rate is None:
        return False
    if tax.category in WITHOUT_TAX:
        return tax.rate == 0
    return tax.rate > 0 if tax.category is TaxCategory.STANDARD else tax.rate >= 0


def _ids(invoice: Invoice) -> Iterator[Finding]:
    ids = [("BT-31", invoice.seller.vat_id), ("BT-48", invoice.buyer.vat_id)]
    if invoice.tax_representative:
        ids.append(("BT-63", invoice.tax_representative.vat_id))
    for place, number in ids:
        if not number:
            continue
        if is_malformed(number):
            words = _("%(number)s does not have the form of a VAT id.")
            yield _error("vat_id_form", place, fill(words, number=number))
        elif misses_its_check_digit(number):
            words = _("The check digit of the VAT id %(number)s is not right. Is it typed correctly?")
            yield Finding("vat_id_check_digit", Severity.WARNING, place, fill(words, number=number), OWN)


def _accounts(invoice: Invoice) -> Iterator[Finding]:
    payment = invoice.payment
    if payment is None:
        return
    for transfer in payment.credit_transfers:
        must = payment.code == SEPA_CREDIT_TRANSFER
        if (must or _looks_like_an_iban(transfer.account)) and not iban.is_valid(transfer.account):
            yield _wrong_iban("BT-84", transfer.account)
        if transfer.bic and not bic.is_valid(transfer.bic):
            words = _("%(number)s is not the BIC of a bank.")
            yield _error("bic_form", "BT-86", fill(words, number=transfer.bic))
    debit = payment.direct_debit
    if debit:
        must = payment.code == SEPA_DIRECT_DEBIT
        if (must or _looks_like_an_iban(debit.debited_account)) and not iban.is_valid(debit.debited_account):
            yield _wrong_iban("BT-91", debit.debited_account)


def _wrong_iban(place: str, number: str) -> Finding:
    words = _("%(number)s is not an IBAN. Its check digits do not fit the rest.")
    return _error("iban_check_digits", place, fill(words, number=number))


def _looks_like_an_iban(number: str) -> bool:
    return number[:2].isalpha() and number[2:4].isdigit()


def _decimals(invoice: Invoice, sums: Totals) -> Iterator[Finding]:
    """EN 16931 shows two decimals. An amount with a third one cannot be sent in it."""
    if minor_units(invoice.currency) <= 2:
        return
    amounts = [sums.lines, sums.without_tax, sums.tax, sums.with_tax, sums.payable, *sums.line_amounts]
    amounts += [share.base for share in sums.shares] + [share.tax for share in sums.shares]
    changes = [*invoice.adjustments, *(change for line in invoice.lines for change in line.adjustments)]
    values = [money.amount for money in amounts] + [invoice.prepaid, invoice.rounding]
    values += [change.amount for change in changes]
    if any(value != value.quantize(Decimal("0.01")) for value in values):
        words = _("A structured invoice shows at most two decimals, and an amount in %(currency)s has three.")
        yield _error("more_than_two_decimals", "BG-22", fill(words, currency=invoice.currency))
