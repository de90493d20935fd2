-- Law 15: a row of the outbox goes once its event was followed. A letter that is queued waits in its own row, where the
-- clock finds it. That somebody has to tell the customer in another way is planned as a step: the row goes after it is.
CREATE OR REPLACE FUNCTION an_event_is_followed_before_its_row_goes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM event e
          JOIN notice n ON n.id::text = e.facts::jsonb ->> 'notice'
          JOIN journey j ON j.id = n.subject_id
         WHERE e.id = OLD.event_id AND e.type IN ('notice_returned', 'notice_given_up')
           AND n.told_at IS NULL AND j.state = 'open'
           AND NOT EXISTS (SELECT FROM next_step s WHERE s.journey_id = j.id AND s.done_at IS NULL AND s.whom = n.id::text)
    ) THEN
        RAISE EXCEPTION 'Nobody was asked yet to tell the customer of event % in another way.', OLD.event_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_event_is_followed_before_its_row_goes';
    END IF;
    RETURN OLD;
END $$;

CREATE TRIGGER an_event_is_followed_before_its_row_goes BEFORE DELETE ON outbox
    FOR EACH ROW EXECUTE FUNCTION an_event_is_followed_before_its_row_goes();

SELECT keep_table('outbox');

-- Law 15: each try to carry a letter stays as it was. Before the server is asked, it is stored as carried; that it was not
-- is said in the same transaction, and never the other way round.
CREATE OR REPLACE FUNCTION a_try_stays_as_it_was() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.written_in := pg_current_xact_id();
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.written_in = pg_current_xact_id() AND OLD.outcome = 'carried'
        AND to_jsonb(NEW) - '{outcome,reply}'::text[] = to_jsonb(OLD) - '{outcome,reply}'::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A try to carry a letter stays as it was.'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_try_stays_as_it_was';
END $$;

CREATE TRIGGER a_try_stays_as_it_was BEFORE INSERT OR UPDATE OR DELETE ON delivery_attempt
    FOR EACH ROW EXECUTE FUNCTION a_try_stays_as_it_was();

SELECT keep_table('delivery_attempt');
