from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from wellkept.customers.models import Contact
from wellkept.journeys.models import Journey
from wellkept.kernel.instants import InstantField
from wellkept.kernel.money import AmountField, Money
from wellkept.kernel.visible import says
from wellkept.notices.models import Notice
from wellkept.people.models import Person
from wellkept.promises.purposes import CUSTOM, PURPOSES, in_words

KINDS = ("date", "call_back", "price", "scope")


class Promise(models.Model):
    """One promise. `first_due` never changes; what is due now follows from its moves that are in force."""

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="promises")
    kind = models.TextField(default="date")
    purpose = models.TextField(default=CUSTOM, db_default=CUSTOM)
    text = models.TextField(default="")
    made_at = InstantField()
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    requested_for = InstantField(null=True)
    first_due = InstantField(null=True)
    due = InstantField(null=True)  # the current promise, kept in step by trigger from the moves
    amount = AmountField(null=True)
    currency = models.CharField(max_length=3, default="", blank=True)
    told = models.BooleanField(default=True)
    broken_noted = InstantField(null=True)  # the due time whose breach the sweep has put on record
    kept_at = InstantField(null=True)
    released_at = InstantField(null=True)
    released_because = models.TextField(default="", db_default="")
    released_why = models.TextField(default="")
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    struck_at = InstantField(null=True)
    struck_why = models.TextField(default="")

    class Meta:
        db_table = "promise"
        constraints = [
            models.CheckConstraint(
                condition=(Q(kept_at__isnull=True) | Q(kept_at__gte=F("made_at")))
                & (Q(released_at__isnull=True) | Q(released_at__gte=F("made_at")))
                & (Q(struck_at__isnull=True) | Q(struck_at__gte=F("made_at"))),
                name="a_promise_ends_after_it_is_made",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | Q(replaced_by__gt=F("id")),
                name="a_promise_gives_way_to_a_later_one",
            ),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="promise_kinds_are_known"),
            models.CheckConstraint(condition=Q(purpose__in=PURPOSES), name="promise_purposes_are_known"),
            models.CheckConstraint(condition=~Q(purpose=CUSTOM) | says("text"), name="a_promise_says_what"),
            models.CheckConstraint(
                condition=Q(kind__in=("price", "scope")) | Q(first_due__isnull=False, due__isnull=False),
                name="a_dated_promise_has_its_date",
            ),
            models.CheckConstraint(
                condition=~Q(kind="price") | (Q(amount__isnull=False) & ~Q(currency="")),
                name="a_promised_price_is_money",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True)
                | ~Q(released_because__in=("", "said"))
                | says("released_why"),
                name="a_release_quotes_the_customer",
            ),
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True) | (Q(told=False) & says("struck_why")),
                name="only_what_was_not_told_is_struck",
            ),
            models.CheckConstraint(
                condition=Q(kept_at__isnull=True, released_at__isnull=True)
                | Q(kept_at__isnull=True, struck_at__isnull=True)
                | Q(released_at__isnull=True, struck_at__isnull=True),
                name="a_promise_ends_one_way",
            ),
        ]
        indexes = [
            models.Index(
                "journey",
                "due",
                condition=Q(kept_at__isnull=True, released_at__isnull=True, struck_at__isnull=True),
                name="open_promise_by_journey",
            ),
            models.Index(
                "due",
                condition=Q(kept_at__isnull=True, released_at__isnull=True, struck_at__isnull=True),
                name="open_promise_by_due",
            ),
        ]

    @property
    def price(self) -> Money | None:
        """The promised amount in its currency."""
        return Money(self.amount, self.currency) if self.amount is not None else None

    @property
    def sentence(self) -> str:
        """The promise in a few words, in the active language."""
        return in_words(self.purpose, self.text)


class PromiseMove(models.Model):
    """A new date for a promise.

    It is in force once told before the due time, not refused, and accepted if it must be.
    """

    promise = models.ForeignKey(Promise, models.PROTECT, related_name="moves")
    journey = models.ForeignKey(Journey, models.PROTECT, related_name="+")
    from_due = InstantField()
    to_due = InstantField()
    reason = models.TextField()
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="+")
    moved_at = InstantField()
    needs_yes = models.BooleanField(default=False)
    told_at = InstantField(null=True)
    answer = models.TextField(default="")
    answered_at = InstantField(null=True)
    answered_by = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "promise_move"
        constraints = [
            models.CheckConstraint(
                condition=(Q(told_at__isnull=True) | Q(told_at__gte=F("moved_at")))
                & (Q(answered_at__isnull=True) | Q(answered_at__gte=F("moved_at"))),
                name="a_new_date_is_told_and_answered_later",
            ),
            models.CheckConstraint(condition=says("reason"), name="a_moved_promise_says_why"),
            models.CheckConstraint(
                condition=Q(answer__in=("", "accepted", "refused")), name="a_new_date_is_accepted_or_refused"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (says("answer") & Q(answered_at__isnull=False)),
                name="an_answer_has_its_time",
            ),
        ]
