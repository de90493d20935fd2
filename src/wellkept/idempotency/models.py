from __future__ import annotations

from django.db import models

from wellkept.kernel.instants import InstantField


class StoredAnswer(models.Model):
    """The stored answer to a request. `whose` and `key` identify it, `fingerprint` is its content.

    `about` has the keys of the subjects that it tells of: whoever may not read them any more does not get it again.
    """

    whose = models.TextField()
    key = models.TextField()
    fingerprint = models.BinaryField()
    status = models.IntegerField(default=0)
    content_type = models.TextField(default="")
    location = models.TextField(default="")
    body = models.BinaryField(default=b"")
    about = models.JSONField(default=list)
    at = InstantField()

    class Meta:
        db_table = "stored_answer"
        constraints = [models.UniqueConstraint(fields=["whose", "key"], name="a_request_is_answered_once")]
        indexes = [models.Index("at", name="stored_answer_by_age")]


class RequestCount(models.Model):
    """Number of requests of one kind from one client since `since`."""

    what = models.TextField()
    who = models.TextField()
    since = InstantField()
    count = models.IntegerField()

    class Meta:
        db_table = "request_count"
        constraints = [
            models.UniqueConstraint(fields=["what", "who"], name="requests_are_counted_in_one_row")
        ]
        indexes = [models.Index("since", name="request_count_by_age")]
