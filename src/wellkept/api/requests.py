"""Request bodies. Unknown fields are refused, so that a misspelt name is noticed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, WithJsonSchema

from wellkept.api.times import Moment
from wellkept.journeys import touch as touches
from wellkept.journeys.need import Need, Origin, Start
from wellkept.journeys.planned_step import PlannedStep
from wellkept.kernel.characters import clean_code, clean_line, clean_text, refused_in
from wellkept.kernel.text import fill
from wellkept.solutions import units


def _text(text: str) -> str:
    """Refuse characters that no person types, and clean the rest (`kernel.characters`)."""
    if (refused := refused_in(text)) is not None:
        place, name = refused
        raise ValueError(str(fill(NOT_IN_A_TEXT, character=name, place=place)))
    return clean_text(text)


def _line(text: str) -> str:
    """Check and clean text that has a single line."""
    return clean_line(_text(text))


def _code(text: str) -> str:
    """Check and clean an address, a number or a key."""
    return clean_code(_text(text))


def _plain_amount(value: object) -> object:
    """Refuse an amount in a text that is not digits with a point: `1_000`, `1e3`."""
    if isinstance(value, str) and not re.match(AMOUNT, value):
        raise ValueError("an amount is written like 1840.00")
    return value


def _plain_quantity(value: object) -> object:
    """Refuse a number in a text that is not digits with a point."""
    if isinstance(value, str) and not re.match(PRICE, value):
        raise ValueError("a number is written like 2.5")
    return value


NOT_IN_A_TEXT = _("a text cannot hold the character %(character)s, which is at place %(place)s")
AMOUNT = r"^\d{1,12}(\.\d{1,2})?$"
Words = Annotated[str, Field(max_length=20000), AfterValidator(_text)]
Line = Annotated[str, Field(max_length=500), AfterValidator(_line)]
Code = Annotated[str, Field(max_length=500), AfterValidator(_code)]
SEARCHED = AfterValidator(clean_line)  # what is searched is never refused
Key = Annotated[StrictInt, Field(ge=1, lt=2**53)]
Flag = StrictBool  # also `0` and `"off"` would be read as false
Money = Annotated[
    Decimal,
    Field(ge=0, max_digits=14, decimal_places=2),
    BeforeValidator(_plain_amount),
    WithJsonSchema({"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": AMOUNT}]}),
]
PRICE = r"^-?\d{1,10}(\.\d{1,4})?$"
Quantity = Annotated[
    Decimal,
    Field(max_digits=14, decimal_places=4),
    BeforeValidator(_plain_quantity),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "pattern": PRICE}]}),
]
Price = Annotated[Quantity, Field(ge=0)]
Percent = Annotated[Quantity, Field(ge=0, le=100, decimal_places=2)]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$")]
Evidence = Literal["paper", "purchase_order", "mail", "spoken", "deemed"]


class Said(Schema):
    """Base of every request body. Numbers and truth values are no texts, and a truth value is no number."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class WithNeed(Said):
    """Base of the acts that begin with a need."""

    need: Words
    budget: Money | None = None
    requested_for: Moment | None = None

    @property
    def problem(self) -> Need:
        """The need with budget and date."""
        return Need(self.need, budget=self.budget, requested_for=self.requested_for)


class NewJourney(WithNeed):
    customer: Key
    contact: Key | None = None
    site: Key | None = None
    blueprint: Line | None = None
    owner: Key | None = None
    entity: Key | None = None
    channel: Literal["mail", "call", "page", "message", "visit", "letter"] = "page"
    happened: Moment | None = None
    acknowledge: Flag = True
    confidential: Flag = False

    @property
    def origin(self) -> Origin:
        """The way on which it came."""
        return Origin(channel=self.channel, happened=self.happened)

    @property
    def start(self) -> Start:
        """The start that was asked for."""
        return Start(
            owner=self.owner, blueprint=self.blueprint, entity=self.entity, confidential=self.confidential
        )


class Seller(Said):
    entity: Key


class WithNextStep(Said):
    """Base of the acts that also say what happens next."""

    next_what: Line = ""
    next_due: Moment | None = None

    @property
    def then(self) -> PlannedStep:
        """The next step that was said."""
        return PlannedStep(self.next_what, self.next_due)


class NewTouch(WithNextStep):
    incoming: Flag
    channel: Literal["mail", "call", "page", "message", "visit", "letter"]
    words: Words = ""
    contact: Key | None = None
    happened: Moment | None = None
    chase: Flag = False
    explained_again: Flag = False
    unanswered: Flag = False
    seconds_waited: Annotated[StrictInt, Field(ge=0, le=10**6)] | None = None
    needs_answer: Flag | None = None

    @property
    def touch(self) -> touches.NewTouch:
        """The touch that was said."""
        direction = touches.IncomingTouch if self.incoming else touches.OutgoingTouch
        return direction(
            self.channel,
            self.words,
            contact=self.contact,
            happened=self.happened,
            unanswered=self.unanswered,
            effort=touches.Effort(
                chase=self.chase, explained_again=self.explained_again, seconds_waited=self.seconds_waited
            ),
            needs_answer=self.needs_answer,
        )


