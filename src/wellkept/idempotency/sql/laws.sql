-- Law 15: a repeated request gets the same answer again, for a week: the answer is written once, and goes when the log has
-- gone on for so long. (The log is the clock: the database asks for no time of its own.)
CREATE OR REPLACE FUNCTION a_stored_answer_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.at < (SELECT recorded_at FROM event ORDER BY id DESC LIMIT 1) - interval '7 days' THEN
            RETURN OLD;
        END IF;
    ELSIF OLD.status = 0 AND (NEW.id, NEW.whose, NEW.key, NEW.fingerprint, NEW.at)
            IS NOT DISTINCT FROM (OLD.id, OLD.whose, OLD.key, OLD.fingerprint, OLD.at) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A stored answer is kept for a week as it was given.'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_stored_answer_is_kept';
END $$;

CREATE TRIGGER a_stored_answer_is_kept BEFORE UPDATE OR DELETE ON stored_answer
    FOR EACH ROW EXECUTE FUNCTION a_stored_answer_is_kept();

CREATE TRIGGER no_stored_answer_is_emptied BEFORE TRUNCATE ON stored_answer
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite();
