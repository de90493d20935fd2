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
