-- Law 6: nothing is added to an approved version either. Its parts are written with it, in one transaction.

ALTER TABLE blueprint_version ADD COLUMN written_in xid8;
ALTER TABLE blueprint_version ADD CONSTRAINT version_and_blueprint UNIQUE (id, blueprint_id);

CREATE FUNCTION mark_its_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.written_in := pg_current_xact_id();
    RETURN NEW;
END $$;
CREATE TRIGGER mark_its_transaction BEFORE INSERT ON blueprint_version
    FOR EACH ROW EXECUTE FUNCTION mark_its_transaction();

CREATE FUNCTION a_version_is_written_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM blueprint_version WHERE id = NEW.version_id AND written_in = pg_current_xact_id()
    ) THEN
        RAISE EXCEPTION 'An approved version of a blueprint never changes; approve a new one.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_approved_version_never_changes',
                  TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['blueprint_stage', 'blueprint_route', 'blueprint_step', 'checklist_item'] LOOP
        EXECUTE format('CREATE TRIGGER a_version_is_written_whole BEFORE INSERT ON %I '
                       'FOR EACH ROW EXECUTE FUNCTION a_version_is_written_whole()', t);
    END LOOP;
END $$;

-- Who does a stage is part of the process too.
SELECT make_law_table('stage_team', 'blueprint_id');
