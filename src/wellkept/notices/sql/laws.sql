-- What was to be told cannot be taken back or turned into something else; only its carrying moves on.
CREATE OR REPLACE FUNCTION a_notice_keeps_what_it_says() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR (OLD.id, OLD.subject_id, OLD.kind, OLD.channel, OLD.contact_id, OLD.language, OLD.person_id, OLD.facts,
            OLD.words, OLD.automatic, OLD.says_something_new, OLD.made_at)
        IS DISTINCT FROM
           (NEW.id, NEW.subject_id, NEW.kind, NEW.channel, NEW.contact_id, NEW.language, NEW.person_id, NEW.facts,
            NEW.words, NEW.automatic, NEW.says_something_new, NEW.made_at)
        OR (OLD.carried_at IS NOT NULL AND OLD.returned_at IS NULL AND OLD.address <> NEW.address)
        OR (OLD.carried_at IS NOT NULL AND (OLD.title, OLD.text, OLD.html) IS DISTINCT FROM (NEW.title, NEW.text, NEW.html))
    THEN
        RAISE EXCEPTION 'A notice keeps what it says.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_notice_keeps_what_it_says';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER a_notice_keeps_what_it_says BEFORE UPDATE OR DELETE ON notice
    FOR EACH ROW EXECUTE FUNCTION a_notice_keeps_what_it_says();

-- A letter to a contact has the contact's own link, and whoever has the link is the contact. So it goes to the address
-- that the contact has on record when it is written or sent again, and to no other.
CREATE OR REPLACE FUNCTION a_letter_goes_to_its_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.address, OLD.contact_id, OLD.channel) IS NOT DISTINCT FROM
                            (NEW.address, NEW.contact_id, NEW.channel) THEN
        RETURN NEW;
    END IF;
    IF NOT EXISTS (SELECT FROM contact WHERE id = NEW.contact_id AND lower(trim(email)) = lower(NEW.address)) THEN
        RAISE EXCEPTION 'Notice % goes to an address that is not its contact''s.', NEW.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_letter_goes_to_its_contact';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER where_a_letter_goes BEFORE INSERT OR UPDATE ON notice
    FOR EACH ROW WHEN (NEW.channel = 'mail' AND NEW.contact_id IS NOT NULL AND NEW.address <> '')
    EXECUTE FUNCTION a_letter_goes_to_its_contact();

-- Each try to carry it is working data; how it ends is on record.
SELECT make_law_table('notice', 'subject_id', ARRAY['due_at', 'tries', 'trouble']);

-- When a letter is tried again is working data, but that it is tried again is not: it waits for a try that is near, or it
-- was carried or given up, on record. The mail room waits hours at most (quiet hours, a server that is away).
CREATE OR REPLACE FUNCTION a_letter_is_tried_or_ended() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    tried_within CONSTANT interval := '3 days';
BEGIN
    IF NEW.carried_at IS NULL AND NEW.given_up_at IS NULL
        AND (NEW.due_at IS NULL OR NEW.due_at > greatest(log_clock(), NEW.made_at) + tried_within)
    THEN
        RAISE EXCEPTION 'A letter is tried within days, or it was carried or given up.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_letter_is_tried_or_ended';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER a_letter_is_tried_or_ended BEFORE INSERT OR UPDATE ON notice
    FOR EACH ROW WHEN (NEW.channel = 'mail') EXECUTE FUNCTION a_letter_is_tried_or_ended();

CREATE OR REPLACE FUNCTION a_notice_knows_its_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.written_in := CASE WHEN TG_OP = 'INSERT' THEN pg_current_xact_id() ELSE OLD.written_in END;
    RETURN NEW;
END $$;

CREATE TRIGGER a_notice_knows_its_transaction BEFORE INSERT OR UPDATE ON notice
    FOR EACH ROW EXECUTE FUNCTION a_notice_knows_its_transaction();

CREATE OR REPLACE FUNCTION is_told_with_this(told uuid, kinds text[]) RETURNS boolean LANGUAGE sql AS $$
    SELECT EXISTS (
        SELECT FROM notice WHERE id = told AND kind = ANY (kinds) AND written_in = pg_current_xact_id())
$$;

SELECT keep_times('notice', 'subject_id', '{made_at,carried_at,returned_at,given_up_at}');
