-- An open journey, or one at rest, has nobody for its contact who no longer speaks for the customer. Whoever opens one
-- and whoever lets the contact go wait for each other at the contact's row.
CREATE FUNCTION who_has_gone_speaks_for_nothing_open() RETURNS trigger LANGUAGE plpgsql AS $$
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
