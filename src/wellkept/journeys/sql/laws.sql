-- 1. The last member of a team that open journeys need, now or further down their blueprint, cannot leave it.
CREATE OR REPLACE FUNCTION a_needed_team_keeps_a_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The row lock of the counter (count_members) has made two leavers wait for each other. The members themselves are
    -- looked at: a counter can be raised for a moment.
    IF NOT EXISTS (SELECT FROM member WHERE team_id = OLD.team_id) AND EXISTS (
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
    IF (NEW.id, NEW.number) IS DISTINCT FROM (OLD.id, OLD.number)
       OR NEW.opened_at > OLD.opened_at
       OR (NEW.opened_at < OLD.opened_at  -- an older touch becomes the first word
           AND NOT EXISTS (SELECT FROM touch WHERE journey_id = NEW.id AND at = NEW.opened_at)) THEN
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
        SELECT FROM stage_team s
        WHERE s.blueprint_id = NEW.blueprint_id AND NOT EXISTS (SELECT FROM member WHERE team_id = s.team_id)
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
-- answer (and, while it is open, its way up the ladder) may come later.
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
        NOT (OLD.how = 'elsewhere' AND NEW.how = 'opened_in_error' AND NEW.why = ''
             AND NEW.taken_back_with IS NOT NULL
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

-- 1. A team that does a stage of work that is open has a member. (A new stage_team; a_needed_team_has_a_member is for a
-- new journey.)
CREATE OR REPLACE FUNCTION a_team_that_is_named_has_a_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM team WHERE id = NEW.team_id FOR SHARE;
    IF NOT EXISTS (SELECT FROM member WHERE team_id = NEW.team_id)
       AND EXISTS (SELECT FROM journey WHERE blueprint_id = NEW.blueprint_id AND state <> 'ended') THEN
        RAISE EXCEPTION 'A team that this kind of work needs has no member.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_needed_team_has_a_member';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER a_needed_team_has_a_member AFTER INSERT OR UPDATE ON stage_team
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION a_team_that_is_named_has_a_member();

-- 1. Each stage of a process in use has a team: of the version in force, and of every version that open work follows.
CREATE OR REPLACE FUNCTION a_stage_keeps_a_team() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    process bigint := coalesce(to_jsonb(OLD) ->> 'blueprint_id', to_jsonb(NEW) ->> 'id');
BEGIN
    PERFORM FROM blueprint WHERE id = process FOR UPDATE;
    IF EXISTS (
        SELECT FROM blueprint_stage s
        WHERE (s.version_id = (SELECT current_id FROM blueprint WHERE id = process)
               OR s.version_id IN (SELECT version_id FROM journey WHERE blueprint_id = process AND state <> 'ended'))
          AND NOT EXISTS (SELECT FROM stage_team WHERE blueprint_id = process AND stage = s.stage)
    ) THEN
        RAISE EXCEPTION 'A stage of a process in use has no team.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_stage_keeps_a_team';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER a_stage_keeps_a_team AFTER DELETE OR UPDATE ON stage_team
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION a_stage_keeps_a_team();

CREATE CONSTRAINT TRIGGER a_stage_keeps_a_team AFTER INSERT OR UPDATE OF current_id ON blueprint
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION a_stage_keeps_a_team();

-- 5. A journey is at its last move: not at an earlier one of its own, and no move stands beyond it.
CREATE OR REPLACE FUNCTION a_journey_is_at_its_last_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    which bigint := coalesce(to_jsonb(NEW) ->> 'journey_id', to_jsonb(NEW) ->> 'id');
BEGIN
    IF (SELECT move FROM journey WHERE id = which) <> (SELECT max(seq) FROM move WHERE journey_id = which) THEN
        RAISE EXCEPTION 'A journey is where its last move ended.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_journey_is_at_its_last_move';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER a_journey_is_at_its_last_move AFTER INSERT ON move
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION a_journey_is_at_its_last_move();

CREATE CONSTRAINT TRIGGER a_journey_is_at_its_last_move AFTER UPDATE OF move ON journey
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.move IS DISTINCT FROM OLD.move)
    EXECUTE FUNCTION a_journey_is_at_its_last_move();

-- 5. An acceptance on the row is the customer's, with its evidence; only what was brought in while in support was
-- accepted elsewhere. Nothing is born at rest, and an acceptance is not taken back.
CREATE OR REPLACE FUNCTION an_acceptance_is_the_customers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP = 'INSERT' AND NEW.state = 'at_rest') OR (TG_OP = 'UPDATE' AND NEW.accepted_at IS NULL) THEN
        RAISE EXCEPTION 'A journey rests after the customer has accepted.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'rest_comes_after_acceptance';
    END IF;
    IF NEW.accepted_at IS NOT NULL
       AND NOT EXISTS (SELECT FROM stage_trigger WHERE journey_id = NEW.id AND kind = 'acceptance'
                       AND given_at = NEW.accepted_at)
       AND NOT (TG_OP = 'INSERT' AND NEW.came_by = 'import' AND NEW.accepted_at = NEW.opened_at
                AND NEW.stage = 'support' AND NEW.move = 0) THEN
        RAISE EXCEPTION 'An acceptance is the customer''s, with its evidence.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_acceptance_is_the_customers';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER an_acceptance_is_the_customers AFTER INSERT ON journey
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.accepted_at IS NOT NULL OR NEW.state = 'at_rest')
    EXECUTE FUNCTION an_acceptance_is_the_customers();

