"""The names that sentences need, in three queries however long the list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from wellkept.blueprints.models import ChecklistItem
from wellkept.customers.models import Contact
from wellkept.events.queries import Happening
from wellkept.people.models import Person, Team

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
    """Names by key; who is not known is called somebody."""

    people: dict[int, str] = field(default_factory=dict)
    teams: dict[int, str] = field(default_factory=dict)
    contacts: dict[int, str] = field(default_factory=dict)
    items: dict[str, str] = field(default_factory=dict)

    def person(self, key: int | None) -> str:
        return self.people.get(key, _("somebody")) if key is not None else _("nobody")

    def team(self, key: int | None) -> str:
        return self.teams.get(key, _("a team")) if key is not None else _("no team")

    def contact(self, key: int | None) -> str:
        return self.contacts.get(key, _("the customer")) if key is not None else _("the customer")


def names_for(happenings: Iterable[Happening]) -> Names:
    """The names that these events mention."""
    people: set[int] = set()
    teams: set[int] = set()
    contacts: set[int] = set()
    items: set[str] = set()
    for one in happenings:
        if one.actor_id is not None:
            (contacts if one.actor_kind == "customer" else people).add(one.actor_id)
        people |= {key for name in PEOPLE if isinstance(key := one.facts.get(name), int)}
        teams |= {key for name in TEAMS if isinstance(key := one.facts.get(name), int)}
        if isinstance(contact := one.facts.get("contact"), int):
            contacts.add(contact)
        if isinstance(item := one.facts.get("item"), str):
            items.add(item)
    return Names(
        people=dict(Person.objects.filter(pk__in=people).values_list("pk", "name")) if people else {},
        teams=dict(Team.objects.filter(pk__in=teams).values_list("pk", "name")) if teams else {},
        contacts=dict(Contact.objects.filter(pk__in=contacts).values_list("pk", "name")) if contacts else {},
        items=dict(ChecklistItem.objects.filter(key__in=items).values_list("key", "text")) if items else {},
    )
