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

-- A rule in force has one who answers for it, and changes on record like everything else.

ALTER TABLE acceptance_rule ADD COLUMN answerable_must_be_active boolean GENERATED ALWAYS AS (true) STORED;
ALTER TABLE acceptance_rule ADD CONSTRAINT who_accepts_by_rule_is_active FOREIGN KEY
    (answerable_id, answerable_must_be_active) REFERENCES person (id, active) DEFERRABLE INITIALLY DEFERRED;

-- Law 1: who receives what comes in by itself is one of the team, also by rota; and changes on record.

ALTER TABLE rota_place ADD CONSTRAINT who_is_in_turn_is_a_member FOREIGN KEY (person_id, team_id)
    REFERENCES member (person_id, team_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE rota_days ADD CONSTRAINT who_stands_on_these_days_is_a_member FOREIGN KEY (person_id, team_id)
    REFERENCES member (person_id, team_id) DEFERRABLE INITIALLY DEFERRED;
-- Each day one person. The key as a range of one needs no extension.
ALTER TABLE rota_days ADD CONSTRAINT each_day_has_one_who_stands EXCLUDE USING gist
    (int8range(team_id, team_id, '[]') WITH &&, daterange(since, until, '[]') WITH &&);
