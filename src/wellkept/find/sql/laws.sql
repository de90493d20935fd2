-- Law 4: a miss stays on record. Its words, its searcher, its time and how it ended cannot change.
CREATE TRIGGER what_was_asked_stays BEFORE UPDATE ON search_miss FOR EACH ROW WHEN (OLD.ended_at IS NULL)
    EXECUTE FUNCTION only_these_come_later('said', 'said_at', 'handler_id', 'due_at', 'warned_at', 'how', 'why', 'kind',
        'of_id', 'nonconformity_id', 'ended_at', 'ended_by_id', 'handler_must_be_active');

CREATE TRIGGER how_it_ended_stays BEFORE UPDATE ON search_miss FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL)
    EXECUTE FUNCTION only_these_come_later('said', 'said_at');

CREATE TRIGGER the_record_cannot_be_rewritten BEFORE DELETE ON search_miss
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();

CREATE TRIGGER only_its_settling_comes_later BEFORE UPDATE ON search_counterpart FOR EACH ROW WHEN (OLD.settled_at IS NULL)
    EXECUTE FUNCTION only_these_come_later('how', 'why', 'settled_at', 'settled_by_id');

CREATE TRIGGER what_is_settled_stays BEFORE UPDATE ON search_counterpart FOR EACH ROW WHEN (OLD.settled_at IS NOT NULL)
    EXECUTE FUNCTION only_these_come_later();

CREATE TRIGGER the_record_cannot_be_rewritten BEFORE DELETE ON search_counterpart
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();

SELECT make_law_table('search_miss', 'subject_id');

SELECT make_law_table('search_counterpart', 'subject_id');

SELECT keep_times('search_miss', 'subject_id', '{asked_at,ended_at}');
