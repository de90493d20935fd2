-- Law 3, for every way in: what arrived stays as it arrived, by whatever channel, under the number it was given.
CREATE OR REPLACE FUNCTION nothing_arrives_and_vanishes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR (OLD.channel, OLD.raw, OLD.message_id, OLD.content_hash, OLD.recipient, OLD.received_at, OLD.form_id,
            OLD.number)
            IS DISTINCT FROM
           (NEW.channel, NEW.raw, NEW.message_id, NEW.content_hash, NEW.recipient, NEW.received_at, NEW.form_id,
            NEW.number)
        OR (OLD.account_id, OLD.uid_validity, OLD.uid, OLD.reused_id)
            IS DISTINCT FROM (NEW.account_id, NEW.uid_validity, NEW.uid, NEW.reused_id)
        OR (OLD.handled_at IS NOT NULL AND NEW.handled_at IS DISTINCT FROM OLD.handled_at)
    THEN
        RAISE EXCEPTION 'What arrived is kept as it arrived.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'nothing_arrives_and_vanishes';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER nothing_arrives_and_vanishes BEFORE UPDATE OR DELETE ON message_in
    FOR EACH ROW EXECUTE FUNCTION nothing_arrives_and_vanishes();

CREATE TRIGGER nothing_arrives_and_vanishes BEFORE DELETE ON intake_item
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();

-- Law 3, at the provider: our place in an account is at a mail that we have, and only what we have is marked or moved
-- there. Else a mail is passed by, or goes into another folder, before it was fetched.
CREATE OR REPLACE FUNCTION what_we_left_behind_is_stored() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    mail_uid bigint := to_jsonb(NEW) ->> TG_ARGV[0];
BEGIN
    PERFORM FROM message_in WHERE account_id = NEW.account_id AND uid_validity = NEW.validity AND uid = mail_uid;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'No mail % of account % is stored.', mail_uid, NEW.account_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'what_we_left_behind_is_stored';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER what_we_left_behind_is_stored BEFORE INSERT OR UPDATE ON mail_reading
    FOR EACH ROW WHEN (NEW.last_uid <> 0) EXECUTE FUNCTION what_we_left_behind_is_stored('last_uid');

CREATE TRIGGER what_we_left_behind_is_stored BEFORE INSERT OR UPDATE ON mail_taken
    FOR EACH ROW EXECUTE FUNCTION what_we_left_behind_is_stored('uid');

SELECT make_law_table('intake_item', 'id');

SELECT make_law_table('intake_rule', 'subject_id');

-- A number that somebody was given for what they sent is drawn from the same row of numbers as every journey's, so it
-- can be no journey's but the one that was opened from it.
CREATE OR REPLACE FUNCTION a_given_number_is_its_own() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM journey WHERE number = NEW.number)
       OR current_setting('transaction_isolation') <> 'read committed' THEN  -- a journey of this moment is not seen then
        RAISE EXCEPTION 'This number is a journey''s already.'
            USING ERRCODE = 'unique_violation', CONSTRAINT = 'a_given_number_is_its_own';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER a_given_number_is_its_own BEFORE INSERT ON message_in
    FOR EACH ROW WHEN (NEW.number IS NOT NULL) EXECUTE FUNCTION a_given_number_is_its_own();

SELECT make_law_table('web_form', 'team_id');

SELECT keep_rows(t::regclass) FROM unnest(ARRAY['intake_rule', 'web_form', 'enclosure']) AS t;

SELECT keep_table('enclosure');

SELECT keep_subject('intake_rule', 'subject_id');

CREATE TRIGGER an_enclosure_stays BEFORE UPDATE ON enclosure FOR EACH ROW EXECUTE FUNCTION only_these_come_later();

-- What arrived is stored before anything else, without an event. It is handled on record, and goes elsewhere on record.
SELECT make_law_table('message_in', 'subject_id', '{raw,tries,trouble}', takes => true);

-- What is handled says by which event: an event of its subject, of this transaction, names the message. And what ended
-- as an item is one.
CREATE OR REPLACE FUNCTION what_is_handled_says_by_which_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.handled_at IS NOT NULL THEN
        RETURN NULL;
    END IF;
    IF NOT EXISTS (
        SELECT FROM events_of_this_act(NEW.subject_id) e
         WHERE e.facts::jsonb ->> 'message' = NEW.id::text OR e.facts::jsonb ->> 'source' = 'message:' || NEW.id
    ) OR (NEW.outcome IN ('item', 'set_aside')) <> EXISTS (SELECT FROM intake_item WHERE id = NEW.subject_id) THEN
        RAISE EXCEPTION 'No event of subject % says that message % is handled.', NEW.subject_id, NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'what_is_handled_says_by_which_event';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER what_is_handled_says_by_which_event AFTER INSERT OR UPDATE ON message_in
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.handled_at IS NOT NULL)
    EXECUTE FUNCTION what_is_handled_says_by_which_event();

-- A call that was put on a journey automatically is asked about until somebody answers, on record.
CREATE OR REPLACE FUNCTION a_call_is_settled_on_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM touch t CROSS JOIN LATERAL events_of_this_act(t.journey_id) e
         WHERE t.id = NEW.touch_id AND e.facts::jsonb ->> 'touch' = t.id::text AND e.actor_kind <> 'system'
    ) OR NEW.settled_by_id IS NULL THEN
        RAISE EXCEPTION 'No event says that the question about call % is answered.', NEW.message_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_call_is_settled_on_record';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER a_call_is_settled_on_record AFTER INSERT OR UPDATE ON call_placing
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.settled_at IS NOT NULL)
    EXECUTE FUNCTION a_call_is_settled_on_record();

CREATE TRIGGER only_its_answer_comes_later BEFORE UPDATE ON call_placing
    FOR EACH ROW WHEN (OLD.settled_at IS NULL) EXECUTE FUNCTION only_these_come_later('settled_at', 'settled_by_id');

CREATE TRIGGER an_answer_about_a_call_stays BEFORE UPDATE ON call_placing
    FOR EACH ROW WHEN (OLD.settled_at IS NOT NULL) EXECUTE FUNCTION only_these_come_later();

-- The answer to one line of a sample is on record with its item; else a mail that a rule set aside wrongly is lost.
SELECT make_law_table('sampled_item', 'item_id', takes => true);

CREATE CONSTRAINT TRIGGER no_verdict_without_its_event AFTER INSERT ON sampled_item
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.said_at IS NOT NULL)
    EXECUTE FUNCTION refuse_without_event('item_id');

CREATE TRIGGER only_its_verdict_comes_later BEFORE UPDATE ON sampled_item
    FOR EACH ROW WHEN (OLD.said_at IS NULL) EXECUTE FUNCTION only_these_come_later('right', 'said_at');

CREATE TRIGGER a_verdict_stays BEFORE UPDATE ON sampled_item
    FOR EACH ROW WHEN (OLD.said_at IS NOT NULL) EXECUTE FUNCTION only_these_come_later();

CREATE TRIGGER a_number_has_its_check_digit BEFORE INSERT ON message_in
    FOR EACH ROW WHEN (NEW.number IS NOT NULL) EXECUTE FUNCTION a_number_has_its_check_digit();

SELECT keep_times('intake_item', 'id', '{decided_at,warned_at}', '{arrived_at}');

SELECT keep_times('intake_rule', 'subject_id', '{made_at,ended_at}');

-- Law 3: the sample of a week is drawn in that week, and not before. Monday begins somewhere a day earlier.
SELECT put_off_at_most('rule_sample', '1 day', '{monday,drawn_at}');