class NewNote(Said):
    words: Words


class NewLetter(WithNextStep):
    words: Words
    contact: Key | None = None


class NewStep(Said):
    what: Line
    due: Moment
    handler: Key | None = None


class NewWait(Said):
    what: Line
    ask_again: Moment
    third_party: Line = Field("", description="The third party; empty: the customer")


class StepDone(WithNextStep):
    how: Words = ""
    wait_whom: Line | None = Field(
        None, description="The next step is waiting: for this third party, or, empty, for them"
    )

    @property
    def then(self) -> PlannedStep:
        """The next step that was said."""
        return PlannedStep(self.next_what, self.next_due, waits_for=self.wait_whom)


class NewHandoff(Said):
    to_stage: Literal["sales", "orders", "delivery", "support"] | None = None
    team: Key | None = None
    receiver: Key | None = None
    ticks: Annotated[list[Line], Field(max_length=100)] = []
    reason: Words = ""


class OpenPoint(Said):
    what: Line
    due: Moment


class Accepted(WithNextStep):
    rating: Annotated[StrictInt, Field(ge=1, le=5)] | None = None
    open_points: Annotated[list[OpenPoint], Field(max_length=50)] = []


class Because(Said):
    reason: Words


class Why(Said):
    why: Line


class NewReadBack(Said):
    text: Words


class Correction(Said):
    correction: Words


class Confirmation(Said):
    read_back: Annotated[Key, Field(description="The read-back that they confirmed")]


class Nothing(Said):
    """An empty body."""


class Decision(Said):
    what: Words
    why: Words = ""
    evidence: Evidence
    contact: Key | None = None
    happened: Moment | None = None


class PromisedDate(Said):
    text: Line
    due: Moment


class AgreementLine(Said):
    words: Words
    unit_price: Price = Field(description="Of one unit, before tax")
    quantity: Quantity = Decimal(1)
    unit: str = Field(units.PIECE, pattern="^[A-Z0-9]{2,3}$", description="By UN/ECE Recommendation 20")
    discount: Percent = Decimal(0)
    section: Line = ""
    tax_category: Literal["S", "Z", "E", "AE", "G", "O", "K"] = Field("S", description="By EN 16931")
    tax_rate: Percent = Decimal(0)
    exemption_reason: Line = ""
    kind: Literal["once", "recurring", "metered", "hourly"] = "once"
    period_months: Annotated[StrictInt, Field(ge=1, le=120)] | None = None
    ceiling: Quantity | None = None


class AgreedLine(AgreementLine):
    continues: Key | None = Field(
        None, description="The line of the agreement in force that is the same thing"
    )


class PaymentTerms(Said):
    bill_on: Literal["agreement", "acceptance", "delivery"] | None = Field(
        None, description="When it is billed; as the seller usually does, if it is missing"
    )
    due_days: Annotated[StrictInt, Field(ge=0, le=365)] | None = Field(None, description="From the invoice")
    deposit_share: Percent | None = Field(
        None,
        description="Of what is paid once, billed when it is agreed; as the seller usually does, if it is missing",
    )


class NewAgreement(PaymentTerms):
    deposit: Price | None = Field(None, description="An amount before tax, in place of a share")
    words: Words
    total: Money | None = Field(None, description="All that is paid, of an agreement without lines")
    lines: Annotated[list[AgreedLine], Field(max_length=5000)] = Field(
        [], description="The total is computed from them"
    )
    currency: Currency = "EUR"
    delivery_by: Moment
    dates: Annotated[list[PromisedDate], Field(max_length=50)] = []
    valid_until: Moment | None = None
    deemed_days: Annotated[StrictInt, Field(ge=1, le=365)] | None = Field(
        None, description="Silence for so many days after delivery counts as acceptance"
    )


class Agreed(Said):
    shown_digest: Annotated[
        Code, Field(max_length=64, description="The digest of the agreement that they saw")
    ]
    evidence: Evidence
    signed_name: Line = ""
    words: Words = ""
    customer_reference: Line = ""
    happened: Moment | None = None


class Spoken(Said):
    words: Words = ""


class NewPromise(Said):
    text: Line
    kind: Literal["date", "call_back", "price", "scope"] = "date"
    due: Moment | None = None
    amount: Money | None = None
    currency: Currency | Literal[""] = ""
    requested_for: Moment | None = None
    is_told: Flag = True


class Kept(WithNextStep):
    """A promise is kept."""


class NewDate(Said):
    due: Moment
    reason: Words


class DateAnswer(Said):
    accept: Flag
    words: Words


class Released(Said):
    words: Words
    new_due: Moment | None = None


class Cancelled(Said):
    why: Words
    by_them: Flag


class NextNeed(WithNeed):
    evidence: Evidence = "spoken"
    blueprint: Line | None = None


class NewHold(Said):
    stops: Literal["billing", "delivery"]
    why: Words
