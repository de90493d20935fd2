"""A small company and its customers, built through commands. The same people appear in every test.

Lindenau Elektro: Ana set it up, answers for the process and leads sales, where Tom receives new work. Olga has
orders, Jonas and Lea deliver, Mira supports. Iris does the bills and belongs to no stage.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from tests import kept
from wellkept.blueprints import commands as blueprints
from wellkept.customers import commands as customers
from wellkept.customers.models import Contact, Customer, Site
from wellkept.delivery import commands as delivery
from wellkept.entities import commands as entities
from wellkept.entities.models import Entity
from wellkept.journeys.commands import handoffs, open, steps
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Journey
from wellkept.journeys.need import Need, Start
from wellkept.journeys.planned_step import PlannedStep
from wellkept.kernel import clock
from wellkept.kernel.money import Money
from wellkept.orders import commands as orders
from wellkept.orders.commands.quote_drafts import Review
from wellkept.orders.models import Quote
from wellkept.orders.quote_lines import QuoteLineTerms
from wellkept.people import commands as people
from wellkept.people import queries as staff
from wellkept.people.actor import Actor
from wellkept.people.actor import customer as customer_actor
from wellkept.people.founder import Founder
from wellkept.people.models import Person, Team
from wellkept.sales import commands as sales
from wellkept.support import commands as support

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_count = itertools.count(1)


@dataclass
class Party:
    """A customer with the contact who speaks for it."""

    customer: Customer
    contact: Contact
    site: Site

    @property
    def actor(self) -> Actor:
        return customer_actor(self.contact.pk, name=self.contact.name)


@dataclass
class Cast:
    """Everyone, by first name. `cast.jonas` is the row; `cast.by("jonas")` acts with the rights of this moment."""

    ana: Person
    tom: Person
    olga: Person
    jonas: Person
    lea: Person
    mira: Person
    iris: Person
    teams: Mapping[str, Team]
    bakery: Party
    school: Party
    others: dict[str, Person] = field(default_factory=dict)

    def by(self, name: str) -> Actor:
        return staff.actor(self.person(name).pk)

    def person(self, name: str) -> Person:
        person: Person = self.others[name] if name in self.others else getattr(self, name)
        return person

    def hire(self, name: str, *teams: str) -> Person:
        """One more colleague, in these teams."""
        row = people.join(name=name, email=f"{name.lower()}@lindenau.example", by=self.by("ana"))
        for team in teams:
            people.join_team(person=row.pk, team=self.teams[team].pk, by=self.by("ana"))
        self.others[name.lower()] = row
        return row


def company() -> Cast:
    """The company, its people and its two customers."""
    ana, teams = _set_up()
    by = staff.actor(ana.pk)

    def joins(name: str, team: str | None, *, leads: bool = False, receives: bool = False) -> Person:
        first = name.split()[0].lower()
        row = people.join(name=name, email=f"{first}@lindenau.example", by=by)
        if team:
            people.join_team(person=row.pk, team=teams[team].pk, by=by)
        if leads and team:
            people.name_lead(team=teams[team].pk, lead=row.pk, by=by)
        if receives and team:
            people.name_standing_member(team=teams[team].pk, standing=row.pk, by=by)
        return row

    cast = Cast(
        ana=ana,
        tom=joins("Tom Brandt", "sales", receives=True),
        olga=joins("Olga Meyer", "orders", leads=True, receives=True),
        jonas=joins("Jonas Weber", "delivery", leads=True, receives=True),
        lea=joins("Lea Koch", "delivery"),
        mira=joins("Mira Sand", "support", leads=True, receives=True),
        iris=joins("Iris Falk", None),
        teams=teams,
        bakery=party("Bäckerei Lindner", "Petra Lindner", by=by),
        school=party("Schule am Park", "Karl Ohm", by=by),
    )
    for team in ("orders", "delivery", "support"):
        people.leave_team(person=ana.pk, team=teams[team].pk, by=by)
    billing = people.make_team(name="Billing", stage=None, by=by)
    people.join_team(person=cast.iris.pk, team=billing.pk, by=by)
    cast.teams = {**teams, "billing": billing}
    return cast


def found() -> Cast:
    """The company as `company` makes it, committed and kept in this worker's database, to be brought back at once."""
    return kept.keep("company", company)


def bring_back(cast: Cast) -> Cast:
    """Everything as it was when the company was kept: one statement instead of hundreds."""
    kept.bring("company")
    return replace(cast, others={})


