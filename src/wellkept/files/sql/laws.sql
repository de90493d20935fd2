-- Law 11: a file stays as it came, and is never replaced or removed. It goes elsewhere once: from an intake item, on
-- record, to where the item ends.
SELECT keep_rows('stored_file');

SELECT keep_table('stored_file');

CREATE TRIGGER a_stored_file_keeps_its_content BEFORE UPDATE ON stored_file
    FOR EACH ROW EXECUTE FUNCTION only_these_come_later('subject_id');

CREATE OR REPLACE FUNCTION a_file_goes_on_from_intake() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM subject
         WHERE id IN (OLD.subject_id, NEW.subject_id) AND written_in = pg_current_xact_id()
           AND (id <> OLD.subject_id OR kind = 'intake')) = 2 THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'A file goes elsewhere only from an intake item, on record.'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_file_goes_on_from_intake';
END $$;

CREATE CONSTRAINT TRIGGER a_file_goes_on_from_intake AFTER UPDATE OF subject_id ON stored_file
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.subject_id IS DISTINCT FROM OLD.subject_id)
    EXECUTE FUNCTION a_file_goes_on_from_intake();
