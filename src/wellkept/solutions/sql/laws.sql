SELECT make_law_table('solution', 'id');
SELECT make_law_table('product', 'id');
SELECT make_law_table('product_option', 'product_id');
SELECT make_law_table('option_rule', 'product_id');
SELECT make_law_table('price_list', 'id');
SELECT make_law_table('price', 'product_id');
SELECT make_law_table('tax_rate', 'id');

SELECT keep_rows(t::regclass)
  FROM unnest(ARRAY['solution', 'product', 'product_option', 'option_rule', 'price_list', 'price', 'tax_rate']) AS t;

-- Law 11: what was priced, ruled or taxed stays readable as it was. A change is a new row.
CREATE TRIGGER only_these_come_later BEFORE UPDATE ON option_rule
    FOR EACH ROW EXECUTE FUNCTION only_these_come_later('ended_at');

CREATE TRIGGER only_these_come_later BEFORE UPDATE ON price
    FOR EACH ROW EXECUTE FUNCTION only_these_come_later('valid_to', 'struck_at');

CREATE TRIGGER a_struck_price_stays_struck BEFORE UPDATE ON price
    FOR EACH ROW WHEN (OLD.struck_at IS NOT NULL) EXECUTE FUNCTION only_these_come_later();

CREATE TRIGGER only_these_come_later BEFORE UPDATE ON tax_rate
    FOR EACH ROW EXECUTE FUNCTION only_these_come_later('valid_to');

CREATE TRIGGER only_these_come_later BEFORE UPDATE ON price_list
    FOR EACH ROW EXECUTE FUNCTION only_these_come_later();

-- A key is for life: imports, programs and prices name it.
CREATE TRIGGER only_these_come_later BEFORE UPDATE ON product
    FOR EACH ROW WHEN (NEW.key IS DISTINCT FROM OLD.key) EXECUTE FUNCTION only_these_come_later();

CREATE TRIGGER only_these_come_later BEFORE UPDATE ON product_option
    FOR EACH ROW WHEN ((NEW.key, NEW.product_id) IS DISTINCT FROM (OLD.key, OLD.product_id))
    EXECUTE FUNCTION only_these_come_later();

SELECT keep_times('solution', 'id', '{ended_at}');
SELECT keep_times('product', 'id', '{ended_at}');
SELECT keep_times('product_option', 'product_id', '{ended_at}');
SELECT keep_times('option_rule', 'product_id', '{ended_at}');
SELECT keep_times('price', 'product_id', '{struck_at}');
