-- 11. It is never rewritten and never deleted: it ends, gives way, is answered. Its customer changes only where two turn
-- out to be one.
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['statement', 'knowing', 'interview', 'interview_answer', 'interview_read_back', 'rhythm',
                             'meeting', 'key_customer', 'strength', 'fit', 'fit_strength', 'question_set', 'question'] LOOP
        EXECUTE format('CREATE TRIGGER the_record_cannot_be_rewritten BEFORE DELETE ON %I '
                       'FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite()', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['knowing', 'meeting'] LOOP
        EXECUTE format('CREATE TRIGGER what_they_told_us_stays BEFORE UPDATE ON %I '
                       'FOR EACH ROW EXECUTE FUNCTION only_these_come_later(''customer_id'')', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['fit', 'fit_strength', 'question_set', 'question'] LOOP
        EXECUTE format('CREATE TRIGGER what_is_written_stays BEFORE UPDATE ON %I '
                       'FOR EACH ROW EXECUTE FUNCTION only_these_come_later()', t);
    END LOOP;
END $$;

CREATE TRIGGER only_its_end_comes_later BEFORE UPDATE ON statement
    FOR EACH ROW WHEN (OLD.ended_at IS NULL)
    EXECUTE FUNCTION only_these_come_later('customer_id', 'ended_at', 'ended_by_id', 'ended_why', 'superseded_by_id');

CREATE TRIGGER what_has_ended_stays BEFORE UPDATE ON statement
    FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION only_these_come_later('customer_id');

CREATE TRIGGER only_its_answer_comes_later BEFORE UPDATE ON interview_read_back
    FOR EACH ROW WHEN (OLD.state = 'put')
    EXECUTE FUNCTION only_these_come_later('customer_id', 'state', 'answered_at', 'answered_by_id', 'correction');

CREATE TRIGGER an_answer_stays BEFORE UPDATE ON interview_read_back
    FOR EACH ROW WHEN (OLD.state <> 'put') EXECUTE FUNCTION only_these_come_later('customer_id');

CREATE TRIGGER only_its_course_comes_later BEFORE UPDATE ON interview
    FOR EACH ROW WHEN (OLD.held_at IS NULL AND OLD.called_off_at IS NULL)
    EXECUTE FUNCTION only_these_come_later('customer_id', 'contact_id', 'about', 'planned_for', 'asks_id', 'writes_id',
        'held_at', 'called_off_at', 'called_off_why', 'must_be_active');

CREATE TRIGGER what_was_held_stays BEFORE UPDATE ON interview
    FOR EACH ROW WHEN (OLD.held_at IS NOT NULL OR OLD.called_off_at IS NOT NULL)
    EXECUTE FUNCTION only_these_come_later('customer_id', 'must_be_active');

CREATE TRIGGER only_its_course_comes_later BEFORE UPDATE ON rhythm
    FOR EACH ROW WHEN (OLD.ended_at IS NULL)
    EXECUTE FUNCTION only_these_come_later('customer_id', 'every_days', 'next_at', 'person_id', 'contact_id', 'about',
        'ended_at', 'ended_why', 'one_with_id', 'must_be_active');

CREATE TRIGGER what_has_ended_stays BEFORE UPDATE ON rhythm
    FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL)
    EXECUTE FUNCTION only_these_come_later('customer_id', 'must_be_active');

CREATE TRIGGER only_its_course_comes_later BEFORE UPDATE ON key_customer
    FOR EACH ROW WHEN (OLD.ended_at IS NULL)
    EXECUTE FUNCTION only_these_come_later('customer_id', 'person_id', 'why', 'ended_at', 'ended_why', 'one_with_id',
        'must_be_active');

CREATE TRIGGER what_has_ended_stays BEFORE UPDATE ON key_customer
    FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL)
    EXECUTE FUNCTION only_these_come_later('customer_id', 'must_be_active');

CREATE TRIGGER only_its_end_comes_later BEFORE UPDATE ON strength
    FOR EACH ROW WHEN (OLD.ended_at IS NULL) EXECUTE FUNCTION only_these_come_later('ended_at', 'ended_why');

CREATE TRIGGER what_has_ended_stays BEFORE UPDATE ON strength
    FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION only_these_come_later();