def company_of_one() -> tuple[Actor, Party]:
    """Ana alone, and her customer."""
    ana, _ = _set_up()
    by = staff.actor(ana.pk)
    return by, party("Bäckerei Lindner", "Petra Lindner", by=by)


def party(name: str, speaker: str, *, by: Actor) -> Party:
    """One more customer, with a contact who has mail and telephone, and a site."""
    row = customers.add_customer(name=name, by=by)
    address = f"{speaker.split()[0].lower()}{next(_count)}@customer.example"
    contact = customers.add_contact(
        customer=row.pk, name=speaker, email=address, phone="+49 351 8888 17", by=by
    )
    site = customers.add_site(
        customer=row.pk, street="Königstraße 4", postcode="01097", city="Dresden", by=by
    )
    return Party(row, contact, site)


def usual_entity() -> Entity:
    """The company itself, as it sells."""
    return Entity.objects.get(usual=True)


def _set_up() -> tuple[Person, dict[str, Team]]:
    company, ana = people.set_up_company(
        name="Lindenau Elektro", founder=Founder(name="Ana Ruiz", email="ana@lindenau.example", password=None)
    )
    teams = {team.stage: team for team in staff.teams() if team.stage}
    entities.add_first_entity(company=company, by=staff.actor(ana.pk))
    blueprints.load_built_in(by=staff.actor(ana.pk))
    return ana, teams


# Journeys at each station of their way. Each begins where the one before ends.


def opened(
    cast: Cast,
    *,
    of: Party | None = None,
    blueprint: str = "service",
    owner: int | None = None,
    confidential: bool = False,
    budget: Decimal | None = None,
    requested_for: datetime | None = None,
    **known: object,
) -> Journey:
    """Tom has opened it, and holds it in sales."""
    of = of or cast.bakery
    need = "The oven trips the breaker every morning"
    return open.open_journey(
        customer=of.customer.pk,
        contact=of.contact.pk,
        need=Need(need, budget=budget, requested_for=requested_for),
        by=cast.by("tom"),
        start=Start(owner=owner, blueprint=blueprint, confidential=confidential),
        **known,
    )


def decided(cast: Cast, **known: object) -> Journey:
    """The customer has decided; the handoff to orders is not complete yet."""
    row = opened(cast, **known)  # type: ignore[arg-type]
    sales.decide(
        journey=row.pk,
        what="A line of its own",
        why="It is the cause",
        evidence=Evidence("click"),
        by=speaker_of(row),
    )
    return fresh(row)


def offered(cast: Cast, **known: object) -> Journey:
    """Tom has offered it to Olga."""
    row = decided(cast, **known)
    handoffs.offer_handoff(journey=row.pk, by=cast.by("tom"), ticks=["need-confirmed", "budget-known"])
    return fresh(row)


QUOTED = [
    QuoteLineTerms(words="Fitting", unit_price=Decimal(200), tax_rate=Decimal(19)),
    QuoteLineTerms(
        words="Small pump", unit_price=Decimal(500), tax_rate=Decimal(19), choice="Which pump?", alternative="Small"
    ),
    QuoteLineTerms(
        words="Large pump", unit_price=Decimal(900), tax_rate=Decimal(19), choice="Which pump?", alternative="Large"
    ),
    QuoteLineTerms(
        words="Hose", unit_price=Decimal(10), quantity=Decimal(3), unit="MTR", tax_rate=Decimal(19),
        least=Decimal(1), most=Decimal(20),
    ),
]  # fmt: skip


def in_orders(cast: Cast, **known: object) -> Journey:
    """Olga holds it in orders."""
    row = offered(cast, **known)
    handoffs.accept_handoff(journey=row.pk, by=cast.by("olga"), rating=4)
    return fresh(row)


def quoted(cast: Cast, **known: object) -> Journey:
    """A quote lies before the customer: one line, a choice between two pumps, and an optional line."""
    row = in_orders(cast, **known)
    begun = orders.begin_quote(
        journey=row.pk, words="A new pump", currency="EUR", lines=QUOTED, by=cast.by("olga")
    )
    sent(cast, begun)
    return fresh(row)


