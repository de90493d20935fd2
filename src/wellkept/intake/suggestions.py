"""Collect signs of a message, and suggest journeys. Each lookup uses an index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import phonenumbers
from django.db import connection
from django.db.models import Max, Q

from wellkept.customers.models import Contact, Customer
from wellkept.find.queries import customers_known_by
from wellkept.intake import rules
from wellkept.intake.models import Item, Message
from wellkept.intake.ranking import JourneyState, Likely, Sign, alike, firm_of, rank, telling
from wellkept.intake.senders import Caller, caller, phone_key
from wellkept.journeys.models import Journey, NextStep
from wellkept.kernel import number
from wellkept.kernel.mail_address import has_address
from wellkept.mail import ParsedMail
from wellkept.people.models import Person, Team
from wellkept.people.queries import company
from wellkept.references.models import Reference

READ = 20_000  # characters of a text that are looked through
MOST = 5  # numbers of a kind that are looked up; a letter with more is a list
OF_A_FIRM = 20
OF_A_PROVIDER = 4  # customers with one mail domain, from which it counts as a provider's
_LIKE_A_NUMBER = re.compile(r"(?<![\d+/])\d{4}[ .\u00a0\u2010-\u2013-]?\d{4}(?![\d])")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Journey that a message may belong to, and why."""

    journey: Journey
    why: str
    is_hint: bool = False


def for_letters(mails: Sequence[ParsedMail]) -> list[Suggestion]:
    """Suggest journeys for these letters of one sender, the likeliest first."""
    text = "\n".join(f"{letter.subject}\n{letter.text}" for letter in mails)[:READ]
    senders = [letter.sender for letter in mails if letter.sender is not None]
    signs = [*_by_number(text), *_by_signature(text)]
    for firm in dict.fromkeys(letter.company for letter in mails if letter.company):
        signs += _by_name(firm)
    theirs: set[int] = set()
    for sender in dict.fromkeys(senders):
        if sender.email:
            with_address = has_address("email", sender.email)
            signs += _of_contacts(Contact.objects.filter(with_address, active=True), "sender")
            signs += _by_firm(sender.email)
        if sender.phone:
            signs += of_caller(caller(sender.phone))
        if sender.name:
            signs += _by_name(sender.name)
    theirs |= {sign.journey for sign in signs}
    signs += _by_words(text, theirs)
    return _suggested(signs)


def for_call(who: Caller, *, by: Person | None, team: Team | None) -> list[Likely]:
    """Suggest journeys of the caller, the likeliest first."""
    signs = of_caller(who)
    rows = {row.pk: row for row in Journey.objects.filter(pk__in={sign.journey for sign in signs})}
    for row in rows.values():
        if by is not None and by.pk in (row.holder_id, row.owner_id):
            signs.append(Sign(row.pk, "spoke", by.name))
        if team is not None and row.team_id == team.pk:
            signs.append(Sign(row.pk, "team", team.name))
    due = NextStep.objects.filter(journey__in=rows, kind="call_back", done_at__isnull=True)
    signs += [Sign(key, "waits_for_call") for key in due.values_list("journey_id", flat=True)]
    open_ones = [row for row in rows.values() if row.state == "open"]
    if len(open_ones) == 1:
        signs.append(Sign(open_ones[0].pk, "alone"))
    return rank(signs, _journey_states(signs), most=20)


def of_caller(who: Caller) -> list[Sign]:
    """List signs by telephone number."""
    signs = [Sign(key, "phone") for key in _journeys_of(who.customers)]
    speaks = Journey.objects.filter(contact__in=who.contacts).exclude(state="ended")
    return signs + [
        Sign(row.pk, "own", row.contact.name) for row in speaks.select_related("contact") if row.contact
    ]


def _suggested(signs: Iterable[Sign]) -> list[Suggestion]:
    """Rank signs and read the journeys."""
    every = list(signs)
    likely = rank(every, _journey_states(every))
    rows = Journey.objects.select_related("customer").in_bulk([candidate.journey for candidate in likely])
    return [Suggestion(rows[candidate.journey], candidate.why, candidate.is_hint) for candidate in likely]


