-- The events of a subject that this transaction has recorded: those behind `length_before`.
CREATE OR REPLACE FUNCTION events_of_this_act(of_subject bigint) RETURNS SETOF event LANGUAGE sql STABLE AS $$
    SELECT e.* FROM subject s JOIN event e ON e.subject_id = s.id AND e.seq > s.length_before
     WHERE s.id = of_subject AND s.written_in = pg_current_xact_id()
$$;

-- The times of the first and the last of them. Without one of this transaction, both are NULL: an older event says
-- nothing of what is done now.
CREATE OR REPLACE FUNCTION recorded_here(of_subject bigint, OUT first_at timestamptz, OUT last_at timestamptz)
LANGUAGE sql SET enable_seqscan = off AS $$
    SELECT min(recorded_at), max(recorded_at) FROM events_of_this_act(of_subject)
$$;

-- Law 11: what we do counts from its record. Each instant named after the subject's column, set or changed in this
-- transaction, is that of an event of the subject in it, or up to ten minutes earlier: as long as one transaction may take.
CREATE OR REPLACE FUNCTION acts_count_from_their_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    after jsonb := to_jsonb(NEW);
    before jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) ELSE '{}' END;
    recorded record;
    name text;
BEGIN
    recorded := recorded_here((after ->> TG_ARGV[0])::bigint);
    FOREACH name IN ARRAY TG_ARGV[1:] LOOP
        IF after ->> name IS DISTINCT FROM before ->> name
           AND after ->> name IS NOT NULL
           AND ((after ->> name)::timestamptz
                BETWEEN recorded.first_at - interval '10 minutes' AND recorded.last_at) IS NOT TRUE THEN
            RAISE EXCEPTION '% of % is not the time of its record.', name, TG_TABLE_NAME
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'acts_count_from_their_record',
                      TABLE = TG_TABLE_NAME;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

-- An act waits for the clock as its event does: while the clock is behind the subject's last entry, because it was set
-- back, an act takes the time of that entry. So a letter is told after it was written, whatever the clock says.
CREATE OR REPLACE FUNCTION acts_never_go_behind_the_log() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    after jsonb;
    before jsonb;
    latest timestamptz;
    lifted jsonb;
BEGIN
    SELECT e.recorded_at INTO latest
      FROM event e WHERE e.subject_id = (to_jsonb(NEW) ->> TG_ARGV[0])::bigint ORDER BY e.seq DESC LIMIT 1;
    IF latest > log_clock() THEN
        after := to_jsonb(NEW);
        before := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) ELSE '{}' END;
        SELECT jsonb_object_agg(name, latest) INTO lifted FROM unnest(TG_ARGV[1:]) AS name
         WHERE after ->> name IS DISTINCT FROM before ->> name AND (after ->> name)::timestamptz < latest;
        NEW := jsonb_populate_record(NEW, coalesce(lifted, '{}'));
    END IF;
    RETURN NEW;
END $$;

-- Law 11: what others did is written down after it happened, never before.
CREATE OR REPLACE FUNCTION nothing_happened_after_its_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    after jsonb := to_jsonb(NEW);
    recorded record;
BEGIN
    recorded := recorded_here((after ->> TG_ARGV[0])::bigint);
    IF EXISTS (
        SELECT FROM unnest(TG_ARGV[1:]) AS name
         WHERE after ->> name IS NOT NULL AND ((after ->> name)::timestamptz <= recorded.last_at) IS NOT TRUE
    ) THEN
        RAISE EXCEPTION 'A row of % happened after it was recorded.', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'nothing_happened_after_its_record',
                  TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;

-- One trigger for the acts of a law table, one for what happened to it.
CREATE OR REPLACE FUNCTION keep_times(law_table regclass, subject_column text, acts text[], happened text[] DEFAULT '{}')
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(acts) > 0 THEN
        EXECUTE format(
            'CREATE TRIGGER acts_never_go_behind_the_log BEFORE INSERT OR UPDATE OF %s ON %s '
            'FOR EACH ROW EXECUTE FUNCTION acts_never_go_behind_the_log(%L, %s)',
            (SELECT string_agg(quote_ident(name), ', ') FROM unnest(acts) name), law_table, subject_column,
            (SELECT string_agg(quote_literal(name), ', ') FROM unnest(acts) name));
        EXECUTE format(
            'CREATE CONSTRAINT TRIGGER acts_count_from_their_record AFTER INSERT OR UPDATE OF %s ON %s '
            'DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION acts_count_from_their_record(%L, %s)',
            (SELECT string_agg(quote_ident(name), ', ') FROM unnest(acts) name), law_table, subject_column,
            (SELECT string_agg(quote_literal(name), ', ') FROM unnest(acts) name));
    END IF;
    IF cardinality(happened) > 0 THEN
        EXECUTE format(
            'CREATE CONSTRAINT TRIGGER nothing_happened_after_its_record AFTER INSERT OR UPDATE OF %s ON %s '
            'DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION nothing_happened_after_its_record(%L, %s)',
            (SELECT string_agg(quote_ident(name), ', ') FROM unnest(happened) name), law_table, subject_column,
            (SELECT string_agg(quote_literal(name), ', ') FROM unnest(happened) name));
    END IF;
