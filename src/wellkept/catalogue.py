"""Every event type of the rooms, with its sentence for staff and for the customer, in the language that is active.

The timeline, the customer's page and the API's events read this list. An event without a sentence for the customer is
not shown to them. `kind` is one of the kit's kinds for the timeline.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from wellkept import rooms
from wellkept.blueprints.models import ChecklistItem
from wellkept.customers.models import Contact, Customer
from wellkept.events.facts import LoggedFacts
from wellkept.events.line import Chosen, Line
from wellkept.events.queries import UNREADABLE, Happening
from wellkept.intake.ranking import in_words as signs_in_words
from wellkept.journeys.sentences import EVIDENCE
from wellkept.journeys.step_kinds import KINDS as STEP_KINDS
from wellkept.journeys.step_kinds import in_words as step_in_words
from wellkept.kernel import number, wording
from wellkept.kernel.stored_text import restore
from wellkept.kernel.text import mark_end, one_end
from wellkept.notices.sentences import notice_words
from wellkept.people.models import Person, Team, Token
from wellkept.people.stages import stage_name
from wellkept.promises.purposes import in_words as promise_in_words
from wellkept.voice.sentences import ANSWERS, KINDS, SEVEN

LINES: tuple[Line, ...] = tuple(line for room in rooms.gather("sentences") for line in room.LINES)
_BY_TYPE = {line.fact.type: line for line in LINES}
_DATES = frozenset(
    {
        "due",
        "due_before",
        "answer_by",
        "check_in",
        "delivery_by",
        "since",
        "until",
        "requested_for",
        "starts",
        "starts_before",
    }
)
_DAYS = frozenset({"first_day", "last_day"})
_STAGES = frozenset({"stage", "from_stage", "to_stage"})
PEOPLE = frozenset(
    {
        "owner",
        "owner_before",
        "holder",
        "holder_before",
        "giver",
        "receiver",
        "handler",
        "handler_before",
        "person",
        "stands",
        "warned",
        "answerable",
        "deputy",
        "lead",
        "standing",
        "written_by",
        "asks",
        "writes",
        "told_to",
    }
)
TEAMS = frozenset({"team", "giving_team"})


@dataclass(frozen=True)
class Names:
    """Names by key. An unknown key gives "somebody"."""

    people: dict[int, str] = field(default_factory=dict)
    teams: dict[int, str] = field(default_factory=dict)
    contacts: dict[int, str] = field(default_factory=dict)
    tokens: dict[int, int] = field(default_factory=dict)  # the person whom each token acts for
    items: dict[str, str] = field(default_factory=dict)
    customers: dict[int, str] = field(default_factory=dict)

    def person(self, key: int | None) -> str:
        return self.people.get(key, _("somebody")) if key is not None else _("nobody")

    def team(self, key: int | None) -> str:
        return self.teams.get(key, _("a team")) if key is not None else _("no team")

    def contact(self, key: int | None) -> str:
        return self.contacts.get(key, _("the customer")) if key is not None else _("the customer")


def names_for(happenings: Iterable[Happening]) -> Names:
    """Look up the names that these events mention."""
    people: set[int] = set()
    teams: set[int] = set()
    contacts: set[int] = set()
    tokens: set[int] = set()
    items: set[str] = set()
    customers: set[int] = set()
    of_kind = {"customer": contacts, "token": tokens}
    for happening in happenings:
        if happening.actor_id is not None:
            of_kind.get(happening.actor_kind, people).add(happening.actor_id)
        people |= {key for name in PEOPLE if isinstance(key := happening.facts.get(name), int)}
        teams |= {key for name in TEAMS if isinstance(key := happening.facts.get(name), int)}
        if isinstance(contact := happening.facts.get("contact"), int):
            contacts.add(contact)
        if isinstance(item := happening.facts.get("item"), str):
            items.add(item)
        if isinstance(customer := happening.facts.get("one_with"), int):
            customers.add(customer)
    acts_for = dict(Token.objects.filter(pk__in=tokens).values_list("pk", "person_id")) if tokens else {}
    people |= set(acts_for.values())
    return Names(
        tokens=acts_for,
        people=dict(Person.objects.filter(pk__in=people).values_list("pk", "name")) if people else {},
        teams=dict(Team.objects.filter(pk__in=teams).values_list("pk", "name")) if teams else {},
        contacts=dict(Contact.objects.filter(pk__in=contacts).values_list("pk", "name")) if contacts else {},
        items=dict(ChecklistItem.objects.filter(key__in=items).values_list("key", "text")) if items else {},
        customers=dict(Customer.objects.filter(pk__in=customers).values_list("pk", "name"))
        if customers
        else {},
    )


@dataclass(frozen=True)
class Sentence:
    """One event in words: the author, the act, and somebody's own words in `quote`.

    `who_key` finds the author's face. `follows` says that the event is a consequence of the act before it.
    `alone` is how it reads without the author.
    """

    who: str
    who_key: int | None
    text: str
    kind: str
    quote: str
    when: datetime
    late: bool
    erased: bool
    by_customer: bool
    follows: bool
    alone: str = ""


# What a value can do to a sentence that does not know it: a stage that is none, a date that no calendar has.
_UNKNOWN = (LookupError, ValueError, TypeError, ArithmeticError, AttributeError)


def staff(happening: Happening, names: Names) -> Sentence:
    """Word an event for staff. An event that cannot be put into words is said to be one."""
    line = _BY_TYPE.get(happening.type)
    by_customer = happening.actor_kind == "customer" or (
        happening.type == "touch_logged" and bool(happening.facts.get("incoming"))
    )
    if line is not None and happening.type != UNREADABLE:
        try:
            kind = line.kind if isinstance(line.kind, str) else line.kind(happening.facts)
            chosen = line.written_down if line.written_down and not by_customer else line.staff
            text = _fill(chosen, happening, names)
            quote = _as_words(happening.facts.get(line.quote or "", ""))
            alone = _fill(line.alone, happening, names) if line.alone else ""
            return replace(_sentence(happening, names, text, kind, quote, by_customer), alone=alone)
        except _UNKNOWN:
            pass
    return _sentence(happening, names, _("an entry that this version cannot read"), "system", "", by_customer)


def customer(happening: Happening, names: Names) -> str | None:
    """Word an event for the customer. None if they do not see it, or it cannot be put into words."""
    line = _BY_TYPE.get(happening.type)
    if line is None or line.customer is None:
        return None
    try:
        return _fill(line.customer, happening, names) or None
    except _UNKNOWN:
        return None


def _sentence(
    happening: Happening, names: Names, text: str, kind: str, quote: str, by_customer: bool
) -> Sentence:
    who, key = _who(happening, names)
    return Sentence(
        who=who,
        who_key=key,
        text=text,
        kind=kind,
        quote=quote,
        when=happening.happened,
        late=(happening.recorded - happening.happened).total_seconds() > 300,
        erased=happening.erased,
        by_customer=by_customer,
        follows=happening.cause is not None,
    )


def _who(happening: Happening, names: Names) -> tuple[str, int | None]:
    """Name the author of the event: for a touch that came in, the contact, not the colleague who wrote it down."""
    if happening.type == "touch_logged" and happening.facts.get("incoming"):
        key = happening.facts.get("contact")
        stranger = happening.facts.get("stranger")
        return (str(stranger), None) if stranger and key is None else (names.contact(key), key)
    if happening.actor_kind == "customer" and happening.cause is not None:
        return _("Wellkept"), None  # what the house did because of the customer's act
    if happening.actor_kind == "customer":
        return names.contact(happening.actor_id), happening.actor_id
    if happening.actor_kind == "token" and happening.actor_id is not None:
        key = names.tokens.get(happening.actor_id)
        return (names.person(key), key) if key is not None else (_("somebody"), None)
    if happening.actor_kind in ("person", "rule"):
        return names.person(happening.actor_id), happening.actor_id
    return _("Wellkept"), None


class _Words(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def _fill(chosen: Chosen, happening: Happening, names: Names) -> str:
    template = chosen(happening.facts) if callable(chosen) else chosen
    if template is None:
        return ""
    words = _Words({name: str(mark_end(word)) for name, word in _words(happening.facts, names).items()})
    return one_end(str(template).format_map(words)).strip()


def _words(facts: LoggedFacts, names: Names) -> _Words:
    words = _Words({"contact": names.contact(facts.get("contact")), "by_due": ""})
    for name, value in facts.items():
        words[name] = _word(name, value, names)
    if facts.get("due"):
        words["by_due"] = _(", by %(due)s") % {"due": words["due"]}
    if "total" in facts:
        words["money"] = wording.money(Decimal(facts["total"]), facts.get("currency") or "EUR")
    if facts.get("amount"):
        words["by_due"] = ": " + wording.money(Decimal(facts["amount"]), facts.get("currency") or "EUR")
    if "purpose" in facts:
        words["text"] = promise_in_words(facts["purpose"], facts.get("text", ""))
    if "step" in facts and "due" in facts and facts.get("kind") in STEP_KINDS:
        words["what"] = step_in_words(facts["kind"], facts.get("text", ""), facts.get("parameters"))
    if "notice" in facts and "kind" in facts:
        words["notice_words"] = str(notice_words(facts["kind"]))
    if "statement" in facts:
        words["kind_words"] = str(KINDS[facts["kind"]])
    if facts.get("question") in SEVEN:
        words["seven_words"] = str(SEVEN[facts["question"]])
        words["answer_words"] = str(ANSWERS[facts["answer"]])
    if "customer_met" in facts:
        words["both"] = _("theirs %(theirs)s, ours %(ours)s") % {
            "theirs": _("met") if facts["customer_met"] else _("not met"),
            "ours": _("met") if facts["business_met"] else _("not met"),
        }
    return words


def _as_words(value: object) -> str:
    """A text that is stored with its parameters in the reader's language, and any other value as it is."""
    return str(restore(value)) if isinstance(value, dict) else str(value)


def _word(name: str, value: Any, names: Names) -> str:
    if name in PEOPLE:
        return names.person(value)
    if name in TEAMS:
        return names.team(value)
    if name == "contact":
        return names.contact(value)
    if name == "one_with":
        return names.customers.get(value, _("another customer"))
    if name in _DATES:
        return wording.moment(datetime.fromisoformat(value)) if value else _("an open date")
    if name in _DAYS:
        return wording.day(date.fromisoformat(value)) if value else ""
    if name in _STAGES:
        return str(stage_name(value))
    if name == "signs":
        return signs_in_words(value)
    if name == "evidence" and value in EVIDENCE:
        return str(EVIDENCE[value])
    if name in ("number", "to_number", "from_number"):
        return number.show(str(value))
    if name == "item":
        return names.items.get(str(value), str(value))
    return str(value)
