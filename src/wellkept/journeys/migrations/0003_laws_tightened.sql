-- Ways around laws 1, 5, 6, 8 and 11 that a writer with SQL still had.

-- 1. Work does not begin for which a team has nobody. The lock makes an opening and the last one's leaving wait for
-- each other.
CREATE FUNCTION a_needed_team_has_a_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM team WHERE id IN (SELECT team_id FROM stage_team WHERE blueprint_id = NEW.blueprint_id)
        ORDER BY id FOR SHARE;
    IF EXISTS (
        SELECT FROM stage_team s JOIN team t ON t.id = s.team_id
        WHERE s.blueprint_id = NEW.blueprint_id AND t.members = 0
    ) THEN
        RAISE EXCEPTION 'A team that this kind of work needs has no member.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_needed_team_has_a_member';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER a_needed_team_has_a_member AFTER INSERT OR UPDATE OF blueprint_id ON journey
    FOR EACH ROW EXECUTE FUNCTION a_needed_team_has_a_member();

-- 6. The version is one of the journey's own blueprint; a move leaves the version that the last one entered, by a
-- handoff that was offered under it.
ALTER TABLE journey ADD CONSTRAINT a_journey_follows_its_own_blueprint FOREIGN KEY (version_id, blueprint_id)
    REFERENCES blueprint_version (id, blueprint_id);
ALTER TABLE move ADD CONSTRAINT a_move_leaves_the_version_it_was_pinned_to FOREIGN KEY
    (journey_id, before, from_stage, left_version_id) REFERENCES move (journey_id, seq, to_stage, version_id);
ALTER TABLE handoff ADD CONSTRAINT handoff_and_version UNIQUE (id, version_id);
ALTER TABLE move ADD CONSTRAINT a_handoff_is_of_the_version_left FOREIGN KEY (handoff_id, left_version_id)
    REFERENCES handoff (id, version_id);

-- 6. Entering a stage takes the version in force; where that no longer has the stage, the journey keeps its own.
CREATE OR REPLACE FUNCTION a_move_takes_an_approved_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM blueprint_version v JOIN blueprint b ON b.id = v.blueprint_id
        WHERE v.id = NEW.version_id
          AND (b.current_id = v.id
               OR (v.id = (SELECT version_id FROM move WHERE journey_id = NEW.journey_id AND seq = NEW.seq - 1)
                   AND NOT EXISTS (
                       SELECT FROM blueprint_stage WHERE version_id = b.current_id AND stage = NEW.to_stage)))
    ) THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'A journey takes the version that is in force when it enters a stage.'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_move_takes_an_approved_version';
END $$;
DROP TRIGGER a_move_takes_an_approved_version ON move;
CREATE TRIGGER a_move_takes_an_approved_version AFTER INSERT ON move
    FOR EACH ROW EXECUTE FUNCTION a_move_takes_an_approved_version();

