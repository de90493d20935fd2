"""What some of them told us beside their journeys: in their words, read back, confirmed; and when we meet again.

Told last of all, so that the lives before it stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from wellkept.customers.commands import change_contact
from wellkept.customers.models import Contact, Customer
from wellkept.voice.commands import interviews, meetings, read_backs, statements
from wellkept.voice.commands import seven as knowing
from wellkept.voice.models import Statement
from wellkept_demo import cast
from wellkept_demo.hero import back
from wellkept_demo.life import Life, Process, World

Said = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Known:
    """One customer whom we know well: who of us, what they said, whether much hangs on them."""

    name: str
    person: str
    statements: Said
    seven: tuple[tuple[str, str, str], ...]
    answers: dict[str, str] = field(default_factory=dict)
    read_back: str = ""
    correction: str = ""
    key: str = ""
    every_days: int = 0
    next_days: int = 0  # from today; before it: overdue
    quiet: tuple[int, int] | None = None


KNOWN = (
    Known(
        "Bäckerei Lindner",
        "mira",
        (
            ("expectation", "If you come before six, ring twice. The apprentice sleeps above the shop."),
            ("goal", "A second shop in Plagwitz by next autumn."),
            ("pressure", "The bank looks at the figures in June."),
            ("obstacle", "Nobody here has the time to read an offer of nine pages."),
        ),
        (
            ("exist", "yes", ""),
            ("capabilities", "no", "I did not know that you do cooling as well."),
            ("need", "yes", "The cold room, next summer."),
            ("satisfied", "yes", "It bakes, and you pick up the phone."),
            ("fix", "yes", "Your invoices never have our order number on them."),
            ("better", "unknown", ""),
            ("whom", "yes", "Mira. Who else?"),
        ),
        answers={
            "success": "If the second shop opens and nobody has lost a night over the ovens.",
            "pressure": "The bank, in June.",
            "expect": "That somebody picks up before eight. At eight the day is over for us.",
            "who-else": "My son Jakob. He will have the second shop.",
        },
        read_back=(
            "You want to open the second shop by next autumn. The bank looks at it in June. You need somebody at our"
            " telephone before eight, and Jakob should know us."
        ),
        key="Two shops soon, and both bake through the night",
        every_days=91,
        next_days=12,
        quiet=(19, 2),
    ),
    Known(
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
        key="The largest roof that we have built",
        every_days=182,
        next_days=-9,
    ),
    Known(
        "Haus am See",
        "felix",
        (("pressure", "The season opens at Easter, with or without hot water."),),
        (("exist", "yes", ""), ("need", "unknown", "")),
        answers={
            "pressure": "Easter. The first coach is booked.",
            "last-time": "That nobody told us that the part was late.",
        },
        read_back="Everything has to run by Easter, and you want to hear of a delay before you have to ask.",
        correction="Not by Easter: a week before. The coach comes early.",
        key="Forty rooms, and three more houses in the family",
    ),
)


def tell(world: World) -> None:
    """Each once, whenever the company is filled."""
    for one in KNOWN:
        customer = Customer.objects.filter(name=one.name).first()
        if customer is None or Statement.objects.filter(customer=customer).exists():
            continue
        life = Life(world, key=f"{cast.SEED} knows {one.name}", begins=back(world.today, 2, 8))
        life.subjects.append(customer.pk)
        life.run(_told(life, one, customer.pk))


def _told(life: Life, one: Known, customer: int) -> Process:
    today = life.world.today
    contact = Contact.objects.filter(customer_id=customer, active=True).order_by("pk")[0]
    by, boss = life.by(one.person), life.by("katrin")
    yield life.until(back(today, 2, 9))
    for kind, words in one.statements:
        life.do(
            statements.note_statement, customer=customer, kind=kind, words=words, told_by=contact.pk, by=by
        )
    for question, answer, words in one.seven:
        life.do(
            knowing.answer_seven,
            customer=customer,
            question=question,
            answer=answer,
            words=words,
            told_by=contact.pk,
            by=by,
        )
    if one.key:
        life.do(meetings.mark_key_customer, customer=customer, why=one.key, person=by.person, by=boss)
    if one.every_days:
        first = one.next_days if one.next_days > 0 else 1
        life.do(
            meetings.set_rhythm,
            customer=customer,
            every_days=one.every_days,
            next_at=(today if one.next_days > 0 else life.now) + timedelta(days=first),
            person=by.person,
            contact=contact.pk,
            by=by,
        )
    if one.answers:
        yield from _asked(life, one, customer, contact)
    if one.quiet:
        start, end = (today.replace(hour=hour, minute=0).time() for hour in one.quiet)
        life.do(change_contact, contact=contact.pk, quiet_from=start, quiet_until=end, by=by)


def _asked(life: Life, one: Known, customer: int, contact: Contact) -> Process:
    today, by = life.world.today, life.by(one.person)
    row = life.do(
        interviews.plan_interview,
        customer=customer,
        contact=contact.pk,
        planned_for=back(today, 2, 10),
        asks=by.person,
        writes=life.by("katrin").person,
        by=by,
    )
    yield life.until(back(today, 2, 11))
    life.do(interviews.hold_interview, interview=row.pk, answers=one.answers, by=by)
    yield life.until(back(today, 2, 15))
    read_back = life.do(read_backs.read_interview_back, interview=row.pk, text=one.read_back, by=by)
    yield life.until(back(today, 1, 16))
    answered = life.as_customer(contact)
    if one.correction:
        life.do(read_backs.correct_interview, read_back=read_back.pk, correction=one.correction, by=answered)
        return
    life.do(read_backs.confirm_interview, read_back=read_back.pk, by=answered)
    yield life.until(back(today, 0, 9))
    becomes = {
        answer.pk: answer.question.becomes
        for answer in row.answers.select_related("question")
        if answer.question.becomes
    }
    life.do(interviews.take_up_answers, interview=row.pk, kinds=becomes, by=by)
