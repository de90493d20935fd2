from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from wellkept.idempotency.models import RequestCount, StoredAnswer
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal

KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Answer:
    """The answer to a request, complete enough to be given again."""

    status: int
    body: bytes = b""
    content_type: str = ""
    location: str = ""
    about: tuple[int, ...] = ()
    repeated: bool = False


def once(
    *,
    caller: str,
    key: str,
    asks: Iterable[bytes],
    act: Callable[[], Answer],
    may_have: Callable[[Answer], None] = lambda _: None,
) -> Answer:
    """Run the act and store its answer in the same transaction, or return the stored answer of a repeat.

    Of two requests that race with one key, the second waits for the first. A refusal stores nothing, so the
    request may be tried again. `may_have` refuses a stored answer to somebody who may not read it any more.
    """
    fingerprint = fingerprint_of(asks)
    with transaction.atomic():
        if not _claim(caller, key, fingerprint):
            stored = _again(caller, key, fingerprint)
            may_have(stored)
            return stored
        answer = act()
        StoredAnswer.objects.filter(whose=caller, key=key).update(
            status=answer.status,
            content_type=answer.content_type,
            location=answer.location,
            body=answer.body,
            about=list(answer.about),
        )
        return answer


def fingerprint_of(asks: Iterable[bytes]) -> bytes:
    """Digest of a request's content. Two different requests have different digests."""
    digest = hashlib.sha256()
    for part in asks:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()


def count(*, what: str, who: str, at_most: int, within: timedelta) -> None:
    """Count a request of this kind from this client, and refuse it above the limit. Counted by expression.

    Call it outside a transaction, so that refused tries count too.
    """
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO request_count (what, who, since, count) VALUES (%(what)s, %(who)s, %(now)s, 1)"
            " ON CONFLICT (what, who) DO UPDATE SET"
            # A count that begins in the future is from before the clock was set back.
            " count = CASE WHEN request_count.since > %(start)s AND request_count.since <= %(now)s"
            " THEN request_count.count + 1 ELSE 1 END,"
            " since = CASE WHEN request_count.since > %(start)s AND request_count.since <= %(now)s"
            " THEN request_count.since ELSE %(now)s END"
            " RETURNING count, since",
            {"what": what, "who": who, "now": now, "start": now - within},
        )
        tries, since = cursor.fetchone()
    if tries > at_most:
        raise Refusal(
            "too_many",
            _("Too many requests in a short time."),
            instead=_("Wait a little, then try again."),
            status=429,
            wait=since + within - now,
        )


def forget_old() -> int:
    """Delete answers and counts that are no longer needed. Return how many."""
    before = clock.now() - KEPT_FOR
    with connection.cursor() as cursor:  # the law counts the week by the log
        cursor.execute(
            "DELETE FROM stored_answer WHERE at < %s AND at <"
            " (SELECT recorded_at FROM event ORDER BY id DESC LIMIT 1) - make_interval(days => %s)",
            [before, KEPT_FOR.days],
        )
        answers = int(cursor.rowcount)
    counts, _unused = RequestCount.objects.filter(since__lt=before).delete()
    return answers + counts


def _claim(caller: str, key: str, fingerprint: bytes) -> bool:
    """Insert the key. True for the first request; a simultaneous one waits until the first has ended."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO stored_answer (whose, key, fingerprint, status, content_type, location, body, about, at)"
            " VALUES (%s, %s, %s, 0, '', '', '', '[]', %s) ON CONFLICT (whose, key) DO NOTHING",
            [caller, key, fingerprint, clock.now()],
        )
        return bool(cursor.rowcount == 1)


def _again(caller: str, key: str, fingerprint: bytes) -> Answer:
    row = StoredAnswer.objects.get(whose=caller, key=key)
    if bytes(row.fingerprint) != fingerprint:
        raise Refusal(
            "key_used",
            _("This Idempotency-Key was used for another request."),
            instead=_("Give every new request a key of its own."),
            status=422,
        )
    return Answer(
        status=row.status,
        body=bytes(row.body),
        content_type=row.content_type,
        location=row.location,
        about=tuple(row.about),
        repeated=True,
    )
