"""Addresses, accounts, and our place in each account."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wellkept.kernel.instants import InstantField
from wellkept.kernel.stored_text import StoredTextField
from wellkept.people.models import Person, Team


class Mailbox(models.Model):
    """Address at which we receive. With `opens`, a stranger's mail opens a journey, else it waits."""

    address = models.TextField()
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    standing = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    opens = models.BooleanField(default=False)
    blueprint = models.TextField(default="", blank=True)
    hours = models.IntegerField(default=4)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "mailbox"
        constraints = [
            models.UniqueConstraint(fields=["address"], name="a_mailbox_has_its_address_alone"),
            models.CheckConstraint(
                condition=Q(address__regex=r"^[^A-Z\s@]+@[^A-Z\s@]+$"), name="a_mailbox_is_an_address"
            ),
            models.CheckConstraint(condition=Q(hours__gt=0), name="a_mailbox_is_answered_in_time"),
        ]

    def __str__(self) -> str:
        return self.address


class Account(models.Model):
    """Account at a mail provider that we read by IMAP. Its secrets are stored with `Reading`."""

    subject = models.ForeignKey("events.Subject", models.PROTECT, related_name="+")
    address = models.TextField()
    host = models.TextField()
    port = models.IntegerField(default=993)
    encryption = models.TextField(default="tls")
    login = models.TextField()
    proof = models.TextField(default="password")
    authorize_url = models.TextField(default="", blank=True)
    token_url = models.TextField(default="", blank=True)
    client_id = models.TextField(default="", blank=True)
    scope = models.TextField(default="", blank=True)
    folder = models.TextField(default="INBOX")
    takes = models.TextField(default="new")
    afterwards = models.TextField(default="leave")
    moved_to = models.TextField(default="", blank=True)
    mailbox = models.ForeignKey(Mailbox, models.PROTECT, null=True, related_name="+")
    state = models.TextField(default="reading")
    changed_at = InstantField()

    class Meta:
        db_table = "mail_account"
        constraints = [
            models.CheckConstraint(condition=~Q(host="") & ~Q(login=""), name="an_account_is_somewhere"),
            models.CheckConstraint(condition=Q(port__range=(1, 65535)), name="an_account_has_a_port"),
            models.CheckConstraint(
                condition=Q(encryption__in=("tls", "starttls")), name="an_account_is_read_encrypted"
            ),
            models.CheckConstraint(
                condition=Q(proof="password") | Q(proof="oauth") & ~Q(token_url="") & ~Q(client_id=""),
                name="an_account_is_signed_in_to_in_a_known_way",
            ),
            models.CheckConstraint(condition=Q(takes__in=("all", "new")), name="an_account_takes_all_or_new"),
            models.CheckConstraint(
                condition=Q(afterwards__in=("leave", "seen")) | Q(afterwards="move") & ~Q(moved_to=""),
                name="what_is_moved_goes_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("reading", "paused", "removed")), name="account_states_are_known"
            ),
            models.UniqueConstraint(
                fields=["host", "login", "folder"],
                condition=~Q(state="removed"),
                name="an_account_is_read_once",
            ),
        ]

    def __str__(self) -> str:
        return self.address


class Reading(models.Model):
    """Reading position and secrets of an account. A working table, written with each new mail.

    `last_uid` is the number of a mail that we have, or 0. Up to the number `from_uid`, nothing is for us: so it was set
    with the account, while the folder's numbers had `from_validity`. Up to `known_to`, mails may have been taken under
    earlier numbers.
    """

    account = models.OneToOneField(Account, models.PROTECT, primary_key=True, related_name="reading")
    sealed = models.TextField(default="")
    validity = models.BigIntegerField(null=True)
    last_uid = models.BigIntegerField(default=0)
    from_validity = models.BigIntegerField(null=True)
    from_uid = models.BigIntegerField(default=0, db_default=0)
    known_to = models.BigIntegerField(default=0)
    started_at = InstantField()
    looked_at = InstantField(null=True)
    taken = models.BigIntegerField(default=0)
    news = models.TextField(default="", blank=True)
    trouble = StoredTextField(default=str, blank=True)
    trouble_since = InstantField(null=True)

    class Meta:
        db_table = "mail_reading"
        constraints = [
            models.CheckConstraint(
                condition=Q(trouble={}, trouble_since__isnull=True)
                | ~Q(trouble={}) & Q(trouble_since__isnull=False),
                name="a_trouble_has_its_time",
            )
        ]


class Taken(models.Model):
    """Stored mail that is not yet marked or moved at the server. A working table."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    validity = models.BigIntegerField()
    uid = models.BigIntegerField()

    class Meta:
        db_table = "mail_taken"
        constraints = [
            models.UniqueConstraint(fields=["account", "validity", "uid"], name="a_mail_is_taken_once")
        ]
