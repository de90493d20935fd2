-- What was wrong stays as it was written; what was put right stays so.
CREATE OR REPLACE FUNCTION what_was_wrong_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.closed_at IS NOT NULL
        OR (OLD.id, OLD.what, OLD.about_id, OLD.raised_at, OLD.raised_by_id)
            IS DISTINCT FROM (NEW.id, NEW.what, NEW.about_id, NEW.raised_at, NEW.raised_by_id)
    THEN
        RAISE EXCEPTION 'What was wrong stays as it was written.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'what_was_wrong_stays';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER what_was_wrong_stays BEFORE UPDATE OR DELETE ON nonconformity
    FOR EACH ROW EXECUTE FUNCTION what_was_wrong_stays();

SELECT make_law_table('nonconformity', 'id');

SELECT keep_times('nonconformity', 'id', '{raised_at,closed_at}');
