from __future__ import annotations

from django.db import models
from django.db.models import Case, F, Q, Value, When

from wellkept.customers.models import Contact, Customer
from wellkept.journeys.models import Journey
from wellkept.kernel.instants import InstantField
from wellkept.kernel.visible import says
from wellkept.people.models import Person

KINDS = ("expectation", "goal", "pressure", "obstacle")


class QuestionSet(models.Model):
    """A version of a set of questions for one kind of work, or for any. Frozen; a new file is a new version."""

    subject = models.ForeignKey("events.Subject", models.PROTECT, related_name="+")  # the company
    key = models.SlugField()
    version = models.IntegerField()
    title = models.TextField()
    summary = models.TextField(default="")
    source = models.TextField()
    digest = models.BinaryField()
    loaded_at = InstantField()
    loaded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "question_set"
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="question_sets_are_numbered_once")
        ]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """One question of a set. `becomes` is the usual kind of statement of an answer, or empty."""

    set = models.ForeignKey(QuestionSet, models.PROTECT, related_name="questions")
    place = models.IntegerField()
    key = models.SlugField()
    ask = models.TextField()
    listen_for = models.TextField(default="")
    becomes = models.TextField(default="")

    class Meta:
        db_table = "question"
        constraints = [
            models.UniqueConstraint(fields=["set", "key"], name="a_question_stands_once"),
            models.CheckConstraint(
                condition=Q(becomes__in=("", *KINDS)), name="questions_become_what_is_known"
            ),
        ]


_UNDER_WAY = Q(held_at__isnull=True, called_off_at__isnull=True)


class Interview(models.Model):
    """A conversation in which two of us attend: one asks, one writes."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    journey = models.ForeignKey(Journey, models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+")
    question_set = models.ForeignKey(QuestionSet, models.PROTECT, related_name="+")
    about = models.TextField(default="")
    planned_for = InstantField()
    planned_at = InstantField()
    planned_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asks = models.ForeignKey(Person, models.PROTECT, related_name="+")
    writes = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+"
    )  # none in a company of one
    held_at = InstantField(null=True)
    called_off_at = InstantField(null=True)
    called_off_why = models.TextField(default="")
    must_be_active = models.GeneratedField(
        expression=Case(When(_UNDER_WAY, then=Value(True))),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )

    class Meta:
        db_table = "interview"
        constraints = [
            models.CheckConstraint(
                condition=(Q(held_at__isnull=True) | Q(held_at__gte=F("planned_at")))
                & (Q(called_off_at__isnull=True) | Q(called_off_at__gte=F("planned_at"))),
                name="an_interview_ends_after_it_is_planned",
            ),
            models.CheckConstraint(
                condition=Q(writes__isnull=True) | ~Q(writes=F("asks")), name="who_asks_does_not_write"
            ),
            models.CheckConstraint(
                condition=Q(held_at__isnull=True) | Q(called_off_at__isnull=True),
                name="an_interview_is_held_or_called_off",
            ),
            models.CheckConstraint(
                condition=Q(called_off_at__isnull=True, called_off_why="")
                | (Q(called_off_at__isnull=False) & says("called_off_why")),
                name="an_interview_is_called_off_with_a_reason",
            ),
        ]
        indexes = [
            models.Index("customer", "planned_for", name="interview_by_customer"),
            models.Index("planned_for", condition=_UNDER_WAY, name="interview_to_hold"),
        ]


class Answer(models.Model):
    """The answer to one question, in the customer's words. Frozen once it was read back."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    interview = models.ForeignKey(Interview, models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    words = models.TextField()
    noted_at = InstantField()
    noted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        db_table = "interview_answer"
        constraints = [
            models.UniqueConstraint(fields=["interview", "question"], name="a_question_is_answered_once"),
            models.CheckConstraint(condition=says("words"), name="an_answer_says_something"),
        ]


class InterviewReadBack(models.Model):
    """Our restatement of an interview as the customer saw it, and their answer."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    interview = models.ForeignKey(Interview, models.PROTECT, related_name="read_backs")
    text = models.TextField()
    digest = models.BinaryField()  # SHA-256 of the text
    put_at = InstantField()
    put_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.TextField(default="put")
    answered_at = InstantField(null=True)
    answered_by = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+")
    correction = models.TextField(default="")

    class Meta:
        db_table = "interview_read_back"
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("put_at")),
                name="a_read_back_of_an_interview_is_answered_later",
            ),
            models.CheckConstraint(condition=says("text"), name="a_read_back_of_an_interview_says_something"),
            models.UniqueConstraint(
                fields=["interview"], condition=Q(state="put"), name="one_read_back_of_an_interview_to_answer"
            ),
            models.CheckConstraint(
                condition=Q(state="put", answered_at__isnull=True)
                | Q(state__in=("confirmed", "corrected", "replaced"), answered_at__isnull=False),
                name="what_we_read_back_is_confirmed_corrected_or_replaced",
            ),
            models.CheckConstraint(
                condition=~Q(state="corrected") | says("correction"),
                name="a_correction_of_an_interview_says_what",
            ),
        ]
