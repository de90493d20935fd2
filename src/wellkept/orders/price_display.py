"""The lines of an agreement as people see them: sections, amounts and sums, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellkept.kernel import wording
from wellkept.kernel.minor_units import rounded
from wellkept.kernel.text import Text
from wellkept.orders.agreement_lines import HOURLY, METERED, Line, Sum, Totals, net_of, sum_of, totals_of
from wellkept.orders.payment_terms import BILL_ON, deposit_parts
from wellkept.solutions.units import LUMP_SUM, counted

if TYPE_CHECKING:
    from wellkept.orders.models import Agreement, Quote


@dataclass(frozen=True)
class ShownLine:
    """A line: its words, how its amount comes about, and the amount."""

    words: str
    count: str
    amount: str


@dataclass(frozen=True)
class ShownSum:
    """One of the sums below the lines. The one that is paid is strong."""

    name: str
    amount: str
    strong: bool = False


@dataclass(frozen=True)
class ShownPrice:
    """All lines by their sections, and the sums."""

    sections: Sequence[tuple[str, Sequence[ShownLine]]]
    sums: Sequence[ShownSum]


def shown_price(lines: Sequence[Line], currency: str, *, with_tax: bool) -> ShownPrice:
    """Show lines and sums. A person sees amounts `with_tax`, an organisation sees them before tax."""
    sections = [
        (section, [shown_line(line, currency, with_tax=with_tax) for line in of])
        for section, of in groupby(lines, key=lambda line: line.section)
    ]
    return ShownPrice(sections, list(shown_sums(totals_of(lines, currency), currency, with_tax=with_tax)))


def shown_sums(totals: Totals, currency: str, *, with_tax: bool) -> Iterable[ShownSum]:
    """The sums: what is paid once, its taxes, and what is paid in each period."""
    once = totals.once
    if totals.taxes and not with_tax:
        yield ShownSum(_("Before tax"), wording.money(once.net, currency))
        for share in totals.taxes:
            yield ShownSum(_tax(share.category, share.rate), wording.money(share.tax, currency))
    if totals.taxes or not totals.recurring:
        yield ShownSum(_("In total"), wording.money(once.gross, currency), strong=True)
    if totals.taxes and with_tax:
        for share in totals.taxes:
            if share.tax:
                yield ShownSum(
                    _("of it %(tax)s") % {"tax": _tax(share.category, share.rate)},
                    wording.money(share.tax, currency),
                )
    for months, total in totals.recurring.items():
        if total.tax and not with_tax:
            name = _("%(period)s, before tax") % {"period": period_in_words(months)}
            yield ShownSum(name, wording.money(total.net, currency))
        yield ShownSum(period_in_words(months), wording.money(total.gross, currency), strong=True)


def price_in_words(lines: Iterable[Line], currency: str, *, with_tax: bool) -> str:
    """Say the price of these lines together: `€500`, `€20 each month`, `€500 + €20 each month`."""
    totals = totals_of(lines, currency)
    parts = [wording.money(_paid(totals.once, with_tax), currency)]
    if totals.recurring and not totals.taxes:
        parts = []
    for months, total in totals.recurring.items():
        parts.append(f"{wording.money(_paid(total, with_tax), currency)} {period_in_words(months)}")
    return " + ".join(parts)


def _paid(total: Sum, with_tax: bool) -> Decimal:
    return total.gross if with_tax else total.net


def payment_in_words(row: Agreement, lines: Sequence[Line]) -> list[tuple[str, str]]:
    """The terms of payment with their names: when it is billed, when it is paid, and the deposit with its tax."""
    if not row.deposit_net:
        return _payment(row)
    parts = deposit_parts(totals_of(lines, row.currency).taxes, row.deposit_net, row.currency)
    return _payment(row, wording.money(sum_of(parts).gross, row.currency))


def quoted_payment_in_words(row: Quote) -> list[tuple[str, str]]:
    """The terms of payment of a quote, whose total the customer's choice makes."""
    if row.deposit_share:
        return _payment(row, f"{wording.quantity(row.deposit_share)} %")
    if row.deposit:
        amount = _("%(amount)s before tax") % {"amount": wording.money(row.deposit, row.currency)}
        return _payment(row, amount)
    return _payment(row)


def _payment(row: Agreement | Quote, deposit: str = "") -> list[tuple[str, str]]:
    due = ngettext("within %(days)s day of the invoice", "within %(days)s days of the invoice", row.due_days)
    words = [
        (_("Billed"), str(BILL_ON[row.bill_on])),
        (_("To be paid"), due % {"days": row.due_days} if row.due_days else _("at once")),
    ]
    return [*words, (_("Deposit, billed when it is agreed"), deposit)] if deposit else words


def period_in_words(months: int) -> str:
    """Say how often something is paid: `each month`, `each year`, `every 3 months`."""
    if months == 1:
        return _("each month")
    if months % 12 == 0:
        years = months // 12
        return ngettext("each year", "every %(count)s years", years) % {"count": years}
    return ngettext("every %(count)s month", "every %(count)s months", months) % {"count": months}


def quantity_in_words(line: Line) -> str:
    """A quantity with its unit: `2 h`, `3 pieces`."""
    return counted(line.quantity, line.unit)


def shown_line(line: Line, currency: str, *, with_tax: bool) -> ShownLine:
    """Show one line with its amount."""
    net = net_of(line, currency)
    amount = rounded(net * (1 + line.tax_rate / 100), currency) if with_tax else net
    return ShownLine(
        line.words, " · ".join(_count(line, currency, with_tax)), wording.money(amount, currency)
    )


def _count(line: Line, currency: str, with_tax: bool) -> Iterable[str]:
    if line.unit != LUMP_SUM or line.quantity != 1:
        price = line.unit_price * (1 + line.tax_rate / 100) if with_tax else line.unit_price
        each = wording.unit_price(price, currency)
        yield _("%(quantity)s at %(price)s") % {"quantity": quantity_in_words(line), "price": each}
    if line.discount:
        yield _("less %(percent)s %%") % {"percent": wording.quantity(line.discount)}
    if line.kind == HOURLY:
        yield _("by the hours worked")
    if line.kind == METERED:
        yield _("by use")
    if line.ceiling is not None:
        yield _("at most %(quantity)s") % {"quantity": counted(line.ceiling, line.unit)}
    if line.period_months:
        yield period_in_words(line.period_months)


def _tax(category: str, rate: Decimal) -> str:
    if category == "S":
        return _("VAT %(rate)s %%") % {"rate": wording.quantity(rate)}
    return str(category_in_words(category))


def category_in_words(category: str) -> Text:
    """Say why there is no tax."""
    return {
        "Z": _("Zero-rated"),
        "E": _("Exempt from VAT"),
        "AE": _("No VAT: you owe it (reverse charge)"),
        "G": _("No VAT: export outside the EU"),
        "K": _("No VAT: supply within the EU"),
        "O": _("No VAT"),
    }.get(category, category)
