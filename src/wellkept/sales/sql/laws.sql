SELECT make_law_table('read_back', 'journey_id');

-- What the customer read and what they said to it stays.
CREATE TRIGGER the_record_cannot_be_rewritten BEFORE DELETE ON read_back
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();

CREATE TRIGGER only_their_answer_comes_later BEFORE UPDATE ON read_back
    FOR EACH ROW WHEN (OLD.state = 'put')
    EXECUTE FUNCTION only_these_come_later('state', 'answered_at', 'answered_by_id', 'correction');

CREATE TRIGGER an_answer_stays BEFORE UPDATE ON read_back
    FOR EACH ROW WHEN (OLD.state <> 'put') EXECUTE FUNCTION only_these_come_later();

SELECT keep_times('read_back', 'journey_id', '{put_at,answered_at}');
