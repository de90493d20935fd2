-- The one door into the log. An entry: subject, type, happened, recorded, actor_kind, actor_id, court, facts,
-- and, where it has them, body and salt, cause (an event's id) or caused_by_first, follow (a row of the outbox).
-- `audience` goes to the live pages: {"people": [...], "teams": [...]}. Returns the ids in order.
CREATE FUNCTION record_events(entries jsonb, audience jsonb) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    entry   jsonb;
    ids     bigint[] := '{}';
    new_id  bigint;
    digest  bytea;
    heard   jsonb := '[]';
    followed boolean := false;
BEGIN
    FOR entry IN SELECT value FROM jsonb_array_elements(entries) LOOP
        digest := NULL;
        IF entry ? 'body' THEN
            digest := sha256(decode(entry ->> 'salt', 'hex') || convert_to(entry ->> 'body', 'UTF8'));
        END IF;
        INSERT INTO event (subject_id, type, happened_at, recorded_at, actor_kind, actor_id, cause_id, court, facts,
                           body_digest)
        VALUES ((entry ->> 'subject')::bigint, entry ->> 'type', (entry ->> 'happened')::timestamptz,
                (entry ->> 'recorded')::timestamptz, entry ->> 'actor_kind', (entry ->> 'actor_id')::bigint,
                CASE WHEN entry ? 'caused_by_first' THEN ids[1] ELSE (entry ->> 'cause')::bigint END,
                entry ->> 'court', entry ->> 'facts', digest)
        RETURNING id INTO new_id;
        IF digest IS NOT NULL THEN
            INSERT INTO event_body VALUES (new_id, decode(entry ->> 'salt', 'hex'), entry ->> 'body');
        END IF;
        ids := ids || new_id;
        heard := heard || jsonb_build_object('id', new_id, 'subject', entry -> 'subject', 'type', entry -> 'type');
        IF entry ? 'follow' THEN
            INSERT INTO outbox (event_id, next_try) VALUES (new_id, (entry ->> 'recorded')::timestamptz);
            followed := true;
        END IF;
    END LOOP;
    IF followed THEN
        PERFORM pg_notify('wellkept_outbox', '');
    END IF;
    heard := jsonb_build_object('events', heard) || audience;
    IF octet_length(heard::text) < 7900 THEN  -- the server's limit is 8000
        PERFORM pg_notify('wellkept_live', heard::text);
    ELSE
        PERFORM pg_notify('wellkept_live', '{"refresh": true}');
    END IF;
    RETURN ids;
END $$;
