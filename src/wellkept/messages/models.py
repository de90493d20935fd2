"""Delivery attempts, and the mails that letters answer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wellkept.kernel.instants import InstantField
from wellkept.kernel.stored_text import StoredTextField
from wellkept.notices.models import Notice


class Attempt(models.Model):
    """One attempt to hand a notice to a mail server, and its outcome. A working table without laws."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="+")
    at = InstantField()
    carrier = models.TextField()
    address = models.TextField()
    outcome = models.TextField()
    reply = StoredTextField(default=str)

    class Meta:
        db_table = "delivery_attempt"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=("carried", "not_now", "never")),
                name="outcomes_of_attempts_are_known",
            ),
            models.CheckConstraint(
                condition=Q(carrier__in=("smtp", "mailbox", "none")), name="carriers_are_known"
            ),
        ]
        indexes = [
            models.Index("notice", "at", name="attempt_by_notice"),
            models.Index("at", condition=Q(carrier="mailbox", outcome="carried"), name="attempt_in_mailbox"),
        ]


class ServerPause(models.Model):
    """A mail server that takes nothing: since when, why, and when one letter asks it again. A working table."""

    server = models.TextField(primary_key=True)  # host and port
    since = InstantField()
    tries = models.IntegerField(default=0)
    next_try = InstantField()
    reason = StoredTextField(default=str)

    class Meta:
        db_table = "mail_server_pause"


class ThreadMail(models.Model):
    """Incoming mail about a subject, which our letters about it answer."""

    subject = models.ForeignKey("events.Subject", models.CASCADE, related_name="+")
    message_id = models.TextField()
    at = InstantField()

    class Meta:
        db_table = "thread_mail"
        constraints = [
            models.UniqueConstraint(fields=["subject", "message_id"], name="a_mail_is_in_a_thread_once")
        ]
        indexes = [models.Index("message_id", name="thread_by_mail")]
