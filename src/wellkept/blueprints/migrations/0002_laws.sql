-- An approved version never changes (law 6), and a stage is done by a team of that stage.
ALTER TABLE stage_team ADD CONSTRAINT stages_are_done_by_their_teams FOREIGN KEY (team_id, stage)
    REFERENCES team (id, stage);

-- Law 6: nothing is added to an approved version either. Its parts are written with it, in one transaction.

ALTER TABLE blueprint_version ADD COLUMN written_in xid8;
ALTER TABLE blueprint_version ADD CONSTRAINT version_and_blueprint UNIQUE (id, blueprint_id);
