"""Customers whom we know well: their statements, an interview, the seven answers, and a rhythm of meetings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from wellkept.customers.commands import change_contact
from wellkept.customers.models import Contact, Customer
from wellkept.voice.commands import interviews, meetings, read_backs, seven, statements
from wellkept.voice.commands.interviews import Interviewers
from wellkept.voice.models import Statement
from wellkept.voice.source import Source
from wellkept_demo import working_hours
from wellkept_demo.simulation import Process, Simulation, World
from wellkept_demo.stories import SEED


@dataclass(frozen=True)
class KnownCustomer:
    """A customer whom we know well. `person` of our staff talks to them; `key` says why they are a key customer."""

    name: str
    person: str
    statements: tuple[tuple[str, str], ...]  # kind, words
    seven: tuple[tuple[str, str, str], ...]
    answers: dict[str, str] = field(default_factory=dict)
    read_back: str = ""
    correction: str = ""
    key: str = ""
    every_days: int = 0
    next_days: int = 0  # from today; negative: overdue
    quiet: tuple[int, int] | None = None


CUSTOMERS = (
    KnownCustomer(
        "Bäckerei Lindner",
        "mira",
        (
            ("expectation", "If you come before six, ring twice. The apprentice sleeps above the shop."),
            ("goal", "A second shop in Plagwitz by next autumn."),
            ("pressure", "The bank reviews our figures in June."),
            ("obstacle", "Nobody here has time to read a nine-page offer."),
        ),
        (
            ("exist", "yes", ""),
            ("capabilities", "no", "I did not know that you do cooling as well."),
            ("need", "yes", "The cold room, next summer."),
            ("satisfied", "yes", "It bakes, and you answer the phone."),
            ("fix", "yes", "Your invoices never have our order number on them."),
            ("better", "unknown", ""),
            ("whom", "yes", "Mira. Who else?"),
        ),
        answers={
            "success": "The second shop opens, and nobody has lost a night over the ovens.",
            "pressure": "The bank, in June.",
            "expect": "Somebody picks up before eight. At eight our day is over.",
            "who-else": "My son Jakob. He will have the second shop.",
        },
        read_back=(
            "You want to open the second shop by next autumn. The bank reviews your figures in June. You need"
            " somebody to answer our phone before eight, and Jakob should get to know us."
        ),
        key="Soon two shops, and both bake through the night",
        every_days=91,
        next_days=12,
        quiet=(19, 2),
    ),
    KnownCustomer(
        "Gärtnerei Holm",
        "felix",
        (
            ("expectation", "No work in the greenhouses between March and May."),
            ("goal", "Half the heating from the roof within three years."),
        ),
        (
            ("exist", "yes", ""),
            ("satisfied", "yes", "The roof runs."),
            ("whom", "no", "Felix, or was it Piotr?"),
        ),
        key="The largest roof that we have ever fitted",
        every_days=182,
        next_days=-9,
    ),
    KnownCustomer(
        "Haus am See",
        "felix",
        (("pressure", "The season opens at Easter, with or without hot water."),),
        (("exist", "yes", ""), ("need", "unknown", "")),
        answers={
            "pressure": "Easter. The first coach is booked.",
            "last-time": "Nobody told us that the part was late.",
        },
        read_back="Everything has to work by Easter, and you want to hear about a delay before you have to ask.",
        correction="Not by Easter: a week before. The coach comes early.",
        key="Forty rooms, and three more houses in the family",
    ),
)


def add(world: World) -> None:
    """Add what each of these customers told us, once."""
    for known in CUSTOMERS:
        customer = Customer.objects.filter(name=known.name).first()
        if customer is None or Statement.objects.filter(customer=customer).exists():
            continue
        begins = working_hours.subtract_days(world.today, 2, 8)
        sim = Simulation(world, key=f"{SEED} knows {known.name}", begins=begins)
        sim.subjects.append(customer.pk)
        sim.run(_add(sim, known, customer.pk))


def _add(sim: Simulation, known: KnownCustomer, customer: int) -> Process:
    today = sim.world.today
    contact = Contact.objects.filter(customer_id=customer, active=True).order_by("pk")[0]
    by, boss = sim.actor(known.person), sim.actor("katrin")
    yield sim.wait_until(working_hours.subtract_days(today, 2, 9))
    for kind, words in known.statements:
        sim.do(
            statements.note_statement,
            customer=customer,
            kind=kind,
            words=words,
            source=Source(contact=contact.pk),
            by=by,
        )
    for question, answer, words in known.seven:
        sim.do(
            seven.answer_seven,
            customer=customer,
            question=question,
            answer=answer,
            words=words,
            source=Source(contact=contact.pk),
            by=by,
        )
    if known.key:
        sim.do(meetings.mark_key_customer, customer=customer, why=known.key, person=by.person, by=boss)
    if known.every_days:
        first = known.next_days if known.next_days > 0 else 1
        sim.do(
            meetings.set_rhythm,
            customer=customer,
            every_days=known.every_days,
            next_at=(today if known.next_days > 0 else sim.now) + timedelta(days=first),
            person=by.person,
            contact=contact.pk,
            by=by,
        )
    if known.answers:
        yield from _interview(sim, known, customer, contact)
    if known.quiet:
        start, end = (today.replace(hour=hour, minute=0).time() for hour in known.quiet)
        sim.do(change_contact, contact=contact.pk, quiet_from=start, quiet_until=end, by=by)


def _interview(sim: Simulation, known: KnownCustomer, customer: int, contact: Contact) -> Process:
    today, by = sim.world.today, sim.actor(known.person)
    row = sim.do(
        interviews.plan_interview,
        customer=customer,
        contact=contact.pk,
        planned_for=working_hours.subtract_days(today, 2, 10),
        interviewers=Interviewers(asks=by.person, writes=sim.actor("katrin").person),
        by=by,
    )
    yield sim.wait_until(working_hours.subtract_days(today, 2, 11))
    sim.do(interviews.hold_interview, interview=row.pk, answers=known.answers, by=by)
    yield sim.wait_until(working_hours.subtract_days(today, 2, 15))
    read_back = sim.do(read_backs.read_interview_back, interview=row.pk, text=known.read_back, by=by)
    yield sim.wait_until(working_hours.subtract_days(today, 1, 16))
    as_contact = sim.as_customer(contact)
    if known.correction:
        sim.do(
            read_backs.correct_interview, read_back=read_back.pk, correction=known.correction, by=as_contact
        )
        return
    sim.do(read_backs.confirm_interview, read_back=read_back.pk, by=as_contact)
    yield sim.wait_until(working_hours.subtract_days(today, 0, 9))
    becomes = {
        answer.pk: answer.question.becomes
        for answer in row.answers.select_related("question")
        if answer.question.becomes
    }
    sim.do(interviews.take_up_answers, interview=row.pk, kinds=becomes, by=by)
