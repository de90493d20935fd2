SELECT make_law_table('visit', 'journey_id');

SELECT keep_rows('visit');

SELECT keep_times('visit', 'journey_id', '{offered_at,fixed_at,late_told_at,ended_at}', '{begun_at}');

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
