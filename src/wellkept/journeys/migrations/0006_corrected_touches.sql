-- Law 11. What was a touch stays one: when, which way, by which channel, with whom of ours, how long they waited. A
-- program that tells of calls can be wrong about whose they are, and cannot know what was said: on which journey a touch
-- counts, with which contact, and whether they had to ask may be corrected, on record with every journey concerned.
DROP TRIGGER the_record_cannot_be_rewritten ON touch;
CREATE TRIGGER the_record_cannot_be_rewritten BEFORE DELETE ON touch
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER what_was_a_touch_stays_one BEFORE UPDATE ON touch FOR EACH ROW
    WHEN ((OLD.id, OLD.at, OLD.incoming, OLD.channel, OLD.person_id, OLD.unanswered, OLD.seconds_waited)
          IS DISTINCT FROM
          (NEW.id, NEW.at, NEW.incoming, NEW.channel, NEW.person_id, NEW.unanswered, NEW.seconds_waited))
    EXECUTE FUNCTION refuse_to_rewrite();

CREATE FUNCTION a_touch_leaves_on_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM subject WHERE id = OLD.journey_id AND written_in = pg_current_xact_id();
    IF NOT FOUND THEN
        RAISE EXCEPTION 'That a touch counts elsewhere stands on both journeys.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_touch_leaves_on_record';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_touch_leaves_on_record AFTER UPDATE ON touch DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.journey_id <> NEW.journey_id) EXECUTE FUNCTION a_touch_leaves_on_record();
