from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from wellkept.customers.models import Contact, Customer
from wellkept.kernel.instants import InstantField
from wellkept.kernel.visible import says
from wellkept.people.models import Person

SEVEN = ("exist", "capabilities", "need", "satisfied", "fix", "better", "whom")
OPEN = ("need", "fix", "better")  # a yes to these says what


class Knowing(models.Model):
    """One answer to one of the seven questions. The latest counts; earlier ones stay."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    question = models.TextField()
    answer = models.TextField()
    words = models.TextField(default="")
    told_by = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+")
    told_at = InstantField()
    noted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    noted_at = InstantField()

    class Meta:
        db_table = "knowing"
        constraints = [
            models.CheckConstraint(condition=Q(question__in=SEVEN), name="the_seven_questions_are_known"),
            models.CheckConstraint(
                condition=Q(answer__in=("yes", "no", "unknown")),
                name="the_seven_are_answered_yes_no_or_unknown",
            ),
            models.CheckConstraint(
                condition=~Q(question__in=OPEN, answer="yes") | says("words"), name="a_yes_says_what"
            ),
            models.CheckConstraint(
                condition=Q(told_at__lte=F("noted_at")), name="no_answer_is_noted_before_it_is_told"
            ),
        ]
        indexes = [models.Index(fields=["customer", "question", "-id"], name="knowing_by_customer")]
