"""Merge, undo, split, change and open in any order and concurrently: every reference still resolves."""

from __future__ import annotations

import os
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from django.db import IntegrityError
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from tests.cast import Cast
from tests.duplicates.outside import Books, rows, snapshot
from tests.laws.outside import BREACHES
from tests.race import race
from tests.size import size

from wellkept.customers import commands as customers
from wellkept.customers.models import Contact, Customer, Site
from wellkept.duplicates.commands.merge import merge, merge_all
from wellkept.duplicates.commands.split import split
from wellkept.duplicates.commands.undo import undo
from wellkept.duplicates.models import Merge
from wellkept.journeys.commands.details import note_reference
from wellkept.journeys.commands.open import open_journey
from wellkept.journeys.models import Journey
from wellkept.journeys.need import Need, Start
from wellkept.kernel.refusal import Refusal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
EXAMPLES = int(os.environ.get("WELLKEPT_EXAMPLES") or size(2, 30))
NAMES = ("Lindner", "Ohm", "Sommer", "Brandt", "Kowalski", "Weber", "Adler", "Nowak", "Fuchs", "Roth")
RANDOM = settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.generate),  # a sequence is short, and shrinking it is slow
)


class Town:
    """Random acts on customers, with the books beside them."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.cast, self.die, self.books = cast, Random(seed), Books()
        self.count = 0
        for row in Customer.objects.all():
            self._known(row)
        for _ in range(3):
            self.meet()

    # Acts of people. Each writes its expected result into the books.

    def meet(self) -> None:
        name = f"{self.die.choice(NAMES)} {self._word()}"
        row = customers.add_customer(name=name, by=self.by)
        self._known(row)
        self.contact(row.pk)

    def contact(self, customer: int | None = None) -> None:
        asked = customer or self.die.choice(self.all_of("customer"))
        name, phone = f"{self._word()} {self.die.choice(NAMES)}", f"0351 77{self.die.randrange(10**6):06}"
        mail = f"{self._word().lower()}@example.org"
        row = customers.add_contact(customer=asked, name=name, phone=phone, email=mail, by=self.by)
        self._have("contact", row.pk, asked)
        self.books.say("customer", self.books.continues_as(asked), name, phone, mail)

    def same_contact(self) -> None:
        """Add a copy of a contact to another customer; merging folds them."""
        row = Contact.objects.filter(active=True).order_by("pk")[self.die.randrange(2)]
        other = self.die.choice(self.all_of("customer"))
        twin = customers.add_contact(
            customer=other, name=row.name, phone=row.phone, email=row.email, by=self.by
        )
        self._have("contact", twin.pk, other)
        self.books.say("customer", self.books.continues_as(other), row.name, row.phone, row.email)

    def site(self) -> None:
        asked = self.die.choice(self.all_of("customer"))
        street = f"{self._word()}weg {self.die.randrange(1, 90)}"
        row = customers.add_site(customer=asked, street=street, city="Dresden", by=self.by)
        self._have("site", row.pk, asked)
        self.books.say("customer", self.books.continues_as(asked), street)

    def same_site(self) -> None:
        """Add a copy of a site, perhaps in another spelling, to another customer; merging folds them."""
        row = Site.objects.filter(closed_at__isnull=True).order_by("pk").first()
        asked = self.die.choice(self.all_of("customer"))
        assert row is not None  # the bakery has one
        street = row.street.replace("straße", "str.").upper() if self.die.random() < 0.5 else row.street
        twin = customers.add_site(
            customer=asked, street=street, postcode=row.postcode, city=row.city, by=self.by
        )
        self._have("site", twin.pk, asked)
        self.books.say("customer", self.books.continues_as(asked), street)

    def rename(self) -> None:
        asked = self.die.choice(self.all_of("customer"))
        name = f"{self._word()} {self.die.choice(NAMES)}"
        customers.change(customer=asked, name=name, by=self.by)
        self.books.say("customer", self.books.continues_as(asked), name)

    def open(self) -> None:
        asked = self.die.choice(self.all_of("customer"))
        root = self.books.continues_as(asked)
        contact = Contact.objects.filter(customer=root, active=True).order_by("pk").first()
        where = Site.objects.filter(customer=root, closed_at__isnull=True).order_by("-pk").first()
        row = open_journey(
            customer=asked,
            contact=contact.pk if contact else None,
            site=where.pk if where else None,
            need=Need("It leaks"),
            by=self.by,
            start=Start(blueprint="service"),
        )
        self._have("journey", row.pk, asked)
        self.books.say("journey", row.pk, row.number)
        if contact:
            self.books.say("journey", row.pk, contact.phone)
            self.books.speaks[row.pk] = contact.pk

    def note(self) -> None:
        row = self.one_of(Journey)
        if row:
            order = f"PO-{self._word()}-{self.die.randrange(10**6):06}"
            note_reference(journey=row.pk, kind="purchase_order", reference=order, by=self.by)
            self.books.say("journey", row.pk, order)

    def merge(self) -> None:
        """Merge two customers, or three in one step."""
        standing = self.books.standing()
        keep, *away = self.die.sample(standing, min(len(standing), self.die.choice((2, 2, 3))))
        for row in merge_all(keep=keep, away=away, by=self.by):
            self.books.merged[row.pk] = (row.away_id, row.keep_id)

    def undo(self) -> None:
        if self.books.merged:
            self.undo_this(self.die.choice(sorted(self.books.merged)))

    def undo_this(self, key: int) -> None:
        away, _ = self.books.merged[key]
        undo(merge=key, by=self.by)
        self._undone(key, away)

    def split(self) -> None:
        whole = self.die.choice(self.books.standing())
        theirs = list(Contact.objects.filter(customer=whole).order_by("pk"))
        if not theirs:
            return
        chosen = {self.die.choice(theirs).pk}
        tied = set(Journey.objects.filter(customer=whole, contact__in=chosen).values_list("pk", flat=True))
        places = set(Site.objects.filter(customer=whole).values_list("pk", flat=True)[:1])
        name = f"{self._word()} {self.die.choice(NAMES)}"
        part = split(customer=whole, name=name, contacts=chosen, journeys=tied, sites=places, by=self.by)
        self._known(part)
        for table, keys in (("contact", chosen), ("journey", tied), ("site", places)):
            for key in keys:
                self.books.base[table, key] = part.pk
        for row in Contact.objects.filter(pk__in=chosen):
            self.books.say("customer", part.pk, row.name, row.phone, row.email)
        self._copied()

    # Helpers of the acts and the books.

    @property
    def by(self) -> Any:
        return self.cast.by(self.die.choice(("ana", "tom", "olga")))

    def all_of(self, table: str) -> list[int]:
        return sorted(key for name, key in self.books.base if name == table)

    def one_of(self, model: Any) -> Any:
        rows = list(model.objects.order_by("pk"))
        return self.die.choice(rows) if rows else None

    def _known(self, row: Customer) -> None:
        self.books.base["customer", row.pk] = row.pk
        self.books.say("customer", row.pk, row.name)
        for table, model in (("contact", Contact), ("site", Site), ("journey", Journey)):
            for row_of_customer in model.objects.filter(customer=row):
                self.books.base.setdefault((table, row_of_customer.pk), row.pk)

    def _have(self, table: str, key: int, asked: int) -> None:
        """Note a row under the customer that the asked one continues as."""
        self.books.base[table, key] = self.books.continues_as(asked)

    def _undone(self, key: int, away: int) -> None:
        root = self.books.continues_as(away)
        del self.books.merged[key]
        for row, contact in self.books.speaks.items():
            # Opened since the merge, with a contact who returns: it moves along.
            is_theirs = self.books.customer_of("contact", contact) == self.books.continues_as(away)
            if is_theirs and self.books.customer_of("journey", row) == root and row > self._subjects_at[key]:
                self.books.base["journey", row] = self.books.continues_as(away)
        self._copied()

    def _copied(self) -> None:
        """Note the copies of sites that an undo or a split has added, under the customer in the log."""
        for key, customer in rows(CUSTOMERS_IN_LOG["site"]):
            if ("site", key) not in self.books.base:
                self.books.base["site", key] = customer
                self.books.say("customer", customer, Site.objects.get(pk=key).street)

    @property
    def _subjects_at(self) -> dict[int, int]:
        """Read the youngest subject at the time of each merge."""
        return dict(
            rows(
                "SELECT m.id, (SELECT max(f.subject_id) FROM event f WHERE f.seq = 1 AND f.id < min(e.id))"
                " FROM customer_merge m JOIN event e ON e.subject_id = m.away_id AND e.type = 'customers_merged'"
                " AND (e.facts::json ->> 'merge')::bigint = m.id GROUP BY m.id"
            )
        )

    def _word(self) -> str:
        self.count += 1
        letters = self.die.sample("bdfgklmnprst", 3)
        return f"{letters[0]}a{letters[1]}o{letters[2]}u{'xyz'[self.count % 3]}{'abcdefgh'[self.count % 8]}".title()


ACTS: tuple[Callable[[Town], None], ...] = (
    Town.meet, Town.contact, Town.same_contact, Town.site, Town.same_site, Town.rename, Town.open, Town.open, Town.note,
    Town.merge, Town.merge, Town.merge, Town.undo, Town.undo, Town.split,
)  # fmt: skip


@RANDOM
@given(seed=st.integers(0, 2**32), acts=st.lists(st.sampled_from(range(len(ACTS))), min_size=8, max_size=25))
def test_after_any_sequence_every_reference_is_found(cast: Cast, seed: int, acts: list[int]) -> None:
    with fresh_company(cast) as company:
        town = Town(company, seed)
        for act in acts:
            if len(town.books.standing()) < 3:
                town.meet()
            ACTS[act](town)
            town.books.check(company)
        no_law_is_broken()
        for key in sorted(town.books.merged, key=lambda key: town.die.random()):
            town.undo_this(key)
        town.books.check(company)


@example(
    seed=900, merges=5
)  # the contact whom two merges replaced speaks again when the second replacement leaves
@RANDOM
@given(seed=st.integers(0, 2**32), merges=st.integers(1, 7))
def test_merges_undone_in_any_order_restore_every_row_exactly(cast: Cast, seed: int, merges: int) -> None:
    with fresh_company(cast) as company:
        town = Town(company, seed)
        for _ in range(3):
            town.meet()
        for _ in range(5):
            town.open()
            town.same_contact()
            town.same_site()
        before = snapshot()
        for _ in range(merges):
            if len(town.books.standing()) > 1:
                town.merge()
        if len(town.books.merged) > 2 and town.die.random() < 0.5:  # one undone, others made, in between
            town.undo()
            town.merge()
        order = sorted(town.books.merged)
        town.die.shuffle(order)
        for key in order:
            town.undo_this(key)
        assert snapshot() == before


@RANDOM
@given(seed=st.integers(0, 2**32), rounds=st.integers(1, 4))
def test_concurrent_acts_keep_every_reference(cast: Cast, seed: int, rounds: int) -> None:
    """Run two or three acts concurrently; each transaction stays open until the others finish or wait."""
    with fresh_company(cast) as company:
        town = Town(company, seed)
        for _ in range(3):
            town.open()
        for _ in range(rounds):
            if len(town.books.standing()) < 4:
                town.meet()
            race_of(town)
            town.books.check(company)
        no_law_is_broken()


def race_of(town: Town) -> None:
    """Race acts on the same few customers. A refused act changes nothing; the books follow the others."""
    a, b, c = town.die.sample(town.books.standing(), 3)
    by = town.by
    live = sorted(town.books.merged)
    contacts = {
        key: Contact.objects.filter(customer=key, active=True).order_by("pk").first() for key in (a, b)
    }
    acts: list[tuple[str, Callable[[], Any]]] = [
        ("merge", lambda: merge(keep=a, away=b, by=by)),
        ("merge", lambda: merge(keep=b, away=a, by=by)),
        ("merge", lambda: merge(keep=c, away=a, by=by)),
        ("merge", lambda: merge_all(keep=b, away=[c, a], by=by)),
        (
            "open",
            lambda: open_journey(customer=b, need=Need("It drips"), by=by, start=Start(blueprint="service")),
        ),
        (
            "open",
            lambda: open_journey(customer=a, need=Need("It drips"), by=by, start=Start(blueprint="service")),
        ),
        ("contact", lambda: customers.add_contact(customer=b, name="Eva Neu", phone="0351 4000", by=by)),
        ("site", lambda: customers.add_site(customer=a, street="Neuweg 1", by=by)),
    ]
    if (contact := contacts[b]) is not None:
        acts.append(
            ("change", lambda: customers.change_contact(contact=contact.pk, phone="0351 5000", by=by))
        )
    if live:
        key = town.die.choice(live)
        acts += [("undo", lambda: undo(merge=key, by=by))] * 3
    chosen = town.die.sample(acts, town.die.choice((2, 2, 3)))
    ended = race(*[act for _, act in chosen])
    for result in ended:
        if isinstance(result, Exception):
            assert isinstance(result, Refusal | IntegrityError), result
    catch_up(town)


def catch_up(town: Town) -> None:
    """Update the books after a race from the log."""
    known = set(town.books.merged)
    live = {row.pk: (row.away_id, row.keep_id) for row in Merge.objects.filter(undone_at__isnull=True)}
    for key in known - live.keys():
        town._undone(key, town.books.merged[key][0])
    for key in sorted(live.keys() - known):
        town.books.merged[key] = live[key]
    for table, sql in CUSTOMERS_IN_LOG.items():
        for key, customer in rows(sql):
            town.books.base.setdefault((table, key), customer)
            if table == "journey":
                town.books.say("journey", key, Journey.objects.get(pk=key).number)


# The customer of each row when it was added, from the log.
CUSTOMERS_IN_LOG = {
    "contact": "SELECT (facts::json ->> 'contact')::bigint, subject_id FROM event WHERE type = 'contact_added'",
    "site": "SELECT (facts::json ->> 'site')::bigint, subject_id FROM event WHERE type = 'site_added'",
    "journey": "SELECT subject_id, (facts::json ->> 'customer')::bigint FROM event WHERE type = 'journey_opened'",
}


def no_law_is_broken() -> None:
    for law, sql in BREACHES.items():
        assert rows(sql.replace("%", "%%")) == [], law


class fresh_company:
    """Restore the company for each example."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def __enter__(self) -> Cast:
        from tests.cast import bring_back

        return bring_back(self.cast)

    def __exit__(self, *_: object) -> None:
        pass
