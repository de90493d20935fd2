CREATE OR REPLACE FUNCTION count_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('DELETE', 'UPDATE') THEN
        UPDATE team SET members = members - 1 WHERE id = OLD.team_id;
    END IF;
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        UPDATE team SET members = members + 1 WHERE id = NEW.team_id;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER count_members AFTER INSERT OR DELETE OR UPDATE ON member
    FOR EACH ROW EXECUTE FUNCTION count_members();

SELECT make_law_table('company', 'id');

SELECT make_law_table('member', 'person_id');

SELECT make_law_table('absence', 'person_id');

-- Signing in writes last_login; that is no change of who the person is.
SELECT make_law_table('person', 'id', ARRAY['last_login']);

-- The counter of members moves with the memberships, whose event is the person's.
SELECT make_law_table('team', 'id', ARRAY['members']);

SELECT make_law_table('acceptance_rule', 'team_id');

SELECT make_law_table('rota', 'team_id');

SELECT make_law_table('rota_place', 'team_id');

SELECT make_law_table('rota_days', 'team_id');
