SELECT make_law_table(t::regclass, 'journey_id') FROM unnest(ARRAY['visit', 'visit_record']) AS t;

SELECT keep_rows(t::regclass) FROM unnest(ARRAY['visit', 'visit_record']) AS t;

SELECT keep_times('visit', 'journey_id', '{offered_at,fixed_at,late_told_at,ended_at}', '{begun_at}');

SELECT keep_times('visit_record', 'journey_id', '{recorded_at,judged_at}', '{happened_at}');

-- Law 11: how a visit ended stays. A place, words and a name for calendars stay from the beginning.
CREATE OR REPLACE FUNCTION a_visit_that_ended_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_at IS NOT NULL
       OR (OLD.journey_id, OLD.place, OLD.words, OLD.change_hours, OLD.uid, OLD.offered_at)
          IS DISTINCT FROM (NEW.journey_id, NEW.place, NEW.words, NEW.change_hours, NEW.uid, NEW.offered_at)
       OR NEW.sequence < OLD.sequence THEN
        RAISE EXCEPTION 'A visit that has ended keeps how it ended.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_visit_that_ended_stays';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER a_visit_that_ended_stays BEFORE UPDATE ON visit
    FOR EACH ROW EXECUTE FUNCTION a_visit_that_ended_stays();

-- Law 7: a fixed visit is promised, on the ledger of its own journey, and its journey is open when it is fixed. The lock
-- makes whoever fixes it and whoever ends the journey wait for each other.
CREATE OR REPLACE FUNCTION a_fixed_visit_is_promised() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    its visit;
BEGIN
    SELECT * INTO its FROM visit WHERE id = NEW.id AND state = 'fixed';
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    IF NOT EXISTS (SELECT FROM promise WHERE id = its.promise_id AND journey_id = its.journey_id AND due IS NOT NULL) THEN
        RAISE EXCEPTION 'A fixed visit is a promise on the ledger of its journey.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_fixed_visit_is_promised', TABLE = 'visit';
    END IF;
    PERFORM FROM journey WHERE id = its.journey_id AND state = 'open' FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'A visit is fixed while its journey is open.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_visit_is_of_an_open_journey',
                  TABLE = 'visit';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER a_fixed_visit_is_promised AFTER INSERT OR UPDATE OF state, promise_id, starts_at, ends_at ON visit
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'fixed')
    EXECUTE FUNCTION a_fixed_visit_is_promised();

-- Law 11: what was recorded stays. Whether it counts is said once, and what counts can be dropped once; then that stays.
CREATE OR REPLACE FUNCTION a_visit_record_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said text[] := '{state,judged_at,judged_by_id,judged_words,item_id}';
BEGIN
    IF OLD.state = 'dropped' OR NEW.state = OLD.state OR NEW.state = 'conflict'
       OR (OLD.item_id IS NOT NULL AND NEW.item_id IS DISTINCT FROM OLD.item_id)
       OR to_jsonb(OLD) - said <> to_jsonb(NEW) - said THEN
        RAISE EXCEPTION 'What was recorded at a visit stays.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_visit_record_stays';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER a_visit_record_stays BEFORE UPDATE ON visit_record
    FOR EACH ROW EXECUTE FUNCTION a_visit_record_stays();

-- Law 11: a record, its file and its item stand on the journey of the visit.
CREATE OR REPLACE FUNCTION a_record_stands_with_its_visit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM visit WHERE id = NEW.visit_id AND journey_id = NEW.journey_id)
       OR NEW.file_id IS NOT NULL
          AND NOT EXISTS (SELECT FROM stored_file WHERE id = NEW.file_id AND subject_id = NEW.journey_id)
       OR NEW.item_id IS NOT NULL
          AND NOT EXISTS (SELECT FROM installed_item WHERE id = NEW.item_id AND journey_id = NEW.journey_id) THEN
        RAISE EXCEPTION 'A record of a visit stands on the journey of the visit.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_record_stands_with_its_visit';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER a_record_stands_with_its_visit BEFORE INSERT OR UPDATE OF item_id ON visit_record
    FOR EACH ROW EXECUTE FUNCTION a_record_stands_with_its_visit();
