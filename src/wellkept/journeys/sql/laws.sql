-- 1. The last member of a team that open journeys need, now or further down their blueprint, cannot leave it.
CREATE OR REPLACE FUNCTION a_needed_team_keeps_a_member() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE OR REPLACE FUNCTION a_route_is_taken_by_its_trigger() RETURNS trigger LANGUAGE plpgsql AS $$
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

-- What has happened stays: moves, triggers, endings and touches are not changed; handoffs keep their answer.
CREATE TRIGGER the_record_cannot_be_rewritten BEFORE UPDATE OR DELETE ON move
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();

CREATE TRIGGER the_record_cannot_be_rewritten BEFORE DELETE ON journey
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();

CREATE TRIGGER the_record_cannot_be_rewritten BEFORE DELETE ON stage_trigger
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();

CREATE TRIGGER the_record_cannot_be_rewritten BEFORE DELETE ON handoff
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();

CREATE TRIGGER the_record_cannot_be_rewritten BEFORE DELETE ON next_step
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();

CREATE OR REPLACE FUNCTION the_number_is_for_life() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE OR REPLACE FUNCTION only_the_ended_have_an_ending() RETURNS trigger LANGUAGE plpgsql AS $$
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

-- Ways around laws 1, 5, 6, 8 and 11 that a writer with SQL still had.

-- 1. Work does not begin for which a team has nobody. The lock makes an opening and the last one's leaving wait for
-- each other.
CREATE OR REPLACE FUNCTION a_needed_team_has_a_member() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE TRIGGER a_move_takes_an_approved_version AFTER INSERT ON move
    FOR EACH ROW EXECUTE FUNCTION a_move_takes_an_approved_version();

CREATE OR REPLACE FUNCTION only_what_rests_is_woken() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE TRIGGER the_record_cannot_be_rewritten BEFORE UPDATE OR DELETE ON step_record
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();

CREATE TRIGGER the_record_cannot_be_rewritten BEFORE UPDATE OR DELETE ON stage_goal
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();

CREATE TRIGGER the_record_cannot_be_rewritten BEFORE DELETE ON hold
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();

-- Of a trigger only the objection, of a hold only its lifting, of a step that is done nothing, of an offer only its
-- answer (and, while it is open, its way up the ladder) may come later. Generated columns are not compared: they are
-- not computed yet.
CREATE OR REPLACE FUNCTION only_these_come_later() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE OR REPLACE FUNCTION a_cancellation_is_told_as_it_is_made() RETURNS trigger LANGUAGE plpgsql AS $$
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

-- 5. What was open here ends here, with its evidence: only what came here ended did end elsewhere. An open journey has
-- had a next step (law 2), and steps are never removed.
CREATE OR REPLACE FUNCTION what_ended_elsewhere_was_never_open_here() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM next_step WHERE journey_id = NEW.journey_id)
       OR EXISTS (SELECT FROM move WHERE journey_id = NEW.journey_id AND seq > 0) THEN
        RAISE EXCEPTION 'What was open here ends here, with its evidence.'
            USING ERRCODE = 'integrity_constraint_violation',
                  CONSTRAINT = 'what_ended_elsewhere_was_never_open_here';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER what_ended_elsewhere_was_never_open_here AFTER INSERT ON ending
    FOR EACH ROW WHEN (NEW.how = 'elsewhere') EXECUTE FUNCTION what_ended_elsewhere_was_never_open_here();

CREATE TRIGGER the_record_cannot_be_rewritten BEFORE DELETE ON ending
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();

CREATE TRIGGER an_ending_stays BEFORE UPDATE ON ending
    FOR EACH ROW WHEN (
        NOT (OLD.how = 'elsewhere' AND NEW.how = 'opened_in_error' AND NEW.why <> ''
             AND (NEW.journey_id, NEW.at, NEW.notice_id, NEW.next_journey_id, NEW.into_id, NEW.asks)
                 IS NOT DISTINCT FROM
                 (OLD.journey_id, OLD.at, OLD.notice_id, OLD.next_journey_id, OLD.into_id, OLD.asks)))
    EXECUTE FUNCTION refuse_to_rewrite();

-- An open journey, or one at rest, has nobody for its contact who no longer speaks for the customer. Whoever opens one
-- and whoever lets the contact go wait for each other at the contact's row.
CREATE OR REPLACE FUNCTION who_has_gone_speaks_for_nothing_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'journey' THEN
        IF NEW.contact_id IS NULL OR NEW.state = 'ended' OR (
            SELECT active FROM contact WHERE id = NEW.contact_id FOR SHARE
        ) THEN
            RETURN NULL;
        END IF;
    ELSIF NOT EXISTS (
        SELECT FROM journey j JOIN contact c ON c.id = j.contact_id  -- as it is at the end: they may be back by then
        WHERE c.id = NEW.id AND NOT c.active AND j.state <> 'ended'
    ) THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'Who no longer speaks for a customer is not the contact of an open journey.'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'who_has_gone_speaks_for_nothing_open';
END $$;

CREATE TRIGGER who_has_gone_speaks_for_nothing_open AFTER INSERT ON journey
    FOR EACH ROW WHEN (NEW.contact_id IS NOT NULL) EXECUTE FUNCTION who_has_gone_speaks_for_nothing_open();

CREATE TRIGGER who_has_come_speaks_for_them AFTER UPDATE OF contact_id ON journey
    FOR EACH ROW WHEN (NEW.contact_id IS DISTINCT FROM OLD.contact_id)
    EXECUTE FUNCTION who_has_gone_speaks_for_nothing_open();

CREATE CONSTRAINT TRIGGER who_has_gone_speaks_for_nothing_open AFTER UPDATE OF active ON contact
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.active AND NOT NEW.active)
    EXECUTE FUNCTION who_has_gone_speaks_for_nothing_open();

CREATE TRIGGER the_record_cannot_be_rewritten BEFORE DELETE ON touch
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();

CREATE TRIGGER what_was_a_touch_stays_one BEFORE UPDATE ON touch FOR EACH ROW
    WHEN ((OLD.id, OLD.at, OLD.incoming, OLD.channel, OLD.person_id, OLD.unanswered, OLD.seconds_waited)
          IS DISTINCT FROM
          (NEW.id, NEW.at, NEW.incoming, NEW.channel, NEW.person_id, NEW.unanswered, NEW.seconds_waited))
    EXECUTE FUNCTION refuse_to_rewrite();

CREATE OR REPLACE FUNCTION a_touch_leaves_on_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM subject WHERE id = OLD.journey_id AND written_in = pg_current_xact_id();
    IF NOT FOUND THEN
        RAISE EXCEPTION 'That a touch counts elsewhere stands on both journeys.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_touch_leaves_on_record';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER a_touch_leaves_on_record AFTER UPDATE ON touch DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.journey_id <> NEW.journey_id) EXECUTE FUNCTION a_touch_leaves_on_record();
