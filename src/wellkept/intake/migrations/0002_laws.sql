-- Laws 1 and 3 where only composite keys and triggers can say them.

-- 1. What waits is in the hands of somebody who has not left; a rule in force has one who answers for it.
ALTER TABLE intake_item ADD CONSTRAINT the_handler_of_an_item_is_active FOREIGN KEY
    (handler_id, handler_must_be_active) REFERENCES person (id, active) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE intake_rule ADD CONSTRAINT who_answers_for_a_rule_is_active FOREIGN KEY
    (answerable_id, answerable_must_be_active) REFERENCES person (id, active) DEFERRABLE INITIALLY DEFERRED;

-- 3. What arrived stays as it arrived, and once it has ended somewhere it is never on its own again.
CREATE FUNCTION nothing_arrives_and_vanishes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR (OLD.raw, OLD.message_id, OLD.content_hash, OLD.recipient, OLD.received_at)
            IS DISTINCT FROM (NEW.raw, NEW.message_id, NEW.content_hash, NEW.recipient, NEW.received_at)
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