CREATE CONSTRAINT TRIGGER a_later_acceptance_is_the_customers AFTER UPDATE OF accepted_at ON journey
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.accepted_at IS DISTINCT FROM OLD.accepted_at)
    EXECUTE FUNCTION an_acceptance_is_the_customers();

-- 4. What one journey goes on as does not lead back to it. Every journey on the way is locked, so that two sessions that
-- close a circle together wait for each other. A circle that was there before us ends the walk as well.
CREATE OR REPLACE FUNCTION a_journey_does_not_end_in_a_circle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    onward bigint;
    next_one bigint := NEW.into_id;
    been bigint[] := '{}';
BEGIN
    WHILE next_one IS NOT NULL AND next_one <> ALL (been) LOOP
        been := been || next_one;
        PERFORM FROM journey WHERE id = next_one FOR SHARE;
        SELECT into_id INTO onward FROM ending WHERE journey_id = next_one;
        next_one := onward;
    END LOOP;
    IF next_one IS NOT NULL OR NEW.journey_id = ANY (been) THEN
        RAISE EXCEPTION 'A journey does not go on as one that goes on as this one.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_journey_does_not_end_in_a_circle';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER a_journey_does_not_end_in_a_circle AFTER INSERT ON ending
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.into_id IS NOT NULL)
    EXECUTE FUNCTION a_journey_does_not_end_in_a_circle();

-- 1, 5. An offer begins as an offer. Who gave it accepts it only where they could receive it.
CREATE OR REPLACE FUNCTION an_offer_is_answered_after_it_is_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'An offer is made before it is answered.'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_offer_is_answered_after_it_is_made';
END $$;

CREATE TRIGGER an_offer_is_answered_after_it_is_made BEFORE INSERT ON handoff
    FOR EACH ROW WHEN (NEW.state <> 'offered' OR NEW.rating IS NOT NULL OR NEW.escalations <> 0)
    EXECUTE FUNCTION an_offer_is_answered_after_it_is_made();

