"""Combine the values of a row into a draft of a customer, contact, site or order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from wellkept.imports.rules.cells import Values, first_of, made_key
from wellkept.imports.rules.problem_kinds import Trouble
from wellkept.kernel.money import digits
from wellkept.references.rules import words

_ALSO = (("tax_number", "other"), ("website", "domain"))
LONGEST = 20_000  # characters of a need


@dataclass(frozen=True)
class Human:
    """Contact as a row describes them."""

    name: str
    role: str
    email: str
    phone: str
    language: str
    also: tuple[tuple[str, str], ...]

    @property
    def is_known(self) -> bool:
        """Whether the row says anything about the contact."""
        return bool(self.name or self.email or self.phone or self.also)


@dataclass(frozen=True)
class Place:
    """Address as a row gives it."""

    street: str
    postcode: str
    city: str
    country: str

    @property
    def key(self) -> str:
        """Normalise the address, so that equal places compare equal."""
        return words(f"{self.street} {self.postcode} {self.city}")


@dataclass(frozen=True)
class Draft:
    """One row as a draft.

    `whose_key` and `whose_name` are the old key and the name of the customer. For orders, `where` is the
    site.
    """

    key: str
    name: str = ""
    kind: str = "organisation"
    country: str = ""
    human: Human | None = None
    where: Place | None = None
    label: str = ""
    met: datetime | None = None
    note: str = ""
    said: tuple[tuple[str, str], ...] = ()
    whose_key: str = ""
    whose_name: str = ""
    contact_key: str = ""
    need: str = ""
    opened: datetime | None = None
    requested: datetime | None = None
    closed: datetime | None = None
    heard: datetime | None = None
    state: str = ""
    owner: str = ""
    amount: Decimal | None = None
    next_what: str = ""
    next_due: datetime | None = None
    line: tuple[str, Decimal | None, Decimal | None] | None = None
    troubles: list[Trouble] = field(default_factory=list)

    @property
    def fits(self) -> bool:
        """Whether no problem keeps the row out."""
        return not any(trouble.leaves_out for trouble in self.troubles)


def customer(values: Values) -> Draft:
    """Draft a customer. A row that belongs to another customer becomes a contact of theirs."""
    human, place = _human(values), _place(values)
    person = human.name
    name = values.text("name") or person or (human.email if human.is_known else "")
    troubles = _troubles(values)
    if not name:
        troubles.append(Trouble("no_name"))
    parent = values.text("parent")
    is_person = not values.flags["kind"] if "kind" in values.flags else not values.text("name")
    old_key = values.text("key")
    if is_person and not person:
        human = Human(name, human.role, human.email, human.phone, human.language, human.also)
    references = [("old_number", old_key)] if old_key else []
    references += [(kind, values.text(name)) for name, kind in _ALSO if values.text(name)]
    references += [("other", text) for text in values.several.get("other", ())]
    if not human.name:  # a switchboard: it finds the customer and belongs to no contact
        references += _reached(human)
    return Draft(
        key=old_key or made_key(name, human.email, human.phone, place.postcode if place else ""),
        name=name,
        kind="person" if is_person else "organisation",
        country=place.country if place else values.text("country"),
        human=human if human.name or (human.email and not values.text("name")) else None,
        where=place,
        met=values.dates.get("met"),
        note=values.text("note"),
        said=tuple(references),
        whose_key=parent,
        whose_name=parent,
        troubles=troubles,
    )


def contact(values: Values) -> Draft:
    """Draft a contact."""
    human = _human(values)
    troubles = _troubles(values)
    if not human.name:
        human = Human(
            human.email.partition("@")[0], human.role, human.email, human.phone, human.language, human.also
        )
    if not human.name:
        troubles.append(Trouble("no_name"))
    customer_key, customer_name = (
        first_of(values.text("customer_key")),
        first_of(values.text("customer_name")),
    )
    old_key = values.text("key")
    references = [("old_number", old_key)] if old_key else []
    return Draft(
        key=old_key or made_key(human.name, human.email, human.phone, customer_key or customer_name),
        name=human.name,
        human=human,
        where=_place(values),
        country=values.text("country"),
        said=(*references, *(("other", text) for text in values.several.get("other", ()))),
        met=values.dates.get("met"),
        whose_key=customer_key,
        whose_name=customer_name,
        troubles=troubles,
    )


def site(values: Values) -> Draft:
    """Draft a site."""
    place, troubles = _place(values), _troubles(values)
    customer_key, customer_name = (
        first_of(values.text("customer_key")),
        first_of(values.text("customer_name")),
    )
    if place is None:
        troubles.append(Trouble("no_address"))
    if not customer_key and not customer_name:
        troubles.append(Trouble("nobodys_place"))
    old_key = values.text("key")
    return Draft(
        key=old_key or made_key(customer_key or customer_name, place.key if place else ""),
        where=place,
        label=values.text("label"),
        said=(("old_number", old_key),) if old_key else (),
        whose_key=customer_key,
        whose_name=customer_name,
        troubles=troubles,
    )


def order(values: Values, *, now: datetime) -> Draft:
    """Draft an order."""
    human, place, troubles = _human(values), _place(values), _troubles(values)
    customer_key, customer_name = (
        first_of(values.text("customer_key")),
        first_of(values.text("customer_name")),
    )
    contact_key = first_of(values.text("contact_key"))
    if not (customer_key or customer_name or contact_key or human.is_known):
        troubles.append(Trouble("nobodys_order"))
    opened = values.dates.get("opened")
    if opened is not None and opened > now:
        troubles.append(Trouble("begins_later"))
        opened = now
    old_key = values.text("key")
    references = [("old_number", old_key)] if old_key else []
    references += [("purchase_order", values.text("purchase_order"))] if values.text("purchase_order") else []
    for kind in ("invoice", "serial", "other"):
        references += [(kind, text) for text in values.several.get(kind, ())]
    references += [("name", values.text("site_name"))] if values.text("site_name") else []
    line = None
    if values.text("line_what"):
        line = (
            values.text("line_what"),
            values.numbers.get("line_quantity"),
            values.numbers.get("line_price"),
        )
    return Draft(
        key=old_key
        or made_key(
            customer_key or customer_name,
            values.text("need"),
            str(opened or ""),
            values.text("purchase_order"),
        ),
        name=values.text("site_name"),
        human=human if human.is_known else None,
        where=place,
        country=place.country if place else values.text("country"),
        said=tuple(references),
        whose_key=customer_key,
        whose_name=customer_name,
        contact_key=contact_key,
        need=values.text("need")[:LONGEST],
        note=values.text("note")[:LONGEST],
        opened=opened,
        requested=values.dates.get("requested"),
        closed=values.dates.get("closed"),
        heard=values.dates.get("heard"),
        state=values.text("state"),
        owner=values.text("owner"),
        amount=values.numbers.get("amount"),
        next_what=values.text("next_what"),
        next_due=values.dates.get("next_due"),
        line=line,
        troubles=troubles,
    )


def need_of(draft: Draft, lines: Sequence[str], amount: Decimal | None) -> str:
    """Word an order: its subject, lines, amount and note."""
    parts = [draft.need, ", ".join(lines), f"{amount:,.2f}" if amount is not None else "", draft.note]
    number = draft.key if not draft.key.startswith("~") else ""
    return "\n".join(part for part in parts if part)[:LONGEST] or f"Order {number}".strip()


def line_words(what: str, quantity: Decimal | None) -> str:
    """Word one line: `12 × Queso Cabrales`."""
    return f"{digits(quantity)} × {what}" if quantity is not None else what


def _human(values: Values) -> Human:
    """Read the contact of a row."""
    name = values.text("contact_name") or f"{values.text('first_name')} {values.text('last_name')}".strip()
    emails, phones = values.several.get("email", []), values.several.get("phone", [])
    also = [("email", text) for text in emails[1:]] + [("phone", text) for text in phones[1:]]
    also += [("phone", text) for text in values.several.get("fax", [])]
    return Human(
        name=name,
        role=values.text("role"),
        email=emails[0] if emails else "",
        phone=phones[0] if phones else "",
        language=values.text("language"),
        also=tuple(also),
    )


def _reached(human: Human) -> list[tuple[str, str]]:
    """List the mails and telephones of a contact."""
    own = [("email", human.email), ("phone", human.phone), *human.also]
    return [(kind, text) for kind, text in own if text]


def _place(values: Values) -> Place | None:
    """Read the address of a row."""
    street = ", ".join(filter(None, (values.text("street"), values.text("street_more"))))
    street = " ".join(street.split())
    city = " ".join(filter(None, (values.text("city"), values.text("region"))))
    if not street and not (values.text("postcode") or values.text("city")):
        return None
    return Place(street or city, values.text("postcode"), values.text("city"), values.text("country"))


def _troubles(values: Values) -> list[Trouble]:
    """Collect the problems of a row."""
    troubles = list(values.troubles)
    if values.flags.get("deleted"):
        troubles.append(Trouble("deleted"))
    return troubles


READ = {"customers": customer, "contacts": contact, "sites": site}
