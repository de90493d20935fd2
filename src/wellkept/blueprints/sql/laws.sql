CREATE OR REPLACE FUNCTION refuse_to_change_an_approved_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'An approved version of a blueprint never changes; approve a new one.'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_approved_version_never_changes',
              TABLE = TG_TABLE_NAME;
END $$;

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['blueprint_version', 'blueprint_stage', 'blueprint_route', 'blueprint_step', 'checklist_item'] LOOP
        EXECUTE format('CREATE TRIGGER an_approved_version_never_changes BEFORE UPDATE OR DELETE ON %I '
                       'FOR EACH ROW EXECUTE FUNCTION refuse_to_change_an_approved_version()', t);
    END LOOP;
END $$;

SELECT make_law_table('blueprint', 'id');

SELECT make_law_table('blueprint_version', 'blueprint_id');

CREATE OR REPLACE FUNCTION mark_its_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.written_in := pg_current_xact_id();
    RETURN NEW;
END $$;

CREATE TRIGGER mark_its_transaction BEFORE INSERT ON blueprint_version
    FOR EACH ROW EXECUTE FUNCTION mark_its_transaction();

CREATE OR REPLACE FUNCTION a_version_is_written_whole() RETURNS trigger LANGUAGE plpgsql AS $$
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

SELECT keep_subject('stage_team', 'blueprint_id');

SELECT keep_table(t::regclass) FROM unnest(ARRAY[
    'blueprint_stage', 'blueprint_route', 'blueprint_step', 'checklist_item']) AS t;

SELECT keep_rows('blueprint');

-- 6. A process has its latest version in force: one of its own, from the transaction on that makes it.
CREATE OR REPLACE FUNCTION the_latest_version_is_in_force() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    process bigint := coalesce(to_jsonb(NEW) ->> 'blueprint_id', to_jsonb(NEW) ->> 'id');
BEGIN
    IF (SELECT current_id FROM blueprint WHERE id = process) IS DISTINCT FROM
       (SELECT id FROM blueprint_version WHERE blueprint_id = process ORDER BY version DESC LIMIT 1)
       OR (SELECT current_id FROM blueprint WHERE id = process) IS NULL THEN
        RAISE EXCEPTION 'A process has the latest of its own versions in force.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_latest_version_is_in_force';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER the_latest_version_is_in_force AFTER INSERT OR UPDATE ON blueprint
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION the_latest_version_is_in_force();

CREATE CONSTRAINT TRIGGER the_latest_version_is_in_force AFTER INSERT ON blueprint_version
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION the_latest_version_is_in_force();
