-- Law 11, the bodies: a body is the one whose digest the chain covers, and goes only with a reason on record.

CREATE FUNCTION a_body_gives_its_digest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.body IS NOT NULL AND EXISTS (
        SELECT FROM event WHERE id = NEW.event_id AND body_digest = sha256(NEW.salt || convert_to(NEW.body, 'UTF8'))
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The body of event % is not the one whose digest the chain covers.', NEW.event_id
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_record_cannot_be_rewritten';
END $$;
CREATE TRIGGER a_body_gives_its_digest BEFORE INSERT ON event_body
    FOR EACH ROW EXECUTE FUNCTION a_body_gives_its_digest();

-- Any event of the same transaction was enough before; now it is the one that names the event and the reason.
CREATE OR REPLACE FUNCTION a_body_is_only_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.event_id = OLD.event_id AND NEW.body IS NULL AND NEW.salt IS NULL AND EXISTS (
        SELECT FROM event e
        JOIN subject s ON s.id = e.subject_id AND s.written_in = pg_current_xact_id()
        JOIN event x ON x.subject_id = e.subject_id AND x.type = 'erased'
            AND (x.facts::json ->> 'event')::bigint = e.id AND x.facts::json ->> 'reason' <> ''
        WHERE e.id = OLD.event_id
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The body of event % can be erased with a recorded reason, and not be changed.', OLD.event_id
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_record_cannot_be_rewritten';
END $$;

-- An event with a digest has its body, from the same transaction on.
CREATE FUNCTION a_digest_has_its_body() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM event_body WHERE event_id = NEW.id) THEN
        RAISE EXCEPTION 'Event % has the digest of a body that is not there.', NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_digest_has_its_body';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_digest_has_its_body AFTER INSERT ON event DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.body_digest IS NOT NULL) EXECUTE FUNCTION a_digest_has_its_body();
