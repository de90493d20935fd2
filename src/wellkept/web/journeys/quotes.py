"""The page of a quote: its lines, edited one at a time while it is a draft, and what the customer sees."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellkept.journey_page.record import JourneyRecord, record_of
from wellkept.journeys.rules import open_to_workers
from wellkept.kernel import number as numbers
from wellkept.kernel import wording
from wellkept.kernel.refusal import Refusal
from wellkept.orders import commands, queries
from wellkept.orders.agreement_lines import net_of, totals_of
from wellkept.orders.approvals import discount_state
from wellkept.orders.discounts import margin_of
from wellkept.orders.price_display import shown_sums
from wellkept.orders.quote_lines import Choice, alternatives_of, chosen_lines
from wellkept.orders.quote_rules import cannot_answer_quote, cannot_quote, suffix_of
from wellkept.people.rights import sees_costs
from wellkept.solutions import units
from wellkept.ui.fields import FormData
from wellkept.web import access, form_page
from wellkept.web.form_fields import Ahead, Text
from wellkept.web.journeys.lines_field import quoted_terms, typed_line, ways_of_paying
from wellkept.web.journeys.payment_fields import PaymentFields, terms_from, typed_terms

if TYPE_CHECKING:
    from wellkept.orders.models import Quote, QuoteLine


LINES_A_PAGE = 100
OF_A_QUOTE = ("words", "terms", "delivery_by", "valid_until")


class TermsForm(PaymentFields):
    """Words, dates and terms of payment of a quote, beside its lines."""

    field_order = ("words", "delivery_by", "valid_until", "bill_on", "due_days", "deposit_share", "terms")

    words = Text(label=gettext_lazy("What it is about"))
    terms = Text(
        label=gettext_lazy("Payment and delivery"),
        help_text=gettext_lazy(
            "As: half at the start, half on acceptance. We bring it and take the old one away."
        ),
        required=False,
    )
    delivery_by = Ahead(label=gettext_lazy("Delivered by"), required=False)
    valid_until = Ahead(label=gettext_lazy("They can choose until"), required=False)


@access.page
@require_safe
def page(request: HttpRequest, number: str, quote: int) -> HttpResponse:
    """Show a quote: a draft to write, or what was sent."""
    record = record_of(number, by=access.actor(request))
    return _show(request, record, queries.quote_by_number(record.row.pk, quote))


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest, number: str, quote: int) -> HttpResponse:
    """Change what a draft says beside its lines."""
    record = record_of(number, by=access.actor(request))
    row = queries.quote_by_number(record.row.pk, quote)
    form = _terms_form(row, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        taken, _words = form_page.attempt(
            form,
            lambda: commands.change_quote(
                quote=row.pk,
                by=record.by,
                payment=terms_from(form.cleaned_data),
                **{name: form.cleaned_data[name] for name in OF_A_QUOTE},
            ),
        )
        if taken:
            return access.done(request, _place(record, row), _("Saved."))
    return _show(request, record, row, form=form, status=422 if form.errors else 200)


@access.page
@require_POST
def new_line(request: HttpRequest, number: str, quote: int) -> HttpResponse:
    """Add a line to a draft."""
    record = record_of(number, by=access.actor(request))
    row = queries.quote_by_number(record.row.pk, quote)

    def act() -> object:
        return commands.add_quote_line(
            quote=row.pk, line=quoted_terms(request.POST, sees_costs=sees_costs(record.by)), by=record.by
        )

    return _taken(request, record, row, act, typed=request.POST.dict())


@access.page
@require_POST
def line(request: HttpRequest, number: str, line: int) -> HttpResponse:
    """Change a line of a draft. A page with script gets its new amount and the sums alone."""
    record = record_of(number, by=access.actor(request))
    row = queries.line_of_journey(record.row.pk, line)
    changed: list[QuoteLine] = []

    def act() -> object:
        terms = quoted_terms(request.POST, row, sees_costs=sees_costs(record.by))
        changed.append(commands.change_quote_line(line=row.pk, terms=terms, by=record.by))
        return None

    if not access.is_fragment(request):
        return _taken(request, record, row.quote, act)
    wrong = _refused(act)
    context = {
        "line": row.pk,
        "wrong": wrong,
        "amount": _amount(changed[0], row.quote) if changed else "",
        "sums": [],
        "budget": "",
    }
    if not wrong:
        context |= _totals(record, row.quote, queries.lines_of_quote(row.quote_id))
    return render(request, "web/journeys/quote_changed.html", context, status=422 if wrong else 200)


@access.page
@require_POST
def no_line(request: HttpRequest, number: str, line: int) -> HttpResponse:
    """Remove a line from a draft."""
    record = record_of(number, by=access.actor(request))
    row = queries.line_of_journey(record.row.pk, line)
    return _taken(request, record, row.quote, lambda: commands.remove_quote_line(line=row.pk, by=record.by))


def _taken(
    request: HttpRequest,
    record: JourneyRecord,
    row: Quote,
    act: Callable[[], object],
    *,
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    """Run the act and go on with the page, or show it again with the refusal and what was typed."""
    wrong = _refused(act)
    if not wrong:
        page = request.POST.get("page", "")
        part = f"?page={page}" if page.isascii() and page.isdigit() else ""
        return HttpResponseRedirect(f"{_place(record, row)}{part}#lines", status=303)
    return _show(request, record, row, wrong=wrong, typed=typed, status=422)


def _refused(act: Callable[[], object]) -> str:
    try:
        act()
    except Refusal as refusal:
        return refusal.in_words()
    except ValueError as unreadable:
        return str(unreadable)
    return ""


def _show(
    request: HttpRequest,
    record: JourneyRecord,
    row: Quote,
    *,
    form: TermsForm | None = None,
    wrong: str = "",
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    lines = queries.lines_of_quote(row.pk)
    part = Paginator(lines, LINES_A_PAGE).get_page(request.POST.get("page") or request.GET.get("page"))
    refusal = cannot_quote(record, row)
    context = {
        "w": record,
        "row": row,
        "number": numbers.show(record.row.number),
        "suffix": suffix_of(row.number),
        "here": f"/journeys/{record.row.number}",
        "section": "",
        "form": form or _terms_form(row, None),
        "may": refusal is None,
        "may_write_down": (open_to_workers(record) or cannot_answer_quote(record, row)) is None,
        "lines": [(line, typed_line(line), _amount(line, row)) for line in part],
        "part": part,
        "last": len(lines) // LINES_A_PAGE + 1,  # the page on which the next line will stand
        "typed": typed or {"quantity": "1", "unit": units.PIECE, "paid": "once"},
        "wrong": wrong,
        "sees_costs": sees_costs(record.by),
        "units": units.WORDS.items(),
        "paid": ways_of_paying(),
        "choices": alternatives_of(lines),
        "discount": discount_state(row, lines, number=record.row.number, person=record.by.person),
        "questions": queries.questions_of_quote(row.pk),
        **_totals(record, row, lines),
    }
    return render(request, "web/journeys/quote.html", context, status=status)


def _terms_form(row: Quote, data: FormData) -> TermsForm:
    words = {name: getattr(row, name) for name in OF_A_QUOTE}
    return TermsForm(data, initial={**words, **typed_terms(row)})


def _place(record: JourneyRecord, row: Quote) -> str:
    return f"/journeys/{record.row.number}/quotes/{row.number}"


def _amount(line: QuoteLine, row: Quote) -> str:
    return wording.money(net_of(line, row.currency), row.currency)


def _totals(record: JourneyRecord, row: Quote, lines: list[QuoteLine]) -> dict[str, object]:
    """The sums of what is not to be chosen, and how they stand to the budget that the customer named."""
    totals = totals_of(chosen_lines(lines, Choice()), row.currency)
    with_tax = record.row.customer.kind == "person"
    return {
        "sums": list(shown_sums(totals, row.currency, with_tax=with_tax)),
        "budget": _against_budget(record, row, totals.once.gross),
        "margin": _margin(row, lines) if sees_costs(record.by) else "",
    }


def _margin(row: Quote, lines: list[QuoteLine]) -> str:
    """Cost and margin in words, for those who may see them."""
    margin = margin_of(lines, row.currency)
    if margin is None:
        return ""
    words = {
        "cost": wording.money(margin.cost, row.currency),
        "margin": wording.money(margin.net - margin.cost, row.currency),
        "percent": "–" if margin.percent is None else wording.quantity(margin.percent),
        "count": margin.unknown,
    }
    known = _("Costs us %(cost)s: a margin of %(margin)s (%(percent)s %%).") % words
    if not margin.unknown:
        return known
    without = ngettext("%(count)s line without a cost.", "%(count)s lines without a cost.", margin.unknown)
    return f"{known} {without % words}"


def _against_budget(record: JourneyRecord, row: Quote, total: Decimal) -> str:
    """The quote beside the budget that the customer named."""
    budget: Decimal | None = record.row.budget
    if budget is None or record.currency != row.currency:
        return ""
    words = {
        "budget": wording.money(budget, row.currency),
        "difference": wording.money(abs(total - budget), row.currency),
    }
    if total > budget:
        return _("Their budget is %(budget)s: this is %(difference)s above it.") % words
    return _("Their budget is %(budget)s: this is %(difference)s below it.") % words
