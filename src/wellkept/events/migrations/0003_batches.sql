-- Many events in one statement, for what is brought in by the thousand: the same entries as record_events, the same
-- triggers, the same chains. Nothing follows from them (no jobs), and open pages fetch themselves anew once.
-- `cause` is an event's id from before; without it an entry is an act of its own. Returns the ids in order.
CREATE FUNCTION record_batch(entries jsonb) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    ids  bigint[];
BEGIN
    SELECT array_agg(nextval(pg_get_serial_sequence('event', 'id'))) INTO ids
        FROM generate_series(1, jsonb_array_length(entries));
    INSERT INTO event (id, subject_id, type, happened_at, recorded_at, actor_kind, actor_id, cause_id, court, facts,
                       body_digest)
        OVERRIDING SYSTEM VALUE
    SELECT ids[n], (entry ->> 'subject')::bigint, entry ->> 'type', (entry ->> 'happened')::timestamptz,
           (entry ->> 'recorded')::timestamptz, entry ->> 'actor_kind', (entry ->> 'actor_id')::bigint,
           (entry ->> 'cause')::bigint, entry ->> 'court', entry ->> 'facts',
           CASE WHEN entry ? 'body'
                THEN sha256(decode(entry ->> 'salt', 'hex') || convert_to(entry ->> 'body', 'UTF8')) END
      FROM jsonb_array_elements(entries) WITH ORDINALITY AS e (entry, n)
     ORDER BY n;
    INSERT INTO event_body (event_id, salt, body)
    SELECT ids[n], decode(entry ->> 'salt', 'hex'), entry ->> 'body'
      FROM jsonb_array_elements(entries) WITH ORDINALITY AS e (entry, n)
     WHERE entry ? 'body';
    RETURN coalesce(ids, '{}');
END $$;
