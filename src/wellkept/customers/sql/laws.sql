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

-- Law 11: customers, contacts and sites stay: who is gone is marked so.
SELECT keep_rows(t::regclass) FROM unnest(ARRAY['customer', 'contact', 'site']) AS t;

-- Law 11: a link to a customer's page keeps whose it is, where it leads and when it ends, and is revoked on record. A row
-- by itself opens nothing: the key in the address is signed by the program. So a link is made without an event.
CREATE CONSTRAINT TRIGGER every_change_has_its_event AFTER UPDATE OF revoked_at ON personal_link
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_without_event('subject_id');

SELECT keep_table('personal_link');

SELECT keep_rows('personal_link');

CREATE TRIGGER a_link_is_revoked_once BEFORE UPDATE ON personal_link FOR EACH ROW WHEN (OLD.revoked_at IS NOT NULL)
    EXECUTE FUNCTION only_these_come_later();

CREATE TRIGGER only_its_revoking_comes_later BEFORE UPDATE ON personal_link FOR EACH ROW WHEN (OLD.revoked_at IS NULL)
    EXECUTE FUNCTION only_these_come_later('revoked_at');

SELECT keep_times('personal_link', 'subject_id', '{revoked_at}');