CREATE OR REPLACE FUNCTION a_giver_accepts_only_as_a_receiver() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM member WHERE person_id = NEW.giver_id AND team_id = NEW.team_id)
       AND NOT EXISTS (SELECT FROM company WHERE process_owner_id = NEW.giver_id)
       AND NOT EXISTS (SELECT FROM person WHERE id = NEW.receiver_id AND deputy_id = NEW.giver_id)
       AND NOT EXISTS (SELECT FROM acceptance_rule WHERE id = NEW.by_rule_id AND answerable_id = NEW.giver_id) THEN
        RAISE EXCEPTION 'The giver of a handoff does not accept it for another team.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_giver_accepts_only_as_a_receiver';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER a_giver_accepts_only_as_a_receiver BEFORE UPDATE OF state ON handoff
    FOR EACH ROW WHEN (NEW.state = 'accepted' AND OLD.state = 'offered' AND NEW.answered_by_id = NEW.giver_id)
    EXECUTE FUNCTION a_giver_accepts_only_as_a_receiver();

-- 11. Times: what we do counts from its record; what the customer did is no later than that, nor earlier than their
-- first word.
SELECT keep_times('handoff', 'journey_id', '{offered_at,answered_at,escalated_at}');

SELECT keep_times('stage_trigger', 'journey_id', '{recorded_at,objected_at}', '{given_at}');

SELECT keep_times('hold', 'journey_id', '{placed_at,lifted_at}');

SELECT keep_times('handoff_check', 'journey_id', '{at}');

SELECT keep_times('step_record', 'journey_id', '{at}');

SELECT keep_times('reader', 'journey_id', '{at}');

SELECT keep_times('next_step', 'journey_id', '{asked_at,done_at}');

SELECT keep_times('touch', 'journey_id', '{}', '{at}');

SELECT keep_times('journey', 'id', '{rested_at}', '{opened_at,accepted_at,ended_at,heard_at,court_since}');

SELECT keep_times('ending', 'journey_id', '{}', '{at}');

SELECT keep_times('move', 'journey_id', '{}', '{at}');

CREATE CONSTRAINT TRIGGER acts_count_from_their_record AFTER INSERT ON ending
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.how <> 'elsewhere')
    EXECUTE FUNCTION acts_count_from_their_record('journey_id', 'at');

CREATE CONSTRAINT TRIGGER acts_count_from_their_record AFTER INSERT ON move
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.seq > 0)
    EXECUTE FUNCTION acts_count_from_their_record('journey_id', 'at');

CREATE OR REPLACE FUNCTION nothing_is_decided_before_the_first_word() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    decided timestamptz := coalesce(to_jsonb(NEW) ->> 'given_at', to_jsonb(NEW) ->> 'agreed_at',
                                    to_jsonb(NEW) ->> 'made_at');
BEGIN
    IF decided < (SELECT opened_at FROM journey WHERE id = NEW.journey_id) THEN
        RAISE EXCEPTION 'Nothing is decided before the journey''s first word.'
            USING ERRCODE = 'integrity_constraint_violation',
                  CONSTRAINT = 'nothing_is_decided_before_the_first_word';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER nothing_is_decided_before_the_first_word AFTER INSERT ON stage_trigger
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION nothing_is_decided_before_the_first_word();

-- How a journey came here, its process and what it came from stay as they were.
CREATE OR REPLACE FUNCTION a_journey_keeps_its_origin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A journey keeps its process and its origin.'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_journey_keeps_its_origin';
END $$;

CREATE TRIGGER a_journey_keeps_its_origin BEFORE UPDATE ON journey
    FOR EACH ROW WHEN ((NEW.blueprint_id, NEW.came_by, NEW.came_from_id)
        IS DISTINCT FROM (OLD.blueprint_id, OLD.came_by, OLD.came_from_id))
    EXECUTE FUNCTION a_journey_keeps_its_origin();

-- 10. Papers are from the seller with whom the customer agreed.
CREATE OR REPLACE FUNCTION the_seller_stays_once_agreed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM stage_trigger WHERE journey_id = NEW.id AND kind = 'agreement') THEN
        RAISE EXCEPTION 'The customer has agreed with this seller.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_seller_stays_once_agreed',
                  TABLE = 'journey';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER the_seller_stays_once_agreed BEFORE UPDATE OF entity_id ON journey
    FOR EACH ROW WHEN (NEW.entity_id IS DISTINCT FROM OLD.entity_id)
    EXECUTE FUNCTION the_seller_stays_once_agreed();

