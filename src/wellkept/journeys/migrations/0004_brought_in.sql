-- 5. What was open here ends here, with its evidence: only what came here ended did end elsewhere. An open journey has
-- had a next step (law 2), and steps are never removed.
CREATE FUNCTION what_ended_elsewhere_was_never_open_here() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM next_step WHERE journey_id = NEW.journey_id)
       OR EXISTS (SELECT FROM move WHERE journey_id = NEW.journey_id AND seq > 0) THEN
        RAISE EXCEPTION 'What was open here ends here, with its evidence.'
            USING ERRCODE = 'integrity_constraint_violation',
                  CONSTRAINT = 'what_ended_elsewhere_was_never_open_here';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER what_ended_elsewhere_was_never_open_here AFTER INSERT ON ending
    FOR EACH ROW WHEN (NEW.how = 'elsewhere') EXECUTE FUNCTION what_ended_elsewhere_was_never_open_here();

-- 11. An ending stays as it is, with one exception: what was brought in ended may turn out to be brought in by error.
DROP TRIGGER the_record_cannot_be_rewritten ON ending;
CREATE TRIGGER the_record_cannot_be_rewritten BEFORE DELETE ON ending
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER an_ending_stays BEFORE UPDATE ON ending
    FOR EACH ROW WHEN (
        NOT (OLD.how = 'elsewhere' AND NEW.how = 'opened_in_error' AND NEW.why <> ''
             AND (NEW.journey_id, NEW.at, NEW.notice_id, NEW.next_journey_id, NEW.into_id, NEW.asks)
                 IS NOT DISTINCT FROM
                 (OLD.journey_id, OLD.at, OLD.notice_id, OLD.next_journey_id, OLD.into_id, OLD.asks)))
    EXECUTE FUNCTION refuse_to_rewrite();
