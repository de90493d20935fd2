-- Law 1, the part of people: who answers for open work cannot vanish.

ALTER TABLE person ADD CONSTRAINT person_and_active UNIQUE (id, active);
ALTER TABLE member ADD CONSTRAINT members_are_active FOREIGN KEY (person_id, must_be_active)
    REFERENCES person (id, active) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE team ADD CONSTRAINT team_and_stage UNIQUE (id, stage);
ALTER TABLE team ADD CONSTRAINT the_lead_is_a_member FOREIGN KEY (lead_id, id)
    REFERENCES member (person_id, team_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE team ADD CONSTRAINT the_standing_member_is_a_member FOREIGN KEY (standing_id, id)
    REFERENCES member (person_id, team_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE team ADD CONSTRAINT members_are_counted CHECK (members >= 0);
ALTER TABLE person ADD CONSTRAINT one_person_for_each_address EXCLUDE USING btree (lower(email) WITH =);
