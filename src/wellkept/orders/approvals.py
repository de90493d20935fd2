"""Approvals of discounts beyond somebody's limit: whether one is needed, whom to ask, and who answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wellkept.journeys.rules import open_to_all
from wellkept.kernel import wording
from wellkept.kernel.refusal import Refusal, forbidden
from wellkept.kernel.text import fill
from wellkept.orders.discounts import discount_of, limit_of
from wellkept.orders.models import DiscountApproval, Quote, QuoteLine
from wellkept.orders.quote_rules import cannot_quote, digest_of_quote

if TYPE_CHECKING:
    from wellkept.journeys.state import JourneyState
    from wellkept.people.actor import Actor


@dataclass(frozen=True)
class DiscountState:
    """The discount of a draft, the limit of who looks at it, and the latest question about exactly this version."""

    discount: Decimal
    limit: Decimal
    asked: DiscountApproval | None

    @property
    def is_beyond(self) -> bool:
        """Whether it is more than this person may give."""
        return self.discount > self.limit

    @property
    def is_approved(self) -> bool:
        return self.asked is not None and self.asked.approved

    @property
    def waits(self) -> bool:
        """Whether somebody has to answer."""
        return self.asked is not None and self.asked.answered_at is None


def discount_state(
    quote: Quote, lines: Sequence[QuoteLine], *, number: str, person: int | None
) -> DiscountState:
    """Say how the discount of this draft stands, for this person."""
    digest = digest_of_quote(quote, lines, number=number)
    rows = DiscountApproval.objects.filter(quote=quote, digest=digest).select_related(
        "step__handler", "answered_by"
    )
    return DiscountState(discount_of(lines), limit_of(person), rows.order_by("-approved", "-pk").first())


def latest_approval(quote: int) -> DiscountApproval | None:
    """The latest question about the discount of this quote."""
    return DiscountApproval.objects.filter(quote=quote).order_by("-pk").first()


def cannot_give_discount(
    quote: Quote, lines: Sequence[QuoteLine], *, number: str, by: Actor
) -> Refusal | None:
    """Refuse to send a discount beyond the sender's limit before somebody approved exactly this version."""
    state = discount_state(quote, lines, number=number, person=by.person)
    if not state.is_beyond or state.is_approved:
        return None
    return Refusal(
        "discount_beyond_limit",
        fill(
            _("A discount of %(discount)s %% is beyond your limit of %(limit)s %%."),
            discount=wording.quantity(state.discount),
            limit=wording.quantity(state.limit),
        ),
        instead=_("Ask for the approval on the quote's page."),
    )


def cannot_ask_for_approval(state: JourneyState, quote: Quote, discount: DiscountState) -> Refusal | None:
    """Refuse to ask where nothing is to be approved, or where somebody was asked already."""
    if (refusal := cannot_quote(state, quote)) is not None:
        return refusal
    if not discount.is_beyond or discount.is_approved:
        return Refusal("within_limit", _("This discount needs no approval."))
    if discount.waits:
        return Refusal("asked_already", _("Somebody was asked already."))
    return None


def cannot_answer_discount(state: JourneyState, approval: DiscountApproval) -> Refusal | None:
    """Refuse an answer by somebody whose limit is too low, or about a draft that has changed."""
    if (refusal := open_to_all(state)) is not None:
        return refusal
    if approval.answered_at is not None:
        return Refusal("answered_already", _("This question was answered already."))
    if state.by.person is None or state.by.person == approval.asked_by_id:
        return forbidden(_("Nobody approves their own discount."))
    if limit_of(state.by.person) < approval.discount:
        return forbidden(
            _("This discount is beyond your limit, too."), instead=_("Ask somebody with a higher one.")
        )
    lines = list(QuoteLine.objects.filter(quote=approval.quote_id).order_by("position", "pk"))
    now = digest_of_quote(approval.quote, lines, number=state.row.number)
    if approval.quote.state != "draft" or now != bytes(approval.digest):
        return Refusal(
            "draft_changed",
            _("The draft has changed since."),
            instead=_("Let them ask again for this version."),
        )
    return None
