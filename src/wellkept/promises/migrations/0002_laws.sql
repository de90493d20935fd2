-- Law 7: nothing on the ledger is edited or deleted; moving a date needs its notice (law 8) and its being told.

ALTER TABLE promise ADD CONSTRAINT promise_and_journey UNIQUE (id, journey_id);
ALTER TABLE promise_move ADD CONSTRAINT a_move_is_of_its_promises_journey FOREIGN KEY (promise_id, journey_id)
    REFERENCES promise (id, journey_id);
ALTER TABLE promise_move ADD CONSTRAINT a_moved_promise_has_its_notice FOREIGN KEY (notice_id, journey_id)
    REFERENCES notice (id, subject_id);

CREATE FUNCTION the_ledger_is_not_edited() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    due_now timestamptz;
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
       OR (OLD.kept_at IS NOT NULL AND NEW.kept_at IS DISTINCT FROM OLD.kept_at)
       OR (OLD.released_at IS NOT NULL AND NEW.released_at IS DISTINCT FROM OLD.released_at)
       OR (OLD.struck_at IS NOT NULL AND NEW.struck_at IS DISTINCT FROM OLD.struck_at)
    THEN
        RAISE EXCEPTION 'A promise is not edited; it is kept, moved with notice, released, or struck before it is told.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_ledger_is_not_edited';
    END IF;
    IF NEW.due IS DISTINCT FROM OLD.due THEN
        SELECT m.to_due INTO due_now FROM promise_move m
        WHERE m.promise_id = NEW.id AND m.told_at IS NOT NULL AND m.answer <> 'refused'
          AND (m.answer = 'accepted' OR (NOT m.needs_yes AND m.told_at <= m.from_due))
        ORDER BY m.id DESC LIMIT 1;
        IF NEW.due IS DISTINCT FROM coalesce(due_now, NEW.first_due) THEN
            RAISE EXCEPTION 'A promise moves only by a notice that was told and not refused.'
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_promise_moves_by_a_told_notice';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER the_ledger_is_not_edited BEFORE UPDATE OR DELETE ON promise
    FOR EACH ROW EXECUTE FUNCTION the_ledger_is_not_edited();

-- A new promise starts at its first date; a move starts at what was due, and keeps its words.
CREATE FUNCTION a_promise_starts_at_its_first_date() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.due := NEW.first_due;
    RETURN NEW;
END $$;
CREATE TRIGGER a_promise_starts_at_its_first_date BEFORE INSERT ON promise
    FOR EACH ROW EXECUTE FUNCTION a_promise_starts_at_its_first_date();

CREATE FUNCTION a_moved_date_is_not_edited() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE FUNCTION an_ended_journey_owes_nothing() RETURNS trigger LANGUAGE plpgsql AS $$
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

SELECT make_law_table('promise', 'journey_id');
SELECT make_law_table('promise_move', 'journey_id');
