"""Nothing that something waits for is put off for good, and nothing is noted as done before its time.

Each of these rows was once taken. The clock's jobs stood still, or an event was never followed. The weekly sample was
never drawn, or the root of the log never taken. Nothing on any page or in `wellkept doctor` said so.
"""

from __future__ import annotations

import pytest
from django.db import connection
from tests.laws.conftest import World, refused

pytestmark = [pytest.mark.django_db, pytest.mark.law]

WAITS = (
    "SELECT record_events(jsonb_build_array(jsonb_build_object('subject', %(opened)s, 'type', 'court_marked',"
    " 'recorded', %(now)s, 'happened', %(now)s, 'actor_kind', 'system', 'court', 'us', 'follow', true,"
    """ 'facts', '{"waits_for": "us"}')), '{}')"""
)
JOB = (
    "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, scheduled_at)"
    " VALUES ('clock', 'carry_mail', 'x', {})"
)
DEFER = (
    "INSERT INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)"
    " VALUES ('carry_mail', '', {})"
)
ANCHOR = "INSERT INTO anchor (upto, root, taken_at, sent_to) VALUES (9, 'x', {}, '')"
SAMPLE = 'INSERT INTO rule_sample (person_id, monday, drawn_at, "of") VALUES (%(ana)s, {}, {}, 0)'
SESSION = "INSERT INTO django_session (session_key, session_data, expire_date) VALUES ('x', 'x', {})"
WORKER = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES ({})"
FOLLOWED = "UPDATE outbox SET next_try = {}"

PUT_OFF = [
    JOB.format("now() + interval '2 days'"),
    JOB.format("'infinity'"),
    DEFER.format("extract(epoch FROM now() + interval '10 minutes')::bigint"),
    DEFER.format("9223372036854775807"),
    ANCHOR.format("now() + interval '1 day'"),
    ANCHOR.format("'2199-12-31'"),
    SAMPLE.format("current_date + 7", "now()"),
    SAMPLE.format("current_date", "now() + interval '7 days'"),
    SESSION.format("'infinity'"),
    SESSION.format("'200000-01-01'"),
    WORKER.format("'infinity'"),
    WORKER.format("'-infinity'"),
    WORKER.format("now() + interval '1 day'"),
    FOLLOWED.format("now() + interval '2 days'"),
    FOLLOWED.format("'2199-12-31'"),
]


@pytest.mark.parametrize("statement", PUT_OFF)
def test_nothing_is_put_off_for_good(world: World, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seed.set_clock(clock_timestamp())")
        cursor.execute(WAITS, world.names)
    with refused("nothing_is_put_off_for_good"), connection.cursor() as cursor:
        cursor.execute(statement, world.names)
