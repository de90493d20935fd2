SELECT make_law_table('customer', 'id');

SELECT make_law_table('contact', 'customer_id');

SELECT make_law_table('site', 'customer_id');

-- Law 11: whoever did it exists. A rule is named by the person who answers for it; the system has no key.
CREATE OR REPLACE FUNCTION the_actor_exists() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (CASE NEW.actor_kind
        WHEN 'person' THEN EXISTS (SELECT FROM person WHERE id = NEW.actor_id)
        WHEN 'rule' THEN EXISTS (SELECT FROM person WHERE id = NEW.actor_id)
        WHEN 'token' THEN EXISTS (SELECT FROM token WHERE id = NEW.actor_id)
        WHEN 'customer' THEN EXISTS (SELECT FROM contact WHERE id = NEW.actor_id)
        ELSE NEW.actor_id IS NULL
    END) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'There is no % with the key % who could have done this.', NEW.actor_kind, NEW.actor_id
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_actor_exists';
END $$;

CREATE TRIGGER the_actor_exists BEFORE INSERT ON event
    FOR EACH ROW EXECUTE FUNCTION the_actor_exists();

ALTER FUNCTION the_actor_exists() SET enable_seqscan = off;
