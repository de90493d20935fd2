CREATE OR REPLACE FUNCTION the_ledger_is_not_edited() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Nothing on the ledger of promises is deleted.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_ledger_is_not_edited';
    END IF;
    IF (OLD.id, OLD.journey_id, OLD.kind, OLD.purpose, OLD.text, OLD.made_at, OLD.made_by_id, OLD.first_due, OLD.requested_for,
        OLD.amount, OLD.currency)
       IS DISTINCT FROM
       (NEW.id, NEW.journey_id, NEW.kind, NEW.purpose, NEW.text, NEW.made_at, NEW.made_by_id, NEW.first_due, NEW.requested_for,
        NEW.amount, NEW.currency)
       OR (OLD.told AND NOT NEW.told)
       OR (OLD.kept_at IS NOT NULL AND NEW.kept_at IS NOT NULL AND NEW.kept_at <> OLD.kept_at)
       OR (OLD.released_at IS NOT NULL AND (NEW.released_at, NEW.released_why, NEW.replaced_by_id)
           IS DISTINCT FROM (OLD.released_at, OLD.released_why, OLD.replaced_by_id))
       OR (OLD.struck_at IS NOT NULL AND (NEW.struck_at, NEW.struck_why)
           IS DISTINCT FROM (OLD.struck_at, OLD.struck_why))
       OR (OLD.broken_noted IS NOT NULL AND NEW.broken_noted IS NULL)
    THEN
        RAISE EXCEPTION 'A promise is not edited; it is kept, moved with notice, released, or struck before it is told.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_ledger_is_not_edited';
    END IF;
    IF NEW.due IS DISTINCT FROM OLD.due AND NEW.due IS DISTINCT FROM promise_due(NEW.id) THEN
        RAISE EXCEPTION 'A promise moves only by a notice that was told and not refused.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_promise_moves_by_a_told_notice';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER the_ledger_is_not_edited BEFORE UPDATE OR DELETE ON promise
    FOR EACH ROW EXECUTE FUNCTION the_ledger_is_not_edited();

-- A new promise is neither kept nor over.
CREATE OR REPLACE FUNCTION a_promise_starts_at_its_first_date() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.due := NEW.first_due;
    IF (NEW.kept_at, NEW.released_at, NEW.struck_at) IS DISTINCT FROM (NULL::timestamptz, NULL::timestamptz, NULL::timestamptz)
    THEN
        RAISE EXCEPTION 'A promise is made before it is kept, released or struck.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_ledger_is_not_edited';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER a_promise_starts_at_its_first_date BEFORE INSERT ON promise
    FOR EACH ROW EXECUTE FUNCTION a_promise_starts_at_its_first_date();

CREATE OR REPLACE FUNCTION a_moved_date_is_not_edited() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR
       (OLD.promise_id, OLD.journey_id, OLD.from_due, OLD.to_due, OLD.reason, OLD.notice_id, OLD.moved_at, OLD.needs_yes)
       IS DISTINCT FROM
       (NEW.promise_id, NEW.journey_id, NEW.from_due, NEW.to_due, NEW.reason, NEW.notice_id, NEW.moved_at, NEW.needs_yes)
       OR (OLD.answer <> '' AND NEW.answer <> OLD.answer)
    THEN
        RAISE EXCEPTION 'A moved promise keeps its dates, its reason and its answer.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_ledger_is_not_edited';
    END IF;
    IF NEW.told_at IS NOT NULL AND OLD.told_at IS NULL AND NOT EXISTS (
        SELECT FROM notice n WHERE n.id = NEW.notice_id AND n.told_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'A move is told when its notice is.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_move_is_told_when_its_notice_is';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER a_moved_date_is_not_edited BEFORE UPDATE OR DELETE ON promise_move
    FOR EACH ROW EXECUTE FUNCTION a_moved_date_is_not_edited();

-- A journey that has ended owes nothing: its promises were kept, or released with the customer's word.
CREATE OR REPLACE FUNCTION an_ended_journey_owes_nothing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM promise p JOIN journey j ON j.id = p.journey_id
        WHERE p.journey_id = coalesce((to_jsonb(NEW) ->> 'journey_id')::bigint, (to_jsonb(NEW) ->> 'id')::bigint)
          AND j.state = 'ended'
          AND p.kept_at IS NULL AND p.released_at IS NULL AND p.struck_at IS NULL
    ) THEN
        RAISE EXCEPTION 'A journey does not end while a promise is open.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_ended_journey_owes_nothing';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER an_ended_journey_owes_nothing AFTER INSERT ON promise
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION an_ended_journey_owes_nothing();

CREATE CONSTRAINT TRIGGER an_ended_journey_owes_nothing AFTER UPDATE OF state ON journey
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION an_ended_journey_owes_nothing();

-- A kept promise is owed again only where the customer did not accept the delivery: by their rejection, in its act.
CREATE OR REPLACE FUNCTION only_a_rejection_reopens_a_promise() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(DISTINCT e.type) FROM events_of_this_act(NEW.journey_id) e
         WHERE e.type = 'rejected'
            OR (e.type = 'promise_reopened' AND (e.facts::jsonb ->> 'promise')::bigint = NEW.id)) < 2 THEN
        RAISE EXCEPTION 'A kept promise is owed again only by the rejection of its delivery.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'only_a_rejection_reopens_a_promise';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER only_a_rejection_reopens_a_promise AFTER UPDATE OF kept_at ON promise
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.kept_at IS NOT NULL AND NEW.kept_at IS NULL)
    EXECUTE FUNCTION only_a_rejection_reopens_a_promise();

SELECT make_law_table('promise', 'journey_id');

