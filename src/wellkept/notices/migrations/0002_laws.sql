ALTER TABLE notice ADD CONSTRAINT notice_and_subject UNIQUE (id, subject_id);

-- What was to be told cannot be taken back or turned into something else; only its carrying moves on.
CREATE FUNCTION a_notice_keeps_what_it_says() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.subject_id, OLD.kind, OLD.facts, OLD.words, OLD.made_at)
        IS DISTINCT FROM (NEW.subject_id, NEW.kind, NEW.facts, NEW.words, NEW.made_at)
        OR (OLD.carried_at IS NOT NULL AND (OLD.title, OLD.text, OLD.html) IS DISTINCT FROM (NEW.title, NEW.text, NEW.html))
    THEN
        RAISE EXCEPTION 'A notice keeps what it says.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_notice_keeps_what_it_says';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_notice_keeps_what_it_says BEFORE UPDATE OR DELETE ON notice
    FOR EACH ROW EXECUTE FUNCTION a_notice_keeps_what_it_says();
CREATE CONSTRAINT TRIGGER every_change_has_its_event AFTER INSERT OR DELETE OR UPDATE OF
    carried_at, returned_at, given_up_at ON notice
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_without_event('subject_id');