def sent(cast: Cast, quote: Quote) -> None:
    """Olga sends this draft, reviewed. It is valid for a week and a day."""
    orders.change_quote(
        quote=quote.pk,
        words=quote.words,
        terms="Half at the start",
        delivery_by=clock.now() + 10 * DAY,
        valid_until=clock.now() + 8 * DAY,
        by=cast.by("olga"),
    )
    orders.send_quote(quote=quote.pk, review=Review(requirements="It pumps"), by=cast.by("olga"))


def discounted(cast: Cast, **known: object) -> Journey:
    """A quote with a discount beyond Olga's limit, which Lea approved, lies before the customer with a question."""
    row = quoted(cast, **known)
    line = row.quotes.get().lines.get(words="Hose")
    asked = orders.ask_about_line(line=line.pk, words="Is it black?", by=speaker_of(row))
    orders.answer_question(question=asked.pk, words="It is blue", by=cast.by("olga"))
    people.set_sales_rights(
        person=cast.olga.pk, discount_limit=Decimal(5), sees_costs=False, by=cast.by("ana")
    )
    draft = orders.begin_quote(journey=row.pk, words="A pump for less", currency="EUR", by=cast.by("olga"))
    less = replace(QUOTED[0], discount=Decimal(20))
    orders.change_quote_line(line=draft.lines.get(words="Fitting").pk, terms=less, by=cast.by("olga"))
    approval = orders.ask_for_approval(
        quote=draft.pk, approver=cast.lea.pk, words="They buy ten", by=cast.by("olga")
    )
    orders.answer_discount(approval=approval.pk, approved=True, words="Once", by=cast.by("lea"))
    return fresh(row)


def put(cast: Cast, *, total: str = "1840.00", days: int = 10, **known: object) -> Journey:
    """The agreement lies before the customer."""
    row = in_orders(cast, **known)
    orders.put_agreement(
        journey=row.pk,
        words="One line for the oven, 32 A",
        total=Money(Decimal(total), "EUR"),
        delivery_by=clock.now() + days * DAY,
        by=cast.by("olga"),
    )
    return fresh(row)


def agreed(cast: Cast, **known: object) -> Journey:
    """The customer has agreed; "Delivery" and the price are promised."""
    row = put(cast, **known)  # type: ignore[arg-type]
    orders.agree(journey=row.pk, by=speaker_of(row), evidence=Evidence(signed_name="Petra Lindner"))
    return fresh(row)


def in_delivery(cast: Cast, **known: object) -> Journey:
    """Jonas holds it in delivery."""
    row = agreed(cast, **known)
    handoffs.offer_handoff(journey=row.pk, by=cast.by("olga"), ticks=["site-known", "date-possible"])
    handoffs.accept_handoff(journey=row.pk, by=cast.by("jonas"), rating=5)
    return fresh(row)


def accepted(cast: Cast, **known: object) -> Journey:
    """Delivered and accepted; the handoff to support is called for."""
    row = in_delivery(cast, **known)
    delivery.deliver(journey=row.pk, words="The line is in", by=cast.by("jonas"))
    delivery.accept(journey=row.pk, by=speaker_of(row), evidence=Evidence(signed_name="Petra Lindner"))
    return fresh(row)


def in_support(cast: Cast, **known: object) -> Journey:
    """Mira holds it in support."""
    row = accepted(cast, **known)
    handoffs.offer_handoff(journey=row.pk, by=cast.by("jonas"), ticks=["papers-handed-over"])
    handoffs.accept_handoff(journey=row.pk, by=cast.by("mira"), rating=5)
    return fresh(row)


def at_rest(cast: Cast, **known: object) -> Journey:
    """The customer has said that it works."""
    row = in_support(cast, **known)
    support.confirm_success(journey=row.pk, by=speaker_of(row), words="It bakes")
    return fresh(row)


def speaker_of(row: Journey) -> Actor:
    """The journey's contact, as one who acts."""
    assert row.contact_id is not None
    return customer_actor(row.contact_id, name=row.contact.name if row.contact else "")


def fresh(row: Journey) -> Journey:
    """The journey as it stands in the database now."""
    return Journey.objects.select_related("contact", "next_step").get(pk=row.pk)


def finish_all(row: Journey, by: Actor, *, but: Callable[[str], bool] = lambda kind: False) -> None:
    """Do everything that is open on it, with one plain next step in its place."""
    for step in row.steps.filter(done_at__isnull=True):
        if not but(step.kind):
            steps.finish_step(journey=row.pk, step=step.pk, by=by, then=PlannedStep("See how it goes"))