SELECT make_law_table('promise_move', 'journey_id');

-- Law 7 and the moved promises of law 8, where a writer with SQL still had a way around.

-- What is due: by the latest new date that is in force. Their yes shows that they were told; without it, a new date
-- counts when it was told in time and does not need their yes.
CREATE OR REPLACE FUNCTION promise_due(of_promise bigint) RETURNS timestamptz LANGUAGE sql AS $$
    SELECT coalesce(
        (SELECT m.to_due FROM promise_move m
         WHERE m.promise_id = p.id
           AND (m.answer = 'accepted'
                OR (m.answer = '' AND NOT m.needs_yes AND m.told_at IS NOT NULL AND m.told_at <= m.from_due))
         ORDER BY m.id DESC LIMIT 1),
        p.first_due)
    FROM promise p WHERE p.id = of_promise
$$;

-- The promise keeps step with its moves.
CREATE OR REPLACE FUNCTION a_promise_is_due_as_its_moves_say() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT due FROM promise WHERE id = NEW.promise_id) IS DISTINCT FROM promise_due(NEW.promise_id) THEN
        RAISE EXCEPTION 'The promise is due as its moves say.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_promise_is_due_as_its_moves_say';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER a_promise_is_due_as_its_moves_say AFTER INSERT OR UPDATE ON promise_move
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION a_promise_is_due_as_its_moves_say();

-- A move starts at what is due, later than that, by a delay notice made with it, one at a time; a second delay needs
-- their yes. The lock on the promise makes two movers wait for each other.
CREATE OR REPLACE FUNCTION a_promise_moves_with_notice() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    due_now timestamptz;
    broken text;
BEGIN
    SELECT due INTO due_now FROM promise WHERE id = NEW.promise_id FOR UPDATE;
    broken := CASE
        WHEN NEW.from_due IS DISTINCT FROM due_now OR NEW.to_due <= NEW.from_due THEN 'a_move_starts_at_what_was_due'
        WHEN NEW.told_at IS NOT NULL OR NEW.answer <> '' THEN 'a_move_is_told_when_its_notice_is'
        WHEN NOT is_told_with_this(NEW.notice_id, ARRAY['delay']) THEN 'a_delay_is_told_as_it_is_made'
        WHEN EXISTS (SELECT FROM promise_move
                     WHERE promise_id = NEW.promise_id AND told_at IS NULL AND answer = '')
            THEN 'one_untold_move_at_a_time'
        WHEN NOT NEW.needs_yes AND EXISTS (SELECT FROM promise_move
                                           WHERE promise_id = NEW.promise_id AND answer <> 'refused')
            THEN 'a_second_delay_needs_their_yes'
    END;
    IF broken IS NOT NULL THEN
        RAISE EXCEPTION 'A promise moves by a delay notice: %.', broken
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = broken;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER a_promise_moves_with_notice BEFORE INSERT ON promise_move
    FOR EACH ROW EXECUTE FUNCTION a_promise_moves_with_notice();

-- Law 7: what is late is marked broken before it is kept, released or moved, and no breach is marked that was none.
CREATE OR REPLACE FUNCTION a_late_promise_is_marked_broken() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    recorded record;
BEGIN
    recorded := recorded_here(NEW.journey_id);
    IF (coalesce(NEW.kept_at, NEW.released_at) > NEW.due AND NEW.broken_noted IS DISTINCT FROM NEW.due)
       OR (NEW.due IS DISTINCT FROM OLD.due AND (OLD.due >= recorded.first_at - interval '10 minutes') IS NOT TRUE
           AND OLD.broken_noted IS DISTINCT FROM OLD.due)
       OR (NEW.broken_noted IS DISTINCT FROM OLD.broken_noted
           AND (NEW.broken_noted IS DISTINCT FROM OLD.due OR (OLD.due <= recorded.last_at) IS NOT TRUE)) THEN
        RAISE EXCEPTION 'A promise whose date has passed is marked broken, and no other is.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_late_promise_is_marked_broken';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER a_late_promise_is_marked_broken AFTER UPDATE ON promise
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((NEW.kept_at, NEW.released_at, NEW.due, NEW.broken_noted)
          IS DISTINCT FROM (OLD.kept_at, OLD.released_at, OLD.due, OLD.broken_noted))
    EXECUTE FUNCTION a_late_promise_is_marked_broken();

SELECT keep_times('promise', 'journey_id', '{made_at,kept_at,released_at,struck_at}');

SELECT keep_times('promise_move', 'journey_id', '{moved_at,answered_at}');

-- Laws 7 and 8: a new date is told while its notice is: no longer once the notice has come back.
CREATE OR REPLACE FUNCTION a_move_follows_its_notice() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    which uuid := coalesce(to_jsonb(NEW) ->> 'notice_id', to_jsonb(NEW) ->> 'id');
BEGIN
    IF EXISTS (
        SELECT FROM promise_move m JOIN notice n ON n.id = m.notice_id JOIN journey j ON j.id = m.journey_id
        WHERE n.id = which AND m.told_at IS DISTINCT FROM n.told_at AND j.state <> 'ended'
    ) THEN
        RAISE EXCEPTION 'A new date is told when its notice is, and no longer.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_move_is_told_when_its_notice_is';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER a_move_follows_its_notice AFTER UPDATE OF carried_at, returned_at ON notice
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind = 'delay')
    EXECUTE FUNCTION a_move_follows_its_notice();

CREATE CONSTRAINT TRIGGER a_move_follows_its_notice AFTER INSERT OR UPDATE OF told_at ON promise_move
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION a_move_follows_its_notice();
