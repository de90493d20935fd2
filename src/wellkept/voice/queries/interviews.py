"""Interviews and their questions."""

from __future__ import annotations

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from wellkept.customers.models import Contact
from wellkept.journeys.rights import may_read
from wellkept.kernel.refusal import Refusal, missing
from wellkept.people.actor import Actor
from wellkept.people.models import Person
from wellkept.people.queries import company
from wellkept.voice.models import Answer, Interview, InterviewReadBack, Question, QuestionSet


def question_sets() -> list[QuestionSet]:
    """The version in force of each set with its questions, the general set first."""
    latest = QuestionSet.objects.filter(key=OuterRef("key")).order_by("-version").values("pk")[:1]
    sets = (
        QuestionSet.objects.filter(pk=Subquery(latest))
        .select_related("loaded_by")
        .prefetch_related(Prefetch("questions", Question.objects.order_by("place")))
    )
    return sorted(sets, key=lambda question_set: (question_set.key != "any", question_set.pk))


def questions_for(key: str) -> QuestionSet:
    """The questions in force for this kind of work, or the general ones where it has none."""
    sets = (
        QuestionSet.objects.filter(key__in={key, "any"})
        .order_by("-version")
        .defer("source")
        .in_bulk()
        .values()
    )
    for wanted in (key, "any"):
        for question_set in sorted(sets, key=lambda question_set: -question_set.version):
            if question_set.key == wanted:
                return question_set
    raise missing("questions", _("There are no such questions."))


def kinds_of_questions() -> list[tuple[str, str]]:
    """Key and title of each set in force, for a choice; the general set first."""
    titles: dict[str, str] = {}
    for key, title in QuestionSet.objects.order_by("version").values_list("key", "title"):
        titles[key] = title
    return sorted(titles.items(), key=lambda kind: (kind[0] != "any", kind[1])) or [
        ("any", "A conversation about everything")
    ]


def interview(id: int) -> Interview:
    """Return an interview with its questions, answers and read-backs loaded."""
    row = _whole(Interview.objects.filter(pk=id)).first()
    if row is None:
        raise missing("interview", _("There is no such interview."))
    return row


def readable_interview(id: int, *, by: Actor) -> Interview:
    """Return an interview if this actor may read the journey that it is about."""
    by.as_staff()
    row = interview(id)
    if row.journey is not None and not may_read(row.journey, by):
        raise Refusal(
            "confidential",
            _("This interview is about a journey that is confidential."),
            instead=_("Its owner can name you as a reader."),
            status=403,
        )
    return row


def questions_of(row: Interview) -> list[tuple[Question, Answer | None]]:
    """The questions of an interview in order, each with its answer."""
    answers = {answer.question_id: answer for answer in row.answers.all()}
    questions = Question.objects.filter(set_id=row.question_set_id).order_by("place")
    return [(question, answers.get(question.pk)) for question in questions]


def latest_read_back(row: Interview) -> InterviewReadBack | None:
    """The read-back that counts: the one before the customer, or the last one they answered."""
    return next((read_back for read_back in row.read_backs.all() if read_back.state != "replaced"), None)


def read_backs_to_answer(*, customer: int, contact: int) -> list[InterviewReadBack]:
    """Read-backs that this contact has not answered."""
    return list(
        InterviewReadBack.objects.filter(customer_id=customer, state="put", interview__contact_id=contact)
        .select_related("interview__asks", "interview__question_set")
        .order_by("put_at")
    )


def read_back(id: int, *, contact: int) -> InterviewReadBack:
    """A read-back that was put to this contact, answered or not."""
    row = (
        InterviewReadBack.objects.filter(pk=id, interview__contact_id=contact)
        .select_related("interview__asks", "interview__customer")
        .first()
    )
    if row is None:
        raise missing("read_back", _("There is nothing at this address."))
    return row


def their_person(contact: Contact) -> Person:
    """The colleague to whom this contact talks outside any journey: the last who asked, else the process
    owner."""
    last = (
        Interview.objects.filter(contact=contact, called_off_at__isnull=True, asks__active=True)
        .select_related("asks")
        .order_by("-planned_for")
        .first()
    )
    if last is not None:
        return last.asks
    owner = company().process_owner
    if owner is None:
        raise missing("person", _("There is no contact yet."))
    return owner


def _whole(rows: QuerySet[Interview]) -> QuerySet[Interview]:
    return rows.select_related(
        "contact", "asks", "writes", "question_set", "journey", "customer"
    ).prefetch_related(
        Prefetch(
            "answers", Answer.objects.select_related("question").prefetch_related("statements").order_by("pk")
        ),
        Prefetch("read_backs", InterviewReadBack.objects.select_related("answered_by").order_by("-pk")),
    )
