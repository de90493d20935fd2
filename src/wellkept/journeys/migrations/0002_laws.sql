-- Laws 1, 2, 5, 6 and the cancellations of law 8, where only composite keys and triggers can say them.

-- 1. The owner of what is open or at rest is active; the holder of what is open is a member of its team.
ALTER TABLE journey ADD CONSTRAINT the_owner_is_active FOREIGN KEY (owner_id, owner_must_be_active)
    REFERENCES person (id, active) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE journey ADD CONSTRAINT the_holder_is_a_member FOREIGN KEY (holder_id, holder_team)
    REFERENCES member (person_id, team_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE journey ADD CONSTRAINT the_team_does_the_stage FOREIGN KEY (team_id, stage)
    REFERENCES team (id, stage);
ALTER TABLE next_step ADD CONSTRAINT the_handler_is_active FOREIGN KEY (handler_id, handler_must_be_active)
    REFERENCES person (id, active) DEFERRABLE INITIALLY DEFERRED;
-- 2. The next step of what is open or at rest is one that is still open, and its own.
ALTER TABLE next_step ADD CONSTRAINT step_and_journey_and_open UNIQUE (id, journey_id, open);
ALTER TABLE journey ADD CONSTRAINT the_next_step_is_open_and_its_own FOREIGN KEY
    (next_step_id, id, next_step_must_be_open) REFERENCES next_step (id, journey_id, open)
    DEFERRABLE INITIALLY DEFERRED;
-- 5, 6. A journey stands where its last move ended, in a stage of the version it is pinned to.
ALTER TABLE move ADD CONSTRAINT move_and_stage_and_version UNIQUE (journey_id, seq, to_stage, version_id);
ALTER TABLE move ADD CONSTRAINT move_and_stage UNIQUE (journey_id, seq, to_stage);
ALTER TABLE journey ADD CONSTRAINT a_journey_stands_where_its_last_move_ended FOREIGN KEY
    (id, move, stage, version_id) REFERENCES move (journey_id, seq, to_stage, version_id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE move ADD CONSTRAINT a_move_starts_where_the_last_one_ended FOREIGN KEY
    (journey_id, before, from_stage) REFERENCES move (journey_id, seq, to_stage);
ALTER TABLE move ADD CONSTRAINT stages_are_of_the_version FOREIGN KEY (version_id, to_stage)
    REFERENCES blueprint_stage (version_id, stage);
-- 5. A move is a route of the version it leaves; a route with a trigger is taken with that trigger.
ALTER TABLE move ADD CONSTRAINT moves_follow_the_blueprint FOREIGN KEY (left_version_id, from_stage, to_stage)
    REFERENCES blueprint_route (version_id, from_stage, to_stage);
ALTER TABLE handoff ADD CONSTRAINT offers_follow_the_blueprint FOREIGN KEY (version_id, from_stage, to_stage)
    REFERENCES blueprint_route (version_id, from_stage, to_stage);
ALTER TABLE handoff ADD CONSTRAINT handoff_and_accepted UNIQUE (id, journey_id, from_stage, to_stage, accepted);
ALTER TABLE move ADD CONSTRAINT a_move_has_its_accepted_handoff FOREIGN KEY
    (handoff_id, journey_id, from_stage, to_stage, handoff_must_be_accepted)
    REFERENCES handoff (id, journey_id, from_stage, to_stage, accepted) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE move ADD CONSTRAINT a_handoff_moves_once UNIQUE (handoff_id);
ALTER TABLE stage_trigger ADD CONSTRAINT trigger_and_kind UNIQUE (id, journey_id, kind);
ALTER TABLE move ADD CONSTRAINT a_move_has_the_trigger_of_its_journey FOREIGN KEY
    (trigger_id, journey_id, trigger_kind) REFERENCES stage_trigger (id, journey_id, kind);
-- 8. An ended journey has its one ending; a cancellation's notice is of this journey, made with it.
ALTER TABLE journey ADD CONSTRAINT an_end_has_its_evidence FOREIGN KEY (ending_id)
    REFERENCES ending (journey_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ending ADD CONSTRAINT the_notice_is_of_this_journey FOREIGN KEY (notice_id, journey_id)
    REFERENCES notice (id, subject_id);
CREATE SEQUENCE journey_count MINVALUE 0 START 0;

-- 6. The version is one of the journey's own blueprint; a move leaves the version that the last one entered, by a
-- handoff that was offered under it.
ALTER TABLE journey ADD CONSTRAINT a_journey_follows_its_own_blueprint FOREIGN KEY (version_id, blueprint_id)
    REFERENCES blueprint_version (id, blueprint_id);
ALTER TABLE move ADD CONSTRAINT a_move_leaves_the_version_it_was_pinned_to FOREIGN KEY
    (journey_id, before, from_stage, left_version_id) REFERENCES move (journey_id, seq, to_stage, version_id);
ALTER TABLE handoff ADD CONSTRAINT handoff_and_version UNIQUE (id, version_id);
ALTER TABLE move ADD CONSTRAINT a_handoff_is_of_the_version_left FOREIGN KEY (handoff_id, left_version_id)
    REFERENCES handoff (id, version_id);
-- 5. A trigger ends one stage, once. Only what rests is woken, and waking is a move on record.
ALTER TABLE move ADD CONSTRAINT a_trigger_moves_once UNIQUE (trigger_id);
