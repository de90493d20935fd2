-- Law 1, the part of people: who answers for open work cannot vanish.

ALTER TABLE person ADD CONSTRAINT person_and_active UNIQUE (id, active);
ALTER TABLE member ADD CONSTRAINT members_are_active FOREIGN KEY (person_id, must_be_active)
    REFERENCES person (id, active) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE team ADD CONSTRAINT team_and_stage UNIQUE (id, stage);
ALTER TABLE team ADD CONSTRAINT the_lead_is_a_member FOREIGN KEY (lead_id, id)
    REFERENCES member (person_id, team_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE team ADD CONSTRAINT the_standing_member_is_a_member FOREIGN KEY (standing_id, id)
    REFERENCES member (person_id, team_id) DEFERRABLE INITIALLY DEFERRED;

CREATE FUNCTION count_members() RETURNS trigger LANGUAGE plpgsql AS $$
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
ALTER TABLE team ADD CONSTRAINT members_are_counted CHECK (members >= 0);

ALTER TABLE person ADD CONSTRAINT one_person_for_each_address EXCLUDE USING btree (lower(email) WITH =);

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