SELECT keep_subject(t::regclass, 'journey_id') FROM unnest(ARRAY['next_step', 'handoff_check', 'reader']) AS t;

-- 4. The last digit of a journey's number is its check digit (Damm's), so that a slip of the tongue is noticed.
CREATE OR REPLACE FUNCTION has_its_check_digit(number text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    quasigroup constant text := '0317598642709215486342068713591750983426612304597836742095815869720134894536201794386172052581436790';
    interim int := 0;
BEGIN
    FOR place IN 1..length(number) LOOP
        interim := substr(quasigroup, interim * 10 + substr(number, place, 1)::int + 1, 1)::int;
    END LOOP;
    RETURN interim = 0;
END $$;

CREATE OR REPLACE FUNCTION a_number_has_its_check_digit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number !~ '^[1-9][0-9]{7,11}$' OR has_its_check_digit(NEW.number) THEN
        RETURN NEW;  -- what is no number at all is refused by its own constraint
    END IF;
    RAISE EXCEPTION 'The check digit of a number is wrong.'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_number_has_its_check_digit';
END $$;

CREATE TRIGGER a_number_has_its_check_digit BEFORE INSERT ON journey
    FOR EACH ROW EXECUTE FUNCTION a_number_has_its_check_digit();

-- Whether this contact is of the journey's customer.
CREATE OR REPLACE FUNCTION speaks_for(of_contact bigint, of_journey bigint) RETURNS boolean LANGUAGE sql AS $$
    SELECT EXISTS (
        SELECT FROM contact c JOIN journey j ON j.customer_id = c.customer_id WHERE c.id = of_contact AND j.id = of_journey)
$$;

-- Whoever we spoke with speaks for this customer as it is recorded. A journey that goes to another customer keeps its past.
CREATE OR REPLACE FUNCTION a_touch_is_with_this_customer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF speaks_for(NEW.contact_id, NEW.journey_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The contact of a touch speaks for another customer.'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_touch_is_with_this_customer';
END $$;

CREATE TRIGGER a_touch_is_with_this_customer BEFORE INSERT ON touch
    FOR EACH ROW WHEN (NEW.contact_id IS NOT NULL) EXECUTE FUNCTION a_touch_is_with_this_customer();

-- 5. The evidence of a trigger is this journey's and this customer's. Silence counts after a notice that was told before;
-- spoken words are told in a notice that is made with them.
CREATE OR REPLACE FUNCTION evidence_is_of_its_journey() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    broken text := CASE
        WHEN NEW.notice_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM notice WHERE id = NEW.notice_id AND subject_id = NEW.journey_id)
            THEN 'evidence_is_of_its_journey'
        WHEN NEW.contact_id IS NOT NULL AND NOT speaks_for(NEW.contact_id, NEW.journey_id)
            THEN 'evidence_is_of_its_journey'
        WHEN NEW.evidence = 'deemed' AND NEW.notice_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM notice WHERE id = NEW.notice_id AND kind = 'please_accept' AND told_at <= NEW.given_at)
            THEN 'silence_counts_after_a_told_notice'
        WHEN NEW.evidence = 'spoken' AND NEW.notice_id IS NOT NULL
             AND NOT is_told_with_this(NEW.notice_id, ARRAY['recorded'])
            THEN 'spoken_words_are_told_as_they_are_recorded'
    END;
BEGIN
    IF broken IS NOT NULL THEN
        RAISE EXCEPTION 'The evidence of a trigger proves something else.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = broken;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER evidence_is_of_its_journey BEFORE INSERT ON stage_trigger
    FOR EACH ROW EXECUTE FUNCTION evidence_is_of_its_journey();
