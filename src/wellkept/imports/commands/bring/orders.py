"""Bring in orders as journeys: open ones with owner and holder, past ones with the day on which they ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from wellkept.blueprints.queries import Plan, current, team_for
from wellkept.customers.commands import import_ as customers
from wellkept.customers.models import Contact, Customer, Site
from wellkept.imports import old_keys, queries
from wellkept.imports.commands.bring import customers as bring_customers
from wellkept.imports.commands.bring import key_map, order_lines
from wellkept.imports.commands.bring.order_lines import Line
from wellkept.imports.models import File, Import, Row
from wellkept.imports.rules.cells import made_key
from wellkept.imports.rules.drafts import Draft, line_words, need_of
from wellkept.journeys.commands import import_ as journeys
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.kernel.text import fill
from wellkept.people.models import Person, Team
from wellkept.people.queries import standing_member
from wellkept.references.rules import words


@dataclass
class OrderAnswers:
    """Answers of an import, prepared for each order."""

    plan: Plan
    answers: dict[str, Any]
    now: datetime
    has_states: bool
    owner: int | None
    starter: int
    teams: dict[str, Team] = field(default_factory=dict)
    holders: dict[tuple[str, int], int] = field(default_factory=dict)
    active: set[int] = field(default_factory=set)

    def place(self, draft: Draft) -> str:
        """Give the stage of an order, `ended`, or `leave`."""
        if self.has_states:
            return str(self.answers["states"].get(draft.state, "leave"))
        return "ended" if draft.closed is not None else str(self.answers.get("stage") or "")

    def owner_of(self, draft: Draft, *, is_over: bool) -> int:
        """Find the owner: by the name in the old system, else the person named for all.

        A past order may have none; then the person who imports. For an open order, a person who has left
        stops the import.
        """
        known = self.answers.get("owners", {}).get(draft.owner) or self.owner
        if known in self.active:
            return int(known)
        if is_over:
            return self.starter
        raise Refusal(
            "who_owns_them",
            fill(_("Order %(key)s would have an owner who has left."), key=draft.key),
            field="owner",
            law=1,
            instead=_("Say who takes over what was theirs, and continue."),
        )

    def team(self, stage: str) -> Team:
        """Find the team of a stage."""
        if stage not in self.teams:
            self.teams[stage] = team_for(self.plan.version.blueprint_id, stage)
        return self.teams[stage]

    def holder(self, stage: str, owner: int) -> int:
        """Find the holder: the owner if in the team, else its standing member."""
        if (stage, owner) not in self.holders:
            self.holders[stage, owner] = standing_member(self.team(stage), prefer=owner)
        return self.holders[stage, owner]


def bring_in(row: Import, file: File, pairs: list[tuple[Row, Draft]]) -> None:
    """Bring in one batch of orders, with contacts and sites that only they name."""
    order_answers = _order_answers(row, file)
    here = old_keys.targets_of(row.source, "order", {draft.key for _unused, draft in pairs})
    fresh = [
        draft for _unused, draft in pairs if draft.key not in here and order_answers.place(draft) != "leave"
    ]
    if not fresh:
        bring_customers.count(row, here=len(here))
        return
    owners = _customers_of_orders(row, fresh)
    contacts, sites = _parts(row, fresh, owners)
    lines = order_lines.lines_of(row, file, fresh)
    countries = dict(Customer.objects.filter(pk__in=set(owners.values())).values_list("pk", "country"))
    arriving = [
        _arriving(
            draft, order_answers, owners[draft.key], countries[owners[draft.key]], contacts.get(draft.key),
            sites.get(draft.key), lines.get(draft.key, []),
        )
        for draft in fresh
    ]  # fmt: skip
    assert row.act is not None
    keys = journeys.bring_in(journeys=arriving, cause=row.act, by=bring_customers.importer(row))
    key_map.remember(
        row, "order", [(draft.key, key, None, True) for draft, key in zip(fresh, keys, strict=True)]
    )
    ended = sum(arriving_order.ended is not None for arriving_order in arriving)
    bring_customers.count(row, open=len(arriving) - ended, ended=ended, here=len(here))


def _order_answers(row: Import, file: File) -> OrderAnswers:
    """Prepare the answers."""
    people = {*row.answers.get("owners", {}).values(), row.answers.get("owner"), row.begun_by_id}
    return OrderAnswers(
        plan=current(row.answers.get("blueprint")),
        answers=row.answers,
        now=clock.now(),
        has_states=queries.place_of(file, "state") is not None,
        owner=row.answers.get("owner"),
        starter=row.begun_by_id,
        active=set(
            Person.objects.filter(pk__in=people - {None, ""}, active=True).values_list("pk", flat=True)
        ),
    )


def _arriving(
    draft: Draft,
    order_answers: OrderAnswers,
    customer: int,
    country: str,
    contact: int | None,
    site: int | None,
    lines: list[Line],
) -> journeys.Arriving:
    """Convert a draft for the journeys room."""
    place = order_answers.place(draft)
    is_over = place == "ended"
    stages = [stage.stage for stage in order_answers.plan.stages]
    stage = stages[-1] if is_over else place
    owner = order_answers.owner_of(draft, is_over=is_over)
    amount = draft.amount if draft.amount is not None else _sum(lines)
    opened = draft.opened or min(filter(None, (draft.closed, draft.requested, order_answers.now)))
    opened = min(opened, order_answers.now)
    references = [pair for pair in draft.said if pair[1]]
    if draft.where:
        references.append(("street", ", ".join(filter(None, (draft.where.street, draft.where.city)))))
    return journeys.Arriving(
        customer=customer,
        country=(draft.where.country if draft.where else "") or country,
        need=need_of(draft, [line_words(what, quantity) for what, quantity, _unused in lines], amount),
        plan=order_answers.plan,
        stage=stage,
        team=order_answers.team(stage).pk,
        owner=owner,
        holder=None if is_over else order_answers.holder(stage, owner),
        opened=opened,
        heard=draft.heard if draft.heard and draft.heard <= order_answers.now else None,
        contact=contact,
        site=site,
        budget=amount if stage == "sales" and amount is not None and amount >= 0 else None,
        requested_for=draft.requested,
        next_what="" if is_over else draft.next_what or order_answers.answers.get("next_what", ""),
        next_due=None if is_over else _due(draft, order_answers),
        ended=_ended(draft, opened, order_answers.now) if is_over else None,
        old_state=draft.state if is_over else "",
        said=tuple(references),
    )


def _due(draft: Draft, order_answers: OrderAnswers) -> datetime:
    """Choose the due time: of the old system, else the requested day, else within the answered hours."""
    for day in (draft.next_due, draft.requested):
        if day is not None and day > order_answers.now:
            return day
    return order_answers.now + timedelta(hours=int(order_answers.answers.get("next_hours", 24)))


def _ended(draft: Draft, opened: datetime, now: datetime) -> datetime:
    """Choose the day on which a past order ended."""
    known = [day for day in (draft.closed, draft.requested) if day is not None and day <= now]
    return max(known[0] if known else opened, opened)


def _sum(lines: Iterable[Line]) -> Decimal | None:
    """Sum the lines that have a price."""
    prices = [(quantity or Decimal(1)) * price for _unused, quantity, price in lines if price is not None]
    return sum(prices, Decimal(0)).quantize(Decimal("0.01")) if prices else None


def _customers_of_orders(row: Import, drafts: list[Draft]) -> dict[str, int]:
    """Find the customer of each order. A customer who is named and unknown is added."""
    owners: dict[str, int] = {}
    contacts = old_keys.targets_of(
        row.source, "contact", {draft.contact_key for draft in drafts if draft.contact_key}
    )
    known = bring_customers.customers_of(row, drafts)
    strangers: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        customer = known[draft.key].customer
        if customer is None and draft.contact_key in contacts:
            customer = contacts[draft.contact_key].subject
        if customer is not None:
            owners[draft.key] = customer
        else:
            strangers[_key_of_stranger(draft)].append(draft)
    before = old_keys.targets_of(row.source, "customer", set(strangers))
    fresh = {key: of for key, of in strangers.items() if key not in before}
    arriving = [_stranger(of[0]) for of in fresh.values()]
    assert row.act is not None
    arrived = (
        customers.bring_in(customers=arriving, cause=row.act, by=bring_customers.importer(row))
        if arriving
        else []
    )
    key_map.remember(
        row, "customer", [(key, came.customer, None, True) for key, came in zip(fresh, arrived, strict=True)]
    )
    named = [
        (words(of[0].whose_name), came.customer, None, False)
        for of, came in zip(fresh.values(), arrived, strict=True)
        if of[0].whose_name
    ]
    key_map.remember(row, "customer_name", named)
    bring_customers.count(
        row, customers=len(arriving), contacts=sum(len(arriving_row.contacts) for arriving_row in arriving)
    )
    met = {key: came.customer for key, came in zip(fresh, arrived, strict=True)}
    for key, of in strangers.items():
        for draft in of:
            owners[draft.key] = met[key] if key in met else before[key].subject
    return owners


def _key_of_stranger(draft: Draft) -> str:
    """Make an old key for an unknown customer."""
    human = draft.human
    if draft.whose_name:
        return made_key(draft.whose_name)
    return made_key(human.email or human.phone or human.name) if human else made_key(draft.whose_key)


def _stranger(draft: Draft) -> customers.Arriving:
    """Convert an unknown customer."""
    human = draft.human
    name = draft.whose_name or (human.name or human.email or human.phone if human else "") or draft.whose_key
    return customers.Arriving(
        name=name,
        kind="organisation" if draft.whose_name else "person",
        country=draft.country,
        met=draft.opened,
        contacts=(bring_customers.contact_of(human),) if human and (human.name or human.email) else (),
        said=(("old_number", draft.whose_key),) if draft.whose_key else (),
    )


def _parts(
    row: Import, drafts: list[Draft], owners: dict[str, int]
) -> tuple[dict[str, int | None], dict[str, int | None]]:
    """Find contact and site of each order among the customer's own, else add them."""
    keys = set(owners.values())
    people: dict[int, list[Contact]] = defaultdict(list)
    for contact in Contact.objects.filter(customer_id__in=keys, active=True).order_by("pk"):
        people[contact.customer_id].append(contact)
    places: dict[tuple[int, str], int] = {}
    for site in Site.objects.filter(customer_id__in=keys).order_by("-pk"):
        places[site.customer_id, words(f"{site.street} {site.postcode} {site.city}")] = site.pk
    known = old_keys.targets_of(
        row.source, "contact", {draft.contact_key for draft in drafts if draft.contact_key}
    )
    contacts: dict[str, int | None] = {}
    sites: dict[str, int | None] = {}
    new: dict[int, tuple[dict[str, Draft], dict[str, Draft]]] = defaultdict(lambda: ({}, {}))
    for draft in drafts:
        customer = owners[draft.key]
        old_contact = known.get(draft.contact_key)
        contacts[draft.key] = (
            old_contact.part
            if old_contact and old_contact.subject == customer
            else _same(people[customer], draft)
        )
        if contacts[draft.key] is None and draft.human and (draft.human.name or draft.human.email):
            new[customer][0].setdefault(_human_key(draft), draft)
        if draft.where is not None:
            sites[draft.key] = places.get((customer, draft.where.key))
            if sites[draft.key] is None:
                new[customer][1].setdefault(draft.where.key, draft)
    if new:
        _add_parts(row, new, drafts, owners, contacts, sites)
    for draft in drafts:
        if contacts[draft.key] is None and not draft.human:
            contacts[draft.key] = next((contact.pk for contact in people[owners[draft.key]]), None)
    return contacts, sites


