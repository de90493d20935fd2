SELECT make_law_table('payment', 'id');

SELECT keep_rows('payment');

-- Law 11: what the bank or a colleague wrote down stays.
CREATE TRIGGER only_these_come_later BEFORE UPDATE ON payment
    FOR EACH ROW EXECUTE FUNCTION only_these_come_later(
        'handler_id', 'next_step', 'note', 'due_at', 'warned_at', 'settled_at', 'aside_why', 'handler_must_be_active');

SELECT keep_times('payment', 'id', '{booked_at,settled_at}');