-- 5. A trigger ends one stage, once. Only what rests is woken, and waking is a move on record.
ALTER TABLE move ADD CONSTRAINT a_trigger_moves_once UNIQUE (trigger_id);
CREATE FUNCTION only_what_rests_is_woken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'move' THEN
        IF (SELECT state FROM journey WHERE id = NEW.journey_id) = 'at_rest' THEN
            RETURN NEW;
        END IF;
    ELSIF EXISTS (
        SELECT FROM move WHERE journey_id = NEW.id AND seq = NEW.move AND woke AND NEW.move > OLD.move
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Only a journey at rest is woken, and that is a move on record.'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'only_what_rests_is_woken';
END $$;
CREATE TRIGGER only_what_rests_is_woken BEFORE INSERT ON move
    FOR EACH ROW WHEN (NEW.woke) EXECUTE FUNCTION only_what_rests_is_woken();
CREATE TRIGGER only_what_rests_is_woken BEFORE UPDATE OF state ON journey
    FOR EACH ROW WHEN (OLD.state = 'at_rest' AND NEW.state = 'open') EXECUTE FUNCTION only_what_rests_is_woken();

-- 11. What has happened stays as it happened.
CREATE TRIGGER the_record_cannot_be_rewritten BEFORE UPDATE OR DELETE ON touch
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER the_record_cannot_be_rewritten BEFORE UPDATE OR DELETE ON step_record
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER the_record_cannot_be_rewritten BEFORE UPDATE OR DELETE ON stage_goal
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER the_record_cannot_be_rewritten BEFORE DELETE ON hold
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();

-- Of a trigger only the objection, of a hold only its lifting, of a step that is done nothing, of an offer only its
-- answer (and, while it is open, its way up the ladder) may come later. Generated columns are not compared: they are
-- not computed yet.
CREATE FUNCTION only_these_come_later() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - coalesce(TG_ARGV, '{}') IS DISTINCT FROM to_jsonb(OLD) - coalesce(TG_ARGV, '{}') THEN
        RAISE EXCEPTION 'The record cannot be rewritten: % keeps what it says.', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_record_cannot_be_rewritten',
                  TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_an_objection_comes_later BEFORE UPDATE ON stage_trigger
    FOR EACH ROW WHEN (OLD.objected_at IS NULL) EXECUTE FUNCTION only_these_come_later('objected_at');
CREATE TRIGGER an_objection_stays BEFORE UPDATE ON stage_trigger
    FOR EACH ROW WHEN (OLD.objected_at IS NOT NULL) EXECUTE FUNCTION only_these_come_later();
CREATE TRIGGER only_its_lifting_comes_later BEFORE UPDATE ON hold
    FOR EACH ROW WHEN (OLD.lifted_at IS NULL) EXECUTE FUNCTION only_these_come_later('lifted_at', 'lifted_by_id');
CREATE TRIGGER a_lifted_hold_stays BEFORE UPDATE ON hold
    FOR EACH ROW WHEN (OLD.lifted_at IS NOT NULL) EXECUTE FUNCTION only_these_come_later();
CREATE TRIGGER what_is_done_stays_done BEFORE UPDATE ON next_step
    FOR EACH ROW WHEN (OLD.done_at IS NOT NULL)
    EXECUTE FUNCTION only_these_come_later('open', 'handler_must_be_active');
CREATE TRIGGER only_its_answer_comes_later BEFORE UPDATE ON handoff
    FOR EACH ROW WHEN (OLD.state = 'offered')
    EXECUTE FUNCTION only_these_come_later('receiver_id', 'state', 'answer_by', 'escalated_at', 'escalations',
        'answered_at', 'answered_by_id', 'answer', 'by_rule_id', 'rating', 'complete', 'step_id', 'accepted');
CREATE TRIGGER an_answered_offer_keeps_its_answer BEFORE UPDATE ON handoff
    FOR EACH ROW WHEN (OLD.state <> 'offered') EXECUTE FUNCTION only_these_come_later('accepted', 'by_rule_id');

-- 8. The customer is told of a cancellation by a notice made with it. And a journey goes on with its own customer.
CREATE FUNCTION a_cancellation_is_told_as_it_is_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.how IN ('cancelled_by_them', 'cancelled_by_us') AND NOT is_told_with_this(NEW.notice_id, ARRAY['cancelled'])
    THEN
        RAISE EXCEPTION 'A cancellation is told by a notice that is made with it.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_cancellation_is_told_as_it_is_made';
    END IF;
    IF EXISTS (
        SELECT FROM journey ended JOIN journey onward ON onward.id IN (NEW.into_id, NEW.next_journey_id)
        WHERE ended.id = NEW.journey_id AND onward.customer_id <> ended.customer_id
    ) THEN
        RAISE EXCEPTION 'A journey goes on with its own customer.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_journey_goes_on_with_its_own_customer';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER a_cancellation_is_told_as_it_is_made AFTER INSERT ON ending
    FOR EACH ROW EXECUTE FUNCTION a_cancellation_is_told_as_it_is_made();