def _add_parts(
    row: Import,
    new: dict[int, tuple[dict[str, Draft], dict[str, Draft]]],
    drafts: list[Draft],
    owners: dict[str, int],
    contacts: dict[str, int | None],
    sites: dict[str, int | None],
) -> None:
    """Add missing contacts and sites."""
    arriving = [
        customers.Arriving(
            name="",
            customer=customer,
            contacts=tuple(
                bring_customers.contact_of(row_draft.human)
                for row_draft in people.values()
                if row_draft.human
            ),
            sites=tuple(
                bring_customers.site_of(draft.where, draft.name) for draft in places.values() if draft.where
            ),
        )
        for customer, (people, places) in new.items()
    ]
    assert row.act is not None
    arrived = customers.bring_in(customers=arriving, cause=row.act, by=bring_customers.importer(row))
    key_map.add_to_length(row, arriving, arrived)
    added: dict[tuple[int, str], int] = {}
    for (customer, (people, places)), came in zip(new.items(), arrived, strict=True):
        added |= {(customer, f"c {key}"): part for key, part in zip(people, came.contacts, strict=True)}
        added |= {(customer, f"s {key}"): part for key, part in zip(places, came.sites, strict=True)}
    for draft in drafts:
        customer = owners[draft.key]
        if contacts[draft.key] is None:
            contacts[draft.key] = added.get((customer, f"c {_human_key(draft)}"))
        if draft.where is not None and sites[draft.key] is None:
            sites[draft.key] = added.get((customer, f"s {draft.where.key}"))
    bring_customers.count(
        row, contacts=sum(len(c.contacts) for c in arrived), sites=sum(len(c.sites) for c in arrived)
    )


def _human_key(draft: Draft) -> str:
    """Normalise the contact of a draft."""
    return words(f"{draft.human.name} {draft.human.email}") if draft.human else ""


def _same(people: list[Contact], draft: Draft) -> int | None:
    """Find the contact of a draft among these."""
    human = draft.human
    if human is None:
        return None
    for contact in people:
        if human.email and contact.email == human.email:
            return contact.pk
        if human.name and words(contact.name) == words(human.name):
            return contact.pk
    if not human.name and not human.email:
        return people[0].pk if people else None
    return None
