-- Law 1: what was asked for and not found is looked at by somebody who has not left.
ALTER TABLE search_miss ADD CONSTRAINT who_looks_at_a_miss_is_active FOREIGN KEY
    (handler_id, handler_must_be_active) REFERENCES person (id, active) DEFERRABLE INITIALLY DEFERRED;

-- Law 4: a look-up that failed is on record: what was asked, by whom and when stays, and so does how it ended.
CREATE TRIGGER what_was_asked_stays BEFORE UPDATE ON search_miss FOR EACH ROW WHEN (OLD.ended_at IS NULL)
    EXECUTE FUNCTION only_these_come_later('said', 'said_at', 'handler_id', 'due_at', 'warned_at', 'how', 'why', 'kind',
        'of_id', 'nonconformity_id', 'ended_at', 'ended_by_id', 'handler_must_be_active');
CREATE TRIGGER how_it_ended_stays BEFORE UPDATE ON search_miss FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL)
    EXECUTE FUNCTION only_these_come_later('said', 'said_at');
CREATE TRIGGER the_record_cannot_be_rewritten BEFORE DELETE ON search_miss
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER only_its_settling_comes_later BEFORE UPDATE ON search_pair FOR EACH ROW WHEN (OLD.settled_at IS NULL)
    EXECUTE FUNCTION only_these_come_later('how', 'why', 'settled_at', 'settled_by_id');
CREATE TRIGGER what_is_settled_stays BEFORE UPDATE ON search_pair FOR EACH ROW WHEN (OLD.settled_at IS NOT NULL)
    EXECUTE FUNCTION only_these_come_later();
CREATE TRIGGER the_record_cannot_be_rewritten BEFORE DELETE ON search_pair
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();

SELECT make_law_table('search_miss', 'subject_id');
SELECT make_law_table('search_pair', 'subject_id');
