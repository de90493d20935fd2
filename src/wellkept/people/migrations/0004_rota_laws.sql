-- Law 1: who receives what comes in by itself is one of the team, also by rota; and changes on record.

ALTER TABLE rota_place ADD CONSTRAINT who_is_in_turn_is_a_member FOREIGN KEY (person_id, team_id)
    REFERENCES member (person_id, team_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE rota_days ADD CONSTRAINT who_stands_on_these_days_is_a_member FOREIGN KEY (person_id, team_id)
    REFERENCES member (person_id, team_id) DEFERRABLE INITIALLY DEFERRED;
-- Each day one person. The key as a range of one needs no extension.
ALTER TABLE rota_days ADD CONSTRAINT each_day_has_one_who_stands EXCLUDE USING gist
    (int8range(team_id, team_id, '[]') WITH &&, daterange(since, until, '[]') WITH &&);
