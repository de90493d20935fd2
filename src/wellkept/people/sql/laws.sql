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
CREATE CONSTRAINT TRIGGER every_change_has_its_event AFTER INSERT OR DELETE OR UPDATE OF
    id, name, email, phone, title, language, time_zone, active, access, admin, deputy_id ON person
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_without_event('id');

-- The counter of members moves with the memberships, whose event is the person's.
CREATE CONSTRAINT TRIGGER every_change_has_its_event AFTER INSERT OR DELETE OR UPDATE OF
    id, name, stage, time_zone, lead_id, standing_id ON team
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_without_event('id');

SELECT make_law_table('acceptance_rule', 'team_id');

CREATE TRIGGER the_record_cannot_be_emptied BEFORE TRUNCATE ON person
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite();

CREATE TRIGGER the_record_cannot_be_emptied BEFORE TRUNCATE ON team
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite();

SELECT make_law_table('rota', 'team_id');

SELECT make_law_table('rota_place', 'team_id');

SELECT make_law_table('rota_days', 'team_id');
