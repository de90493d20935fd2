"""What the rows of each kind of table say, put together: customers, contacts, sites and orders as they come in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from wellkept.imports.rules.cells import Trouble, Values, first_of, made_key
from wellkept.references.rules import words

_ALSO = (("tax_number", "other"), ("website", "domain"))
LONGEST = 20_000  # characters of a need


@dataclass(frozen=True)
class Human:
    """A contact as a row names them."""

    name: str
    role: str
    email: str
    phone: str
    language: str
    also: tuple[tuple[str, str], ...]

    @property
    def is_known(self) -> bool:
        return bool(self.name or self.email or self.phone or self.also)


@dataclass(frozen=True)
class Place:
    """An address as a row names it."""

    street: str
    postcode: str
    city: str
    country: str

    @property
    def key(self) -> str:
        """The same for the same place."""
        return words(f"{self.street} {self.postcode} {self.city}")


@dataclass(frozen=True)
class Draft:
    """One row, put together. `whose` is the old key or the name of the customer; of orders `where` is their place."""

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
        return not any(trouble.leaves_out for trouble in self.troubles)


def customer(found: Values) -> Draft:
    """A row of customers. One that belongs to another customer is a contact of theirs."""
    human, place = _human(found), _place(found)
    person = human.name
    name = found.text("name") or person or (human.email if human.is_known else "")
    troubles = _troubles(found)
    if not name:
        troubles.append(Trouble("", "There is no name in this row.", leaves_out=True))
    parent = found.text("parent")
    is_person = not found.flags["kind"] if "kind" in found.flags else not found.text("name")
    given = found.text("key")
    if is_person and not person:
        human = Human(name, human.role, human.email, human.phone, human.language, human.also)
    said = [("old_number", given)] if given else []
    said += [(kind, found.text(one)) for one, kind in _ALSO if found.text(one)]
    said += [("other", one) for one in found.several.get("other", ())]
    if not human.name:  # the switchboard: it finds the customer, and belongs to nobody
        said += _reached(human)
    return Draft(
        key=given or made_key(name, human.email, human.phone, place.postcode if place else ""),
        name=name,
        kind="person" if is_person else "organisation",
        country=place.country if place else found.text("country"),
        human=human if human.name or (human.email and not found.text("name")) else None,
        where=place,
        met=found.dates.get("met"),
        note=found.text("note"),
        said=tuple(said),
        whose_key=parent,
        whose_name=parent,
        troubles=troubles,
    )


def contact(found: Values) -> Draft:
    """A row of contacts."""
    human = _human(found)
    troubles = _troubles(found)
    if not human.name:
        human = Human(
            human.email.partition("@")[0], human.role, human.email, human.phone, human.language, human.also
        )
    if not human.name:
        troubles.append(Trouble("", "There is no name in this row.", leaves_out=True))
    whose, named = first_of(found.text("customer_key")), first_of(found.text("customer_name"))
    given = found.text("key")
    said = [("old_number", given)] if given else []
    return Draft(
        key=given or made_key(human.name, human.email, human.phone, whose or named),
        name=human.name,
        human=human,
        where=_place(found),
        country=found.text("country"),
        said=(*said, *(("other", one) for one in found.several.get("other", ()))),
        met=found.dates.get("met"),
        whose_key=whose,
        whose_name=named,
        troubles=troubles,
    )


def site(found: Values) -> Draft:
    """A row of sites."""
    place, troubles = _place(found), _troubles(found)
    whose, named = first_of(found.text("customer_key")), first_of(found.text("customer_name"))
    if place is None:
        troubles.append(Trouble("", "There is no address in this row.", leaves_out=True))
    if not whose and not named:
        troubles.append(Trouble("", "It does not say whose place this is.", leaves_out=True))
    given = found.text("key")
    return Draft(
        key=given or made_key(whose or named, place.key if place else ""),
        where=place,
        label=found.text("label"),
        said=(("old_number", given),) if given else (),
        whose_key=whose,
        whose_name=named,
        troubles=troubles,
    )


def order(found: Values, *, now: datetime) -> Draft:
    """A row of orders."""
    human, place, troubles = _human(found), _place(found), _troubles(found)
    whose, named = first_of(found.text("customer_key")), first_of(found.text("customer_name"))
    contact_key = first_of(found.text("contact_key"))
    if not (whose or named or contact_key or human.is_known):
        troubles.append(Trouble("", "It does not say whose order this is.", leaves_out=True))
    opened = found.dates.get("opened")
    if opened is not None and opened > now:
        troubles.append(Trouble("", "It begins in the future; today is taken."))
        opened = now
    given = found.text("key")
    said = [("old_number", given)] if given else []
    said += [("purchase_order", found.text("purchase_order"))] if found.text("purchase_order") else []
    for one in ("invoice", "serial", "other"):
        said += [(one, text) for text in found.several.get(one, ())]
    said += [("name", found.text("site_name"))] if found.text("site_name") else []
    line = None
    if found.text("line_what"):
        line = (found.text("line_what"), found.numbers.get("line_quantity"), found.numbers.get("line_price"))
    return Draft(
        key=given
        or made_key(whose or named, found.text("need"), str(opened or ""), found.text("purchase_order")),
        name=found.text("site_name"),
        human=human if human.is_known else None,
        where=place,
        country=place.country if place else found.text("country"),
        said=tuple(said),
        whose_key=whose,
        whose_name=named,
        contact_key=contact_key,
        need=found.text("need")[:LONGEST],
        note=found.text("note")[:LONGEST],
        opened=opened,
        requested=found.dates.get("requested"),
        closed=found.dates.get("closed"),
        heard=found.dates.get("heard"),
        state=found.text("state"),
        owner=found.text("owner"),
        amount=found.numbers.get("amount"),
        next_what=found.text("next_what"),
        next_due=found.dates.get("next_due"),
        line=line,
        troubles=troubles,
    )


def need_of(draft: Draft, lines: Sequence[str], amount: Decimal | None) -> str:
    """The order in words: what it is about, its lines, its amount, its note."""
    parts = [draft.need, ", ".join(lines), f"{amount:,.2f}" if amount is not None else "", draft.note]
    number = draft.key if not draft.key.startswith("~") else ""
    return "\n".join(part for part in parts if part)[:LONGEST] or f"Order {number}".strip()


def line_words(what: str, quantity: Decimal | None) -> str:
    """`12 × Queso Cabrales`"""
    return f"{quantity.normalize():f} × {what}" if quantity is not None else what


def _human(found: Values) -> Human:
    name = found.text("contact_name") or f"{found.text('first_name')} {found.text('last_name')}".strip()
    emails, phones = found.several.get("email", []), found.several.get("phone", [])
    also = [("email", one) for one in emails[1:]] + [("phone", one) for one in phones[1:]]
    also += [("phone", one) for one in found.several.get("fax", [])]
    return Human(
        name=name,
        role=found.text("role"),
        email=emails[0] if emails else "",
        phone=phones[0] if phones else "",
        language=found.text("language"),
        also=tuple(also),
    )


def _reached(human: Human) -> list[tuple[str, str]]:
    own = [("email", human.email), ("phone", human.phone), *human.also]
    return [(kind, text) for kind, text in own if text]


def _place(found: Values) -> Place | None:
    street = ", ".join(filter(None, (found.text("street"), found.text("street_more"))))
    street = " ".join(street.split())
    city = " ".join(filter(None, (found.text("city"), found.text("region"))))
    if not street and not (found.text("postcode") or found.text("city")):
        return None
    return Place(street or city, found.text("postcode"), found.text("city"), found.text("country"))


def _troubles(found: Values) -> list[Trouble]:
    troubles = list(found.troubles)
    if found.flags.get("deleted"):
        troubles.append(Trouble("", "It was deleted in the old system.", leaves_out=True, kind="lost"))
    return troubles


READ = {"customers": customer, "contacts": contact, "sites": site}
