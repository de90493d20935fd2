-- Law 11: every change of an address or an account has its event.
SELECT make_law_table('mailbox', 'team_id');

SELECT make_law_table('mail_account', 'subject_id');

SELECT keep_rows(t::regclass) FROM unnest(ARRAY['mailbox', 'mail_account']) AS t;

SELECT keep_subject('mail_account', 'subject_id');

-- Law 3: what came before the account was set is not for us. So where reading begins changes with the account, on record.
CREATE OR REPLACE FUNCTION where_reading_begins_is_on_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.account_id, OLD.started_at, OLD.from_validity, OLD.from_uid)
        IS NOT DISTINCT FROM (NEW.account_id, NEW.started_at, NEW.from_validity, NEW.from_uid) THEN
        RETURN NULL;
    END IF;
    IF NOT EXISTS (
        SELECT FROM mail_account a CROSS JOIN LATERAL events_of_this_act(a.subject_id) e
         WHERE a.id = NEW.account_id AND e.type = 'account_set' AND e.facts::jsonb ->> 'account' = a.id::text
    ) THEN
        RAISE EXCEPTION 'No event says from where account % is read.', NEW.account_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'where_reading_begins_is_on_record';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER where_reading_begins_is_on_record AFTER INSERT OR UPDATE ON mail_reading
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION where_reading_begins_is_on_record();
