from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from wellkept.customers.models import Contact
from wellkept.journeys.models import Journey
from wellkept.kernel.instants import InstantField
from wellkept.kernel.money import Money
from wellkept.kernel.visible import says
from wellkept.people.models import Person


class Agreement(models.Model):
    """An agreement, or a proposal of one: frozen with its hash from the moment the customer sees it."""

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="agreements")
    words = models.TextField()
    total = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    delivery_by = InstantField()
    dates = models.JSONField(default=list)  # further promised dates: [{"text": …, "due": …}]
    deemed_days = models.IntegerField(null=True)  # silence for so long after delivery counts as acceptance
    customer_reference = models.TextField(default="")
    digest = models.BinaryField()
    put_at = InstantField()
    put_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    valid_until = InstantField(null=True)
    state = models.TextField(default="put")
    agreed_at = InstantField(null=True)
    agreed_by = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+")
    signed_name = models.TextField(default="")
    address = models.TextField(default="")  # where the click came from
    code_digest = models.BinaryField(null=True)
    code_until = InstantField(null=True)
    code_tries = models.IntegerField(default=0)

    class Meta:
        db_table = "agreement"
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True) | Q(agreed_at__gte=F("put_at")),
                name="an_agreement_is_agreed_after_it_is_put",
            ),
            models.UniqueConstraint(
                fields=["journey"], condition=Q(state="agreed"), name="one_agreement_in_force"
            ),
            models.UniqueConstraint(
                fields=["journey"], condition=Q(state="put"), name="one_agreement_to_answer"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("put", "agreed", "withdrawn", "declined", "replaced")),
                name="agreement_states_are_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(agreed_at__isnull=False), name="an_agreement_has_its_time"
            ),
            models.CheckConstraint(condition=says("words"), name="an_agreement_has_words"),
            models.CheckConstraint(condition=Q(total__gte=0), name="a_total_is_not_negative"),
        ]

    @property
    def price(self) -> Money:
        """The total in its currency."""
        return Money(self.total, self.currency)