-- What was read back to them stays as they read it, until they have corrected it.
CREATE OR REPLACE FUNCTION what_was_read_back_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.interview_id, NEW.question_id, NEW.words, NEW.noted_at, NEW.noted_by_id)
        IS NOT DISTINCT FROM (OLD.interview_id, OLD.question_id, OLD.words, OLD.noted_at, OLD.noted_by_id)
    THEN
        RETURN NEW;
    END IF;
    -- Whoever reads it back at this moment holds the interview, so the next query sees what they have put.
    PERFORM FROM interview WHERE id = NEW.interview_id FOR NO KEY UPDATE;
    -- A statement that was taken from it quotes it, so it stays as well.
    IF EXISTS (
        SELECT FROM interview_read_back b WHERE b.interview_id = NEW.interview_id AND b.state IN ('put', 'confirmed')
    ) OR (TG_OP = 'UPDATE' AND EXISTS (SELECT FROM statement s WHERE s.answer_id = OLD.id)) THEN
        RAISE EXCEPTION 'What was read back to them stays as they read it.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'what_was_read_back_stays';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER what_was_read_back_stays BEFORE INSERT OR UPDATE ON interview_answer
    FOR EACH ROW EXECUTE FUNCTION what_was_read_back_stays();

-- Whoever reads an interview back, takes an answer up or asks questions holds what must not change meanwhile.
CREATE OR REPLACE FUNCTION hold_the_interview() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM interview WHERE id = NEW.interview_id FOR NO KEY UPDATE;
    RETURN NEW;
END $$;

CREATE TRIGGER hold_the_interview BEFORE INSERT OR UPDATE OF state, interview_id ON interview_read_back
    FOR EACH ROW EXECUTE FUNCTION hold_the_interview();

CREATE OR REPLACE FUNCTION hold_the_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM interview_answer WHERE id = NEW.answer_id FOR SHARE;
    RETURN NEW;
END $$;

CREATE TRIGGER hold_the_answer BEFORE INSERT ON statement
    FOR EACH ROW WHEN (NEW.answer_id IS NOT NULL) EXECUTE FUNCTION hold_the_answer();

-- Runs as its owner: nobody else has the privilege to change a set of questions, nor to lock one.
CREATE OR REPLACE FUNCTION hold_the_questions() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    PERFORM FROM question_set WHERE id = NEW.question_set_id FOR SHARE;
    RETURN NEW;
END $$;

CREATE TRIGGER hold_the_questions BEFORE INSERT ON interview
    FOR EACH ROW EXECUTE FUNCTION hold_the_questions();

-- What was asked stays: nothing is added to questions that somebody was asked.
CREATE OR REPLACE FUNCTION questions_that_were_asked_stay() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    PERFORM FROM question_set WHERE id = NEW.set_id FOR NO KEY UPDATE;  -- who asks at this moment holds it
    IF EXISTS (SELECT FROM interview WHERE question_set_id = NEW.set_id)
       OR current_setting('transaction_isolation') <> 'read committed' THEN  -- an interview of this moment is not seen then
        RAISE EXCEPTION 'Questions that somebody was asked stay as they are; load a new version.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'questions_that_were_asked_stay';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER questions_that_were_asked_stay BEFORE INSERT ON question
    FOR EACH ROW EXECUTE FUNCTION questions_that_were_asked_stay();

-- Questions come with their set, in the act that loads it: its event has the digest of them all.
CREATE OR REPLACE FUNCTION questions_come_with_their_set() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM question_set s CROSS JOIN LATERAL events_of_this_act(s.subject_id) e
         WHERE s.id = NEW.set_id AND e.type = 'questions_loaded'
           AND e.facts::jsonb ->> 'key' = s.key AND e.facts::jsonb ->> 'version' = s.version::text
    ) THEN
        RAISE EXCEPTION 'A question is loaded with its whole set.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'questions_come_with_their_set';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER questions_come_with_their_set AFTER INSERT ON question
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION questions_come_with_their_set();

SELECT make_law_table(t::regclass, 'customer_id') FROM unnest(ARRAY[
    'statement', 'knowing', 'interview', 'interview_answer', 'interview_read_back', 'rhythm', 'meeting', 'key_customer'
    ]) AS t;

SELECT make_law_table('strength', 'subject_id');

SELECT make_law_table('question_set', 'subject_id');

SELECT make_law_table('fit', 'journey_id');

SELECT keep_table(t::regclass) FROM unnest(ARRAY['fit_strength', 'question']) AS t;

-- What they told us is written down after it was told; what we do counts from its record.
SELECT keep_times('statement', 'customer_id', '{noted_at,ended_at}', '{told_at}');

SELECT keep_times('knowing', 'customer_id', '{noted_at}', '{told_at}');

SELECT keep_times('interview', 'customer_id', '{planned_at,called_off_at}', '{held_at}');

SELECT keep_times('interview_answer', 'customer_id', '{noted_at}');

SELECT keep_times('interview_read_back', 'customer_id', '{put_at,answered_at}');

SELECT keep_times('rhythm', 'customer_id', '{set_at,ended_at}');

SELECT keep_times('meeting', 'customer_id', '{noted_at}', '{held_at}');

SELECT keep_times('key_customer', 'customer_id', '{marked_at,ended_at}');

SELECT keep_times('strength', 'subject_id', '{noted_at,ended_at}');

SELECT keep_times('fit', 'journey_id', '{judged_at}');
