-- Law 4: a customer is merged into another if and only if there is a merge row for it that is not undone.
CREATE OR REPLACE FUNCTION who_goes_on_has_their_merge() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    who bigint := coalesce(to_jsonb(NEW) ->> 'away_id', to_jsonb(NEW) ->> 'id');
BEGIN
    IF (SELECT merged_into_id IS NOT NULL FROM customer WHERE id = who) IS DISTINCT FROM
        EXISTS (SELECT FROM customer_merge WHERE away_id = who AND undone_at IS NULL)
    THEN
        RAISE EXCEPTION 'A customer goes on as another by a merge that can be undone.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'who_goes_on_has_their_merge';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER who_goes_on_has_their_merge AFTER INSERT OR UPDATE OF merged_into_id ON customer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION who_goes_on_has_their_merge();

CREATE CONSTRAINT TRIGGER who_goes_on_has_their_merge AFTER INSERT OR UPDATE ON customer_merge
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION who_goes_on_has_their_merge();

-- Law 11: a merge and the rows that it moved stay on record. Only the undoing is written later.
SELECT make_law_table('customer_merge', 'away_id');

CREATE TRIGGER the_record_cannot_be_rewritten BEFORE DELETE ON customer_merge
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();

CREATE TRIGGER only_its_undoing_comes_later BEFORE UPDATE ON customer_merge
    FOR EACH ROW WHEN (OLD.undone_at IS NULL) EXECUTE FUNCTION only_these_come_later('undone_at', 'undone_by_id');

CREATE TRIGGER what_is_undone_stays_undone BEFORE UPDATE ON customer_merge
    FOR EACH ROW WHEN (OLD.undone_at IS NOT NULL) EXECUTE FUNCTION only_these_come_later();

CREATE TRIGGER the_record_cannot_be_rewritten BEFORE DELETE ON merge_moved
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();

CREATE TRIGGER the_record_cannot_be_emptied BEFORE TRUNCATE ON merge_moved
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite();

CREATE TRIGGER only_letting_go_comes_later BEFORE UPDATE ON merge_moved
    FOR EACH ROW EXECUTE FUNCTION only_these_come_later('let_go');

-- Queue changed customers for comparison. A trigger does it, so that no page and no program is forgotten. Following
-- event numbers instead would miss an event that commits late.
CREATE OR REPLACE FUNCTION compare_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        EXECUTE format('INSERT INTO to_compare SELECT %1$I FROM old_rows UNION SELECT %1$I FROM new_rows ORDER BY 1'
            ' ON CONFLICT DO NOTHING', TG_ARGV[0]);
    ELSE
        EXECUTE format('INSERT INTO to_compare SELECT DISTINCT %1$I FROM new_rows ORDER BY 1 ON CONFLICT DO NOTHING',
            TG_ARGV[0]);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER compare_again_who_came AFTER INSERT ON customer REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION compare_again('id');

CREATE TRIGGER compare_again_who_changed AFTER UPDATE ON customer REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION compare_again('id');

CREATE TRIGGER compare_again_who_came AFTER INSERT ON contact REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION compare_again('customer_id');

CREATE TRIGGER compare_again_who_changed AFTER UPDATE ON contact REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION compare_again('customer_id');

CREATE TRIGGER compare_again_who_came AFTER INSERT ON site REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION compare_again('customer_id');

CREATE TRIGGER compare_again_who_changed AFTER UPDATE ON site REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION compare_again('customer_id');

SELECT keep_times('customer_merge', 'away_id', '{at,undone_at}');
