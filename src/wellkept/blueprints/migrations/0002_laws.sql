-- An approved version never changes (law 6), and a stage is done by a team of that stage.
ALTER TABLE stage_team ADD CONSTRAINT stages_are_done_by_their_teams FOREIGN KEY (team_id, stage)
    REFERENCES team (id, stage);
