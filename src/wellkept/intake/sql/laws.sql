-- Law 3, for every way in: what arrived stays as it arrived, by whatever channel, under the number it was given.
CREATE OR REPLACE FUNCTION nothing_arrives_and_vanishes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR (OLD.channel, OLD.raw, OLD.message_id, OLD.content_hash, OLD.recipient, OLD.received_at, OLD.form_id,
            OLD.number)
            IS DISTINCT FROM
           (NEW.channel, NEW.raw, NEW.message_id, NEW.content_hash, NEW.recipient, NEW.received_at, NEW.form_id,
            NEW.number)
        OR (OLD.handled_at IS NOT NULL AND NEW.handled_at IS NULL)
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
    IF EXISTS (SELECT FROM journey WHERE number = NEW.number) THEN
        RAISE EXCEPTION 'This number is a journey''s already.'
            USING ERRCODE = 'unique_violation', CONSTRAINT = 'a_given_number_is_its_own';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER a_given_number_is_its_own BEFORE INSERT ON message_in
    FOR EACH ROW WHEN (NEW.number IS NOT NULL) EXECUTE FUNCTION a_given_number_is_its_own();

SELECT make_law_table('web_form', 'team_id');