def _journey_states(signs: Iterable[Sign]) -> dict[int, JourneyState]:
    keys = {sign.journey for sign in signs}
    rows = Journey.objects.filter(pk__in=keys).annotate(last=Max("touches__at"))
    return {
        row.pk: JourneyState(
            open=row.state == "open", ended=row.state == "ended", last=row.last or row.opened_at
        )
        for row in rows
    }


def _by_number(text: str) -> list[Sign]:
    """Signs by journey number."""
    exact = rules.numbers_in(text)[:MOST]
    signs = [
        Sign(key, "number") for key in Journey.objects.filter(number__in=exact).values_list("pk", flat=True)
    ]
    for row in Message.objects.filter(number__in=exact, subject__isnull=False):
        ended = Item.objects.filter(pk=row.subject_id).values_list("journey_id", flat=True).first()
        there = Journey.objects.filter(Q(pk=row.subject_id) | Q(pk=ended)).exclude(number=row.number)
        signs += [Sign(key, "given", row.number or "") for key in there.values_list("pk", flat=True)]
    near = {
        likely: written
        for written in list(dict.fromkeys(_LIKE_A_NUMBER.findall(text)))[:MOST]
        if number.parse(written) is None
        for likely in number.likely(written)
    }
    slips = Journey.objects.filter(number__in=near).values_list("pk", "number")
    return signs + [Sign(key, "slip", near[likely_number]) for key, likely_number in slips]


def _by_signature(text: str) -> list[Sign]:
    """Signs by telephone numbers in the text that belong to customers."""
    country = company().country
    written: dict[str, str] = {}
    for match in phonenumbers.PhoneNumberMatcher(text, country):
        written.setdefault(phone_key(match.raw_string), match.raw_string)
        if len(written) == MOST:
            break
    known_as = Reference.objects.filter(kind="phone", key__in=written).values_list("subject_id", "key")
    signs = []
    for subject, key in known_as[: 4 * MOST]:
        signs += [Sign(journey, "signature", written[key]) for journey in _journeys_of([subject])]
    return signs


def _of_contacts(contacts: Iterable[Contact], kind: str) -> list[Sign]:
    """Signs by contacts."""
    rows = list(contacts)
    signs = [Sign(key, kind) for key in _journeys_of({row.customer_id for row in rows})]
    speaks = Journey.objects.filter(contact__in=rows).exclude(state="ended").select_related("contact")
    return signs + [Sign(row.pk, "own", row.contact.name) for row in speaks if row.contact is not None]


def _by_firm(email: str) -> list[Sign]:
    """Signs by the company's mail domain."""
    domain = firm_of(email)
    if not domain:
        return []
    ending = f"@{domain}"[::-1].replace("_", r"\_").replace("%", r"\%")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT r.subject_id, c.id IS NOT NULL FROM reference r"
            " LEFT JOIN customer c ON c.id = r.subject_id AND c.merged_into_id IS NULL"
            " WHERE r.kind = 'email' AND reverse(r.key) LIKE %s LIMIT %s",
            [f"{ending}%", OF_A_FIRM],
        )
        subjects = dict(cursor.fetchall())
    if sum(subjects.values()) >= OF_A_PROVIDER:
        return []
    return [Sign(key, "domain", domain) for key in _journeys_of(subjects)]


def _by_name(name: str) -> list[Sign]:
    """Signs by name."""
    if len(name.split()) < 2:
        return []  # a first name alone says nothing
    matches = customers_known_by(name=name)
    return [Sign(key, "name", name) for key in _journeys_of([match.customer for match in matches])]


def _by_words(text: str, theirs: Iterable[int]) -> list[Sign]:
    """Signs by words: of the journeys already suggested, those whose need the text is about."""
    distinctive = telling(text)
    needs = Journey.objects.filter(pk__in=set(theirs)).values_list("pk", "need")
    return [Sign(key, "words") for key, need in needs if alike(telling(need), distinctive)]


def _journeys_of(customers: Iterable[int]) -> list[int]:
    """Map these customers, merges followed, to their living journeys; a journey's key maps to itself."""
    keys = list(customers)
    if not keys:
        return []
    gone_on = Customer.objects.filter(pk__in=keys, merged_into__isnull=False).values("merged_into")
    journeys = Journey.objects.exclude(state="ended").filter(
        Q(pk__in=keys) | Q(customer__in=keys) | Q(customer__in=gone_on)
    )
    return list(journeys.order_by("-opened_at").values_list("pk", flat=True)[:30])
