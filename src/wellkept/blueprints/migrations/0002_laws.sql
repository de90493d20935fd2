-- An approved version never changes (law 6), and a stage is done by a team of that stage.
ALTER TABLE stage_team ADD CONSTRAINT stages_are_done_by_their_teams FOREIGN KEY (team_id, stage)
    REFERENCES team (id, stage);

CREATE FUNCTION refuse_to_change_an_approved_version() RETURNS trigger LANGUAGE plpgsql AS $$
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
