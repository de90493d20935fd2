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

-- 1. The last member of a team that open journeys need, now or further down their blueprint, cannot leave it.
CREATE FUNCTION a_needed_team_keeps_a_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The row lock of the counter (count_members) has made two leavers wait for each other.
    IF (SELECT members FROM team WHERE id = OLD.team_id) = 0 AND EXISTS (
        SELECT FROM journey j JOIN stage_team t ON t.blueprint_id = j.blueprint_id
        WHERE t.team_id = OLD.team_id AND j.state <> 'ended'
    ) THEN
        RAISE EXCEPTION 'Open journeys need this team, and this is its last member.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_needed_team_keeps_a_member';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_needed_team_keeps_a_member AFTER DELETE OR UPDATE ON member
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION a_needed_team_keeps_a_member();

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

CREATE FUNCTION a_route_is_taken_by_its_trigger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seq > 0 AND EXISTS (
        SELECT FROM blueprint_route r
        WHERE r.version_id = NEW.left_version_id AND r.from_stage = NEW.from_stage AND r.to_stage = NEW.to_stage
          AND r.trigger IS NOT NULL AND r.trigger IS DISTINCT FROM NEW.trigger_kind
    ) THEN
        RAISE EXCEPTION 'A stage moves by the customer''s trigger.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_route_is_taken_by_its_trigger';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_route_is_taken_by_its_trigger BEFORE INSERT ON move
    FOR EACH ROW EXECUTE FUNCTION a_route_is_taken_by_its_trigger();

-- 6. The version entered is the one approved at that time: that of the journey's own blueprint.
CREATE FUNCTION a_move_takes_an_approved_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM blueprint_version v JOIN journey j ON j.blueprint_id = v.blueprint_id
        WHERE v.id = NEW.version_id AND j.id = NEW.journey_id
    ) THEN
        RAISE EXCEPTION 'A journey follows the versions of its own blueprint.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_move_takes_an_approved_version';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_move_takes_an_approved_version AFTER INSERT ON move
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION a_move_takes_an_approved_version();

-- What has happened stays: moves, triggers, endings and touches are not changed; handoffs keep their answer.
CREATE TRIGGER the_record_cannot_be_rewritten BEFORE UPDATE OR DELETE ON move
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER the_record_cannot_be_rewritten BEFORE UPDATE OR DELETE ON ending
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER the_record_cannot_be_rewritten BEFORE DELETE ON journey
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER the_record_cannot_be_rewritten BEFORE DELETE ON stage_trigger
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER the_record_cannot_be_rewritten BEFORE DELETE ON handoff
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER the_record_cannot_be_rewritten BEFORE DELETE ON next_step
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();

CREATE FUNCTION the_number_is_for_life() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.number, NEW.opened_at) IS DISTINCT FROM (OLD.id, OLD.number, OLD.opened_at) THEN
        RAISE EXCEPTION 'A journey keeps its number for life.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_number_is_for_life';
    END IF;
    IF OLD.state = 'ended' AND NEW.state <> 'ended' THEN
        RAISE EXCEPTION 'An ended journey does not come back; the next need is the next journey.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_ended_journey_stays_ended';
    END IF;
    IF OLD.next_step_id IS NOT NULL AND NEW.state <> 'ended' AND NEW.next_step_id IS NULL THEN
        RAISE EXCEPTION 'An open journey always has a next step.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'always_a_next_step';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER the_number_is_for_life BEFORE UPDATE ON journey
    FOR EACH ROW EXECUTE FUNCTION the_number_is_for_life();

-- 8. An ended journey has its one ending; a cancellation's notice is of this journey, made with it.
ALTER TABLE journey ADD CONSTRAINT an_end_has_its_evidence FOREIGN KEY (ending_id)
    REFERENCES ending (journey_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ending ADD CONSTRAINT the_notice_is_of_this_journey FOREIGN KEY (notice_id, journey_id)
    REFERENCES notice (id, subject_id);
CREATE FUNCTION only_the_ended_have_an_ending() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT state FROM journey WHERE id = NEW.journey_id) <> 'ended' THEN
        RAISE EXCEPTION 'A journey with an ending is ended.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'only_the_ended_have_an_ending';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER only_the_ended_have_an_ending AFTER INSERT ON ending
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION only_the_ended_have_an_ending();

SELECT make_law_table('journey', 'id');
SELECT make_law_table(t::regclass, 'journey_id') FROM unnest(ARRAY[
    'next_step', 'stage_trigger', 'handoff', 'handoff_check', 'move', 'touch', 'hold', 'step_record', 'stage_goal',
    'ending', 'reader']) AS t;

CREATE SEQUENCE journey_count MINVALUE 0 START 0;
