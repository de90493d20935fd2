-- What the chain covers of one event. Times as microseconds since 1970, so that no setting can change them.
CREATE OR REPLACE FUNCTION event_line(e event) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT convert_to(concat_ws(E'\x1f',
        e.subject_id, e.seq, e.type,
        (extract(epoch FROM e.happened_at) * 1000000)::bigint,
        (extract(epoch FROM e.recorded_at) * 1000000)::bigint,
        e.actor_kind, coalesce(e.actor_id::text, '-'), coalesce(e.cause_id::text, '-'),
        coalesce(e.court, '-'), e.facts, coalesce(encode(e.body_digest, 'hex'), '-')), 'UTF8')
$$;

-- What every reader of an event can take in: its size, how deep its values are nested, and how many digits a number has.
-- The largest that a command writes is a mail of 50,000 characters; nothing is nested deeper than a list of lists.
-- `events/commands.py` refuses a longer text before, in words.
CREATE OR REPLACE FUNCTION refuse_without_measure(event_type text, facts text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    bytes_at_most CONSTANT int := 262144;
    levels_at_most CONSTANT int := 8;
    digits_at_most CONSTANT int := 40;
    fault text;
BEGIN
    -- The first questions are cheap, and the second ones are asked where something looks odd.
    IF octet_length(facts) > bytes_at_most THEN
        fault := format('they have more than %s bytes', bytes_at_most);
    ELSIF octet_length(facts) - octet_length(translate(facts, '[{', '')) > levels_at_most
        AND jsonb_path_exists(facts::jsonb, 'strict $.**{9 to last}') THEN
        fault := format('they are nested deeper than %s levels', levels_at_most);
    ELSIF facts ~ '[0-9]{20}|[0-9][eE]' AND EXISTS (
        SELECT FROM jsonb_path_query(facts::jsonb, 'strict $.** ? (@.type() == "number")') AS number
         WHERE octet_length(number::text) > digits_at_most
    ) THEN
        fault := format('a number has more than %s digits', digits_at_most);
    END IF;
    IF fault IS NOT NULL THEN
        RAISE EXCEPTION 'The facts of an event of type % are too large: %.', event_type, fault
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_event_has_bounds';
    END IF;
END $$;

-- Facts have the shape of their type: an object, every required key, no unknown one, each of its JSON type.
CREATE OR REPLACE FUNCTION refuse_another_shape(event_type text, facts text, types jsonb, required text[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    given jsonb;
    fault text;
BEGIN
    PERFORM refuse_without_measure(event_type, facts);
    given := facts;
    IF jsonb_typeof(given) <> 'object' THEN
        fault := 'they are no object';
    ELSIF NOT given ?& required THEN
        SELECT format('%s is missing', key) INTO fault FROM unnest(required) key WHERE NOT given ? key LIMIT 1;
    ELSE
        SELECT CASE WHEN types ? key THEN format('%s is of another type', key) ELSE format('%s is unknown', key) END
          INTO fault FROM jsonb_each(given)
         WHERE ((types -> key) ? jsonb_typeof(value)) IS NOT TRUE LIMIT 1;
    END IF;
    IF fault IS NOT NULL THEN
        RAISE EXCEPTION 'The facts of an event of type % have another shape: %.', event_type, fault
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'facts_have_the_shape_of_their_type';
    END IF;
END $$;

-- The log's own clock: nothing is recorded after it. Instants come from the program (`kernel.clock`), which a simulation
-- may set into the past; a program that was told a time to come is refused.
CREATE OR REPLACE FUNCTION log_clock() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$ SELECT clock_timestamp() $$;

-- The place and the hash of an event are the database's to give, whoever inserts it. Its type is one that we know, and
-- its subject and its facts are such as this type has.
-- The chain is in the order of its times. An event that is given a time before the last one's takes the last one's: two
-- writers may wait for each other, and a clock that was set back must not close the log. What is not said to have
-- happened at another time happened when it was recorded. `length_before` is the place of the last event of earlier
-- transactions: those behind it are this transaction's.
CREATE OR REPLACE FUNCTION chain_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ahead_at_most CONSTANT interval := '5 minutes';  -- between the clocks of two machines
    before bytea;
    kind_of_subject text;
    known event_type;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        -- Else the triggers of a law would not see what others have committed meanwhile.
        RAISE EXCEPTION 'The record is written at the isolation level read committed.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_record_is_written_read_committed';
    END IF;
    IF NEW.recorded_at > log_clock() + ahead_at_most THEN
        RAISE EXCEPTION 'An event cannot be recorded at %: that is to come.', NEW.recorded_at
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'nothing_is_recorded_in_the_future';
    END IF;
    IF NEW.cause_id >= NEW.id THEN  -- else readers who go from cause to cause would go round in circles
        RAISE EXCEPTION 'The cause of an event comes before it.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_cause_comes_before_its_effect';
    END IF;
    SELECT * INTO known FROM event_type WHERE type = NEW.type;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'There is no event type %.', NEW.type
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'event_types_are_known';
    END IF;
    -- NO KEY: a row that names the subject, as the link in a letter that is being sent, does not hold up the log.
    SELECT head, length + 1, kind INTO before, NEW.seq, kind_of_subject
      FROM subject WHERE id = NEW.subject_id FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'There is no subject % to record an event of.', NEW.subject_id
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'events_have_a_subject';
    END IF;
    IF kind_of_subject <> ALL (known.subjects) THEN
        RAISE EXCEPTION 'An event of type % does not stand on a %.', NEW.type, kind_of_subject
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'events_stand_on_their_kind_of_subject';
    END IF;
    PERFORM refuse_another_shape(NEW.type, NEW.facts, known.facts, known.required);
    IF NEW.body_digest IS NULL AND cardinality(known.body_required) > 0 THEN
        PERFORM refuse_another_shape(NEW.type, '{}', known.body, known.body_required);
    END IF;
    IF NEW.seq > 1 THEN
        SELECT greatest(recorded_at, NEW.recorded_at) INTO NEW.recorded_at
          FROM event WHERE subject_id = NEW.subject_id AND seq = NEW.seq - 1;
    END IF;
    NEW.happened_at := coalesce(NEW.happened_at, NEW.recorded_at);
    NEW.hash := sha256(before || event_line(NEW));
    UPDATE subject
       SET length = NEW.seq, head = NEW.hash, written_in = pg_current_xact_id(),
           length_before = CASE WHEN written_in = pg_current_xact_id() THEN length_before ELSE NEW.seq - 1 END
     WHERE id = NEW.subject_id;
    RETURN NEW;
END $$;

CREATE TRIGGER chain_event BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION chain_event();

CREATE OR REPLACE FUNCTION refuse_to_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The record cannot be rewritten: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_record_cannot_be_rewritten',
              TABLE = TG_TABLE_NAME;
END $$;

CREATE TRIGGER the_record_cannot_be_rewritten BEFORE UPDATE OR DELETE ON event
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();

CREATE TRIGGER the_record_cannot_be_emptied BEFORE TRUNCATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite();

CREATE TRIGGER the_record_cannot_be_rewritten BEFORE DELETE ON event_body
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();

CREATE TRIGGER the_record_cannot_be_emptied BEFORE TRUNCATE ON event_body
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite();

CREATE TRIGGER the_record_cannot_be_emptied BEFORE TRUNCATE ON subject
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite();

-- Any event of the same transaction was enough before; now it is the one that names the event and the reason.
CREATE OR REPLACE FUNCTION a_body_is_only_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.event_id = OLD.event_id AND NEW.body IS NULL AND NEW.salt IS NULL AND EXISTS (
        SELECT FROM event e
        JOIN subject s ON s.id = e.subject_id AND s.written_in = pg_current_xact_id()
        JOIN event x ON x.subject_id = e.subject_id AND x.type = 'erased'
            AND x.facts::json ->> 'event' = e.id::text AND x.facts::json ->> 'reason' <> ''
        WHERE e.id = OLD.event_id
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The body of event % can be erased with a recorded reason, and not be changed.', OLD.event_id
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_record_cannot_be_rewritten';
END $$;

CREATE TRIGGER a_body_is_only_erased BEFORE UPDATE ON event_body
    FOR EACH ROW EXECUTE FUNCTION a_body_is_only_erased();

-- A subject starts empty, and keeps its key and its kind. Its head moves with its events only: nobody but the owner of
-- these functions has the privilege to write it.
CREATE OR REPLACE FUNCTION a_subject_moves_with_its_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.length := 0; NEW.length_before := 0; NEW.head := ''; NEW.written_in := NULL;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.id = OLD.id AND NEW.kind = OLD.kind THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The record cannot be rewritten: subject % moves with its events only.', OLD.id
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_record_cannot_be_rewritten';
END $$;

CREATE TRIGGER a_subject_moves_with_its_events BEFORE INSERT OR UPDATE OR DELETE ON subject
    FOR EACH ROW EXECUTE FUNCTION a_subject_moves_with_its_events();

-- For law tables: at commit, each subject that a row names (an update also the one it leaves, column TG_ARGV[0]) has
-- events of this transaction whose types allow the change (`allowed_change`): together they name every column that
-- differs. Columns in TG_ARGV[1:] may change without an event: generated ones, and those that are no part of the record.
CREATE OR REPLACE FUNCTION refuse_without_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    old_row jsonb;
    new_row jsonb;
    changed text[] := '{}';
    allowed text[];
    row_subject bigint;
BEGIN
    IF 'raw' = ANY (TG_ARGV[1:]) THEN  -- a whole mail is too large to be compared here; another trigger keeps it
        OLD.raw := NULL; NEW.raw := NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        old_row := to_jsonb(OLD);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        new_row := to_jsonb(NEW);
    END IF;
    IF TG_OP = 'UPDATE' AND old_row <> new_row THEN
        SELECT coalesce(array_agg(key), '{}') INTO changed
          FROM jsonb_each(old_row) WHERE value <> new_row -> key AND key <> ALL (TG_ARGV[1:]);
        IF changed = '{}' THEN
            RETURN NULL;
        END IF;
    END IF;
    FOR row_subject IN
        SELECT (old_row ->> TG_ARGV[0])::bigint WHERE TG_OP = 'DELETE' OR old_row ->> TG_ARGV[0] IS NOT NULL
        UNION
        SELECT (new_row ->> TG_ARGV[0])::bigint WHERE TG_OP <> 'DELETE'
    LOOP
        PERFORM FROM subject WHERE id = row_subject AND written_in = pg_current_xact_id();
        IF NOT FOUND THEN
            RAISE EXCEPTION 'A change of % (subject %) needs an event in the same transaction.', TG_TABLE_NAME, row_subject
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'every_change_has_its_event',
                      TABLE = TG_TABLE_NAME;
        END IF;
        CONTINUE WHEN TG_OP = 'UPDATE' AND changed = '{}';
        SELECT array_agg(named) INTO allowed
          FROM subject s
          JOIN event e ON e.subject_id = s.id AND e.seq > s.length_before
          JOIN allowed_change a ON a.law_table = TG_TABLE_NAME AND a.operation = lower(TG_OP) AND a.event_type = e.type
          LEFT JOIN unnest(a.columns) AS named ON true
         WHERE s.id = row_subject;
        IF allowed IS NULL OR NOT changed <@ allowed THEN
            RAISE EXCEPTION 'No event of this transaction on subject % allows this: % on %, columns %.',
                row_subject, lower(TG_OP), TG_TABLE_NAME,
                (SELECT coalesce(string_agg(name, ', '), '-') FROM unnest(changed) name WHERE (name = ANY (allowed)) IS NOT TRUE)
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_event_allows_the_change',
                      TABLE = TG_TABLE_NAME;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

-- Guard a table whose rows change on record only. `subject_column` names the subject; columns in `free` may change without
-- an event, and so may those that the database computes. Rows of a table that `takes` them come without an event.
CREATE OR REPLACE FUNCTION make_law_table(law_table regclass, subject_column text, free text[] DEFAULT '{}',
                                          takes boolean DEFAULT false)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    arguments text;
BEGIN
    SELECT string_agg(quote_literal(name), ', ' ORDER BY place) INTO arguments
      FROM (SELECT 0 AS place, subject_column AS name
            UNION ALL SELECT 1, unnest(free)
            UNION ALL SELECT 2, attname FROM pg_attribute WHERE attrelid = law_table AND attgenerated <> '') AS a;
    EXECUTE format(
        'CREATE CONSTRAINT TRIGGER every_change_has_its_event AFTER %s UPDATE OR DELETE ON %s '
        'DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_without_event(%s)',
        CASE WHEN takes THEN '' ELSE 'INSERT OR' END, law_table, arguments);
    EXECUTE format(
        'CREATE TRIGGER the_record_cannot_be_emptied BEFORE TRUNCATE ON %s '
        'FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite()', law_table);
END $$;

-- Law 11, the bodies: a body is the one whose digest the chain covers, and goes only with a reason on record.

CREATE OR REPLACE FUNCTION a_body_gives_its_digest() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    known event_type;
BEGIN
    SELECT t.* INTO known FROM event e JOIN event_type t ON t.type = e.type
     WHERE e.id = NEW.event_id AND e.body_digest = sha256(NEW.salt || convert_to(NEW.body, 'UTF8'));
    IF NOT FOUND OR NEW.body IS NULL THEN
        RAISE EXCEPTION 'The body of event % is not the one whose digest the chain covers.', NEW.event_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_record_cannot_be_rewritten';
    END IF;
    IF octet_length(NEW.salt) NOT BETWEEN 16 AND 64 THEN  -- what is erased could be guessed without; more only fills
        RAISE EXCEPTION 'The salt of event % has not between 16 and 64 bytes.', NEW.event_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_event_has_bounds';
    END IF;
    PERFORM refuse_another_shape(known.type, NEW.body, known.body, known.body_required);
    RETURN NEW;
END $$;

CREATE TRIGGER a_body_gives_its_digest BEFORE INSERT ON event_body
    FOR EACH ROW EXECUTE FUNCTION a_body_gives_its_digest();

-- An event with a digest has its body, from the same transaction on.
CREATE OR REPLACE FUNCTION a_digest_has_its_body() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM event_body WHERE event_id = NEW.id) THEN
        RAISE EXCEPTION 'Event % has the digest of a body that is not there.', NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_digest_has_its_body';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER a_digest_has_its_body AFTER INSERT ON event DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.body_digest IS NOT NULL) EXECUTE FUNCTION a_digest_has_its_body();

-- Many events in one statement, for what is brought in by the thousand: the same entries as record_events, the same
-- triggers, the same chains. Nothing follows from them (no jobs), and open pages fetch themselves anew once.
-- `cause` is an event's id from before; without it an entry is an act of its own. Returns the ids in order.
CREATE OR REPLACE FUNCTION record_batch(entries jsonb) RETURNS bigint[] LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    ids  bigint[];
BEGIN
    PERFORM refuse_to_claim_an_erasure(entries);
    -- Before the ids are drawn: an anchor that is taken now waits for them, or counts none of them.
    LOCK TABLE event IN ROW EXCLUSIVE MODE;
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

-- A session keeps the plans of these functions. Made while a table had one page, such a plan goes through the table from
-- end to end, for each event, until the server has counted anew: in a new company's first import a thousand times more
-- than was there. They look for one row by its key, and do so by its index from the first one on.
ALTER FUNCTION chain_event() SET enable_seqscan = off;

ALTER FUNCTION refuse_without_event() SET enable_seqscan = off;

ALTER FUNCTION a_body_gives_its_digest() SET enable_seqscan = off;

ALTER FUNCTION a_digest_has_its_body() SET enable_seqscan = off;

ALTER FUNCTION a_body_is_only_erased() SET enable_seqscan = off;

-- Write one entry: its event, its body, its row of the outbox. Called by the doors below, by nobody else.
CREATE OR REPLACE FUNCTION write_entry(entry jsonb, first_id bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    new_id  bigint;
    digest  bytea;
BEGIN
    IF entry ? 'body' THEN
        digest := sha256(decode(entry ->> 'salt', 'hex') || convert_to(entry ->> 'body', 'UTF8'));
    END IF;
    INSERT INTO event (subject_id, type, happened_at, recorded_at, actor_kind, actor_id, cause_id, court, facts,
                       body_digest)
    VALUES ((entry ->> 'subject')::bigint, entry ->> 'type', (entry ->> 'happened')::timestamptz,
            (entry ->> 'recorded')::timestamptz, entry ->> 'actor_kind', (entry ->> 'actor_id')::bigint,
            CASE WHEN entry ? 'caused_by_first' THEN first_id ELSE (entry ->> 'cause')::bigint END,
            entry ->> 'court', entry ->> 'facts', digest)
    RETURNING id INTO new_id;
    IF digest IS NOT NULL THEN
        INSERT INTO event_body VALUES (new_id, decode(entry ->> 'salt', 'hex'), entry ->> 'body');
    END IF;
    IF entry ? 'follow' THEN
        INSERT INTO outbox (event_id, next_try) VALUES (new_id, (entry ->> 'recorded')::timestamptz);
    END IF;
    RETURN new_id;
END $$;

-- Tell open pages. The server's limit of a notification is 8000 bytes.
CREATE OR REPLACE FUNCTION notify_pages(heard jsonb, audience jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    message text := jsonb_build_object('events', heard) || audience;
BEGIN
    IF octet_length(message) < 7900 THEN
        PERFORM pg_notify('wellkept_live', message);
    ELSE
        PERFORM pg_notify('wellkept_live', '{"refresh": true}');
    END IF;
END $$;

-- That words were erased is recorded by the door that erases them.
CREATE OR REPLACE FUNCTION refuse_to_claim_an_erasure(entries jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF jsonb_path_exists(entries, '$[*] ? (@.type == "erased")') THEN
        RAISE EXCEPTION 'An erasure is recorded by erase_body alone, with the body that it erases.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_erasure_erases';
    END IF;
END $$;

-- The doors into the log. They run as their owner: the application's role can write the log in no other way.

-- An entry: subject, type, recorded, actor_kind, actor_id, court, facts, and, where it has them, happened, body and
-- salt, cause (an event's id) or caused_by_first, follow (a row of the outbox). `audience` goes to the live pages:
-- {"people": [...], "teams": [...]}. Returns the ids in order.
CREATE OR REPLACE FUNCTION record_events(entries jsonb, audience jsonb) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    entry   jsonb;
    ids     bigint[] := '{}';
    new_id  bigint;
    heard   jsonb := '[]';
BEGIN
    PERFORM refuse_to_claim_an_erasure(entries);
    FOR entry IN SELECT value FROM jsonb_array_elements(entries) LOOP
        new_id := write_entry(entry, ids[1]);
        ids := ids || new_id;
        heard := heard || jsonb_build_object('id', new_id, 'subject', entry -> 'subject', 'type', entry -> 'type');
    END LOOP;
    IF jsonb_path_exists(entries, '$[*].follow') THEN
        PERFORM pg_notify('wellkept_outbox', '');
    END IF;
    PERFORM notify_pages(heard, audience);
    RETURN ids;
END $$;

-- Record that the body of an earlier event is erased, and erase it, in one act. The entry is that of its `erased`.
-- Returns its id, or null if there is no such body on the entry's subject.
CREATE OR REPLACE FUNCTION erase_body(entry jsonb) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    erased  bigint := (entry ->> 'facts')::jsonb ->> 'event';
    new_id  bigint;
BEGIN
    PERFORM FROM event e JOIN event_body b ON b.event_id = e.id
      WHERE e.id = erased AND e.subject_id = (entry ->> 'subject')::bigint AND b.body IS NOT NULL;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    new_id := write_entry(entry || '{"type": "erased"}', NULL);
    UPDATE event_body SET body = NULL, salt = NULL WHERE event_id = erased;
    PERFORM notify_pages(
        jsonb_build_array(jsonb_build_object('id', new_id, 'subject', entry -> 'subject', 'type', 'erased')),
        '{"people": [], "teams": []}');
    RETURN new_id;
END $$;

-- Wait for the writers of events under way, hold new ones until the transaction ends, and return the last event's id.
CREATE OR REPLACE FUNCTION hold_the_log() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    LOCK TABLE event IN SHARE ROW EXCLUSIVE MODE;
    RETURN (SELECT coalesce(max(id), 0) FROM event);
END $$;
