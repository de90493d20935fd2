from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from wellkept.events.facts import Fact, Personal, inserts, updates
from wellkept.kernel.money import Money

SUBJECTS = ("journey",)  # kinds of subject on which these events stand


@dataclass(frozen=True, kw_only=True)
class AgreementPut(Fact):
    type = "agreement_put"
    allows = (inserts("agreement"), inserts("agreement_line"))
    agreement: int
    total: Decimal  # net and tax
    net_total: Decimal
    tax_total: Decimal
    currency: str
    lines: int  # how many
    lines_digest: str  # of all that they say
    itemised: bool
    quote: int | None = None  # from which it was chosen
    delivery_by: datetime
    digest: str
    words_digest: str  # of the words alone
    deemed_days: int | None = None
    bill_on: str
    due_days: int
    deposit: Decimal  # before tax
    dates: Personal[list[dict[str, str]]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class AgreementWithdrawn(Fact):
    type = "agreement_withdrawn"
    allows = (updates("agreement", "state"),)
    agreement: int
    because: str


@dataclass(frozen=True, kw_only=True)
class AgreementDeclined(Fact):
    type = "agreement_declined"
    allows = (updates("agreement", "state"),)
    agreement: int
    said: Personal[str]


@dataclass(frozen=True, kw_only=True)
class Agreed(Fact):
    type = "agreed"
    allows = (
        updates(
            "agreement",
            "state",
            "agreed_at",
            "agreed_by_id",
            "signed_name",
            "address",
            "customer_reference",
            "paper_id",
        ),
        updates("quote", "state"),
    )  # fmt: skip
    agreement: int
    total: Decimal
    currency: str
    digest: str
    signed_name: Personal[str]
    address: Personal[str | None] = None
    shown: Personal[str | None] = None
    by_code: bool = False
    paper: int | None = None  # the file of the paper that they signed
    paper_digest: str | None = None

    @property
    def proof(self) -> str:
        return Money(self.total, self.currency).plain()


@dataclass(frozen=True, kw_only=True)
class CodeSent(Fact):
    type = "code_sent"
    allows = (updates("agreement", "code_digest", "code_until", "code_tries"),)
    agreement: int


@dataclass(frozen=True, kw_only=True)
class WrongCodeGiven(Fact):
    type = "wrong_code_given"
    allows = (updates("agreement", "code_tries"),)
    agreement: int


@dataclass(frozen=True, kw_only=True)
class QuoteBegun(Fact):
    type = "quote_begun"
    allows = (inserts("quote"),)
    quote: int
    suffix: str


@dataclass(frozen=True, kw_only=True)
class QuoteSent(Fact):
    type = "quote_sent"
    allows = (
        updates(
            "quote", "state", "sent_at", "sent_by_id", "digest", "requirements", "differences", "worth_to_them",
            "worth_to_us",
        ),
    )  # fmt: skip
    quote: int
    suffix: str
    total: Decimal  # of what is not to be chosen
    currency: str
    delivery_by: datetime
    valid_until: datetime
    digest: str
    review: Personal[dict[str, str]]

    @property
    def proof(self) -> str:
        return Money(self.total, self.currency).plain()


@dataclass(frozen=True, kw_only=True)
class QuoteReplaced(Fact):
    type = "quote_replaced"
    allows = (updates("quote", "state"),)
    quote: int
    suffix: str


@dataclass(frozen=True, kw_only=True)
class QuoteDeclined(Fact):
    type = "quote_declined"
    allows = (updates("quote", "state", "answered_at", "answer"),)
    quote: int
    suffix: str
    wants_change: bool
    said: Personal[str]


@dataclass(frozen=True, kw_only=True)
class LineQuestioned(Fact):
    type = "line_questioned"
    allows = (inserts("quote_question"),)
    question: int
    line: int
    suffix: str
    said: Personal[str]


@dataclass(frozen=True, kw_only=True)
class LineQuestionAnswered(Fact):
    type = "line_question_answered"
    allows = (updates("quote_question", "answer", "answered_at", "answered_by_id"),)
    question: int
    suffix: str
    said: Personal[str]


@dataclass(frozen=True, kw_only=True)
class DiscountApprovalAsked(Fact):
    type = "discount_approval_asked"
    allows = (inserts("discount_approval"),)
    approval: int
    suffix: str
    percent: Decimal
    digest: str  # of the draft as it was then
    asked: int  # who is asked
    why: Personal[str]


@dataclass(frozen=True, kw_only=True)
class DiscountAnswered(Fact):
    type = "discount_answered"
    allows = (updates("discount_approval", "approved", "answer", "answered_at", "answered_by_id"),)
    approval: int
    suffix: str
    percent: Decimal
    approved: bool
    answer: Personal[str]
