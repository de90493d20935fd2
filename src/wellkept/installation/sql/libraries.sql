-- The tables of the libraries: their own columns take any time, also one that never comes.

-- Jobs: a job put off for good, or noted as queued for a time to come, would stop the clock, and nobody would notice.
SELECT put_off_at_most('procrastinate_jobs', '1 day', '{scheduled_at}');

SELECT put_off_at_most('procrastinate_periodic_defers', '5 minutes', '{defer_timestamp}');

SELECT put_off_at_most('procrastinate_workers', '5 minutes', '{last_heartbeat}');

SELECT put_off_at_most('procrastinate_events', '1 day', '{at}');

-- Sessions end.
SELECT put_off_at_most('django_session', '400 days', '{expire_date}');
