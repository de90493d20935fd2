-- Law 3, for every way in: what arrived stays as it arrived, by whatever channel, under the number it was given.
CREATE OR REPLACE FUNCTION nothing_arrives_and_vanishes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR (OLD.channel, OLD.raw, OLD.message_id, OLD.content_hash, OLD.recipient, OLD.received_at, OLD.form_id,
            OLD.number)
            IS DISTINCT FROM
           (NEW.channel, NEW.raw, NEW.message_id, NEW.content_hash, NEW.recipient, NEW.received_at, NEW.form_id,
            NEW.number)
        OR (OLD.account_id, OLD.reused_id) IS DISTINCT FROM (NEW.account_id, NEW.reused_id)
        OR (OLD.handled_at IS NOT NULL AND NEW.handled_at IS DISTINCT FROM OLD.handled_at)
    THEN
        RAISE EXCEPTION 'What arrived is kept as it arrived.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'nothing_arrives_and_vanishes';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER nothing_arrives_and_vanishes BEFORE UPDATE OR DELETE ON message_in
    FOR EACH ROW EXECUTE FUNCTION nothing_arrives_and_vanishes();

CREATE TRIGGER the_record_cannot_be_emptied BEFORE TRUNCATE ON message_in
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite();

CREATE TRIGGER nothing_arrives_and_vanishes BEFORE DELETE ON intake_item
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();

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

-- What is received goes to another subject only on record: with an event of the one that it leaves and of the new one.
CREATE OR REPLACE FUNCTION what_arrived_moves_on_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM subject WHERE id IN (OLD.subject_id, NEW.subject_id)
            AND written_in IS DISTINCT FROM pg_current_xact_id()
    ) OR NEW.subject_id IS NULL THEN
        RAISE EXCEPTION 'What arrived goes elsewhere only on record.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'what_arrived_moves_on_record';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER what_arrived_moves_on_record AFTER UPDATE OF subject_id ON message_in
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.subject_id IS NOT NULL AND NEW.subject_id IS DISTINCT FROM OLD.subject_id)
    EXECUTE FUNCTION what_arrived_moves_on_record();

CREATE TRIGGER a_number_has_its_check_digit BEFORE INSERT ON message_in
    FOR EACH ROW WHEN (NEW.number IS NOT NULL) EXECUTE FUNCTION a_number_has_its_check_digit();

SELECT keep_times('intake_item', 'id', '{decided_at,warned_at}', '{arrived_at}');

SELECT keep_times('intake_rule', 'subject_id', '{made_at,ended_at}');