END $$;

-- Law 11: a row stays with the subject under which it is on record (the column TG_ARGV[0]).
CREATE OR REPLACE FUNCTION a_row_stays_with_its_subject() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) ->> TG_ARGV[0] IS DISTINCT FROM to_jsonb(OLD) ->> TG_ARGV[0] THEN
        RAISE EXCEPTION 'A row of % stays with its subject.', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_row_stays_with_its_subject',
                  TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION keep_subject(law_table regclass, subject_column text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE TRIGGER a_row_stays_with_its_subject BEFORE UPDATE OF %I ON %s '
        'FOR EACH ROW EXECUTE FUNCTION a_row_stays_with_its_subject(%L)', subject_column, law_table, subject_column);
END $$;

-- Law 11: rows of this table are added and changed, and never removed.
CREATE OR REPLACE FUNCTION keep_rows(kept regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER no_row_is_removed BEFORE DELETE ON %s '
                   'FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite()', kept);
END $$;

-- Law 11: a table is never emptied at once. Law tables have this trigger already.
CREATE OR REPLACE FUNCTION keep_table(kept regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER the_record_cannot_be_emptied BEFORE TRUNCATE ON %s '
                   'FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite()', kept);
END $$;

-- Of a row that is on record, only the columns of TG_ARGV may come later. Generated columns are not compared: they are
-- not computed yet.
CREATE OR REPLACE FUNCTION only_these_come_later() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - coalesce(TG_ARGV, '{}') IS DISTINCT FROM to_jsonb(OLD) - coalesce(TG_ARGV, '{}') THEN
        RAISE EXCEPTION 'The record cannot be rewritten: % keeps what it says.', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_record_cannot_be_rewritten',
                  TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;

-- A row that something waits for is not dated so far ahead that nobody comes to it: the first argument is by how much
-- it may be, the others are its columns (an instant, a day, or seconds since 1970). "infinity" is no time at all.
CREATE OR REPLACE FUNCTION nothing_is_put_off_for_good() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    after jsonb := to_jsonb(NEW);
    latest timestamptz := log_clock() + TG_ARGV[0]::interval;
    given timestamptz;
    name text;
BEGIN
    FOREACH name IN ARRAY TG_ARGV[1:] LOOP
        given := CASE WHEN jsonb_typeof(after -> name) = 'number' THEN to_timestamp(least((after ->> name)::float8, 1e11))
                      ELSE (after ->> name)::timestamptz END;
        IF NOT isfinite(given) OR given NOT BETWEEN '1900-01-01 00:00Z' AND latest THEN
            RAISE EXCEPTION '% of % is further ahead than anything waits: %.', name, TG_TABLE_NAME, given
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'nothing_is_put_off_for_good',
                      TABLE = TG_TABLE_NAME;
        END IF;
    END LOOP;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION put_off_at_most(kept regclass, by interval, columns text[]) RETURNS void
    LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER nothing_is_put_off_for_good BEFORE INSERT OR UPDATE OF %s ON %s '
                   'FOR EACH ROW EXECUTE FUNCTION nothing_is_put_off_for_good(%L, %s)',
                   (SELECT string_agg(quote_ident(name), ', ') FROM unnest(columns) name), kept, by,
                   (SELECT string_agg(quote_literal(name), ', ') FROM unnest(columns) name));
END $$;

-- Law 15: an event is followed soon, and its pauses are of minutes.
SELECT put_off_at_most('outbox', '1 day', '{next_try}');

-- Law 11: the root of tomorrow is taken tomorrow.
SELECT put_off_at_most('anchor', '5 minutes', '{taken_at}');
