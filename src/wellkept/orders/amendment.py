"""The change of an agreement as its reader sees it: price and date until now and from then on, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wellkept.kernel import wording
from wellkept.orders.agreement_lines import title_of
from wellkept.orders.price_display import price_in_words, shown_line

if TYPE_CHECKING:
    from wellkept.orders.models import Agreement, AgreementLine


@dataclass(frozen=True)
class Change:
    """One thing that changes: what it is, until now, and from then on. Empty is what was not, or will not be, there."""

    what: str
    before: str
    after: str


def changes_between(
    before: Agreement,
    after: Agreement,
    *,
    lines_before: Sequence[AgreementLine],
    lines_after: Sequence[AgreementLine],
    with_tax: bool,
) -> list[Change]:
    """List what another agreement changes: its lines, then the price and the date. A person sees amounts with tax."""
    has_tax = any(line.tax_rate for line in (*lines_before, *lines_after))
    changes = [
        *_lines(before, lines_before, lines_after, with_tax=with_tax),
        Change(
            _("In total, before tax") if has_tax and not with_tax else _("In total"),
            price_in_words(lines_before, before.currency, with_tax=with_tax),
            price_in_words(lines_after, after.currency, with_tax=with_tax),
        ),
        Change(_("Ready by"), wording.due(before.delivery_by), wording.due(after.delivery_by)),
    ]
    return [change for change in changes if change.before != change.after]


def _lines(
    before: Agreement,
    lines_before: Sequence[AgreementLine],
    lines_after: Sequence[AgreementLine],
    *,
    with_tax: bool,
) -> Iterator[Change]:
    if not before.itemised:
        return
    goes_on = {line.continues_id: line for line in lines_after if line.continues_id is not None}
    for line in lines_before:
        now = goes_on.get(line.pk)
        yield Change(
            title_of(now or line),
            _worth(line, before.currency, with_tax=with_tax),
            "" if now is None else _worth(now, before.currency, with_tax=with_tax),
        )
    for line in lines_after:
        if line.continues_id is None:
            yield Change(title_of(line), "", _worth(line, before.currency, with_tax=with_tax))


def _worth(line: AgreementLine, currency: str, *, with_tax: bool) -> str:
    shown = shown_line(line, currency, with_tax=with_tax)
    return f"{shown.amount} ({shown.count})" if shown.count else shown.amount
