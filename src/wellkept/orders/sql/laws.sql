-- Law 10: what was agreed keeps who, when and where from; it gives way only to another agreement.
CREATE OR REPLACE FUNCTION an_agreement_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR
       (OLD.journey_id, OLD.words, OLD.net_total, OLD.tax_total, OLD.total, OLD.itemised, OLD.line_count, OLD.currency,
        OLD.delivery_by, OLD.dates, OLD.deemed_days, OLD.bill_on, OLD.due_days, OLD.deposit_net, OLD.digest, OLD.put_at,
        OLD.quote_id)
       IS DISTINCT FROM
       (NEW.journey_id, NEW.words, NEW.net_total, NEW.tax_total, NEW.total, NEW.itemised, NEW.line_count, NEW.currency,
        NEW.delivery_by, NEW.dates, NEW.deemed_days, NEW.bill_on, NEW.due_days, NEW.deposit_net, NEW.digest, NEW.put_at,
        NEW.quote_id)
       OR (OLD.state <> 'put' AND to_jsonb(NEW) - 'state' IS DISTINCT FROM to_jsonb(OLD) - 'state')
       OR (OLD.state <> 'put' AND NEW.state <> OLD.state AND (OLD.state, NEW.state) <> ('agreed', 'replaced'))
    THEN
        RAISE EXCEPTION 'An agreement is frozen once the customer can see it; put another one forward.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_agreement_is_frozen';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER an_agreement_is_frozen BEFORE UPDATE OR DELETE ON agreement
    FOR EACH ROW EXECUTE FUNCTION an_agreement_is_frozen();

SELECT make_law_table('agreement', 'journey_id');

CREATE OR REPLACE FUNCTION an_agreement_gives_way_to_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM agreement WHERE journey_id = NEW.journey_id AND state = 'agreed') THEN
        RAISE EXCEPTION 'An agreement in force gives way only to another that is agreed.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_agreement_gives_way_to_another';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER an_agreement_gives_way_to_another AFTER UPDATE ON agreement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.state = 'agreed' AND NEW.state = 'replaced')
    EXECUTE FUNCTION an_agreement_gives_way_to_another();

-- Law 10: an agreement is put to the customer before it is agreed, declined or withdrawn.
CREATE OR REPLACE FUNCTION an_agreement_is_put_before_it_is_agreed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'An agreement is put to the customer before they agree.'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_agreement_is_put_before_it_is_agreed';
END $$;

CREATE TRIGGER an_agreement_is_put_before_it_is_agreed BEFORE INSERT ON agreement
    FOR EACH ROW WHEN (NEW.state <> 'put' OR NEW.agreed_at IS NOT NULL OR NEW.agreed_by_id IS NOT NULL
                       OR NEW.signed_name <> '' OR NEW.address <> '')
    EXECUTE FUNCTION an_agreement_is_put_before_it_is_agreed();

-- Laws 5 and 10: what is agreed is the customer's trigger, with its evidence, of this very moment.
CREATE OR REPLACE FUNCTION an_agreement_is_the_customers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM stage_trigger
        WHERE journey_id = NEW.journey_id AND kind = 'agreement' AND given_at = NEW.agreed_at
    ) THEN
        RAISE EXCEPTION 'An agreement is the customer''s, with its evidence.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_agreement_is_the_customers';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER an_agreement_is_the_customers AFTER UPDATE OF state ON agreement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.state = 'put' AND NEW.state = 'agreed')
    EXECUTE FUNCTION an_agreement_is_the_customers();

SELECT keep_times('agreement', 'journey_id', '{put_at}', '{agreed_at}');

-- Decimals of a currency by ISO 4217.
CREATE OR REPLACE FUNCTION minor_units_of(currency text) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND',
                          'VUV', 'XAF', 'XOF', 'XPF') THEN 0
        WHEN currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN 3
        WHEN currency IN ('CLF', 'UYW') THEN 4
        ELSE 2 END
$$;

-- Law 10: the lines of an agreement are put with it. Their places are counted, so that no further one fits in later.
CREATE OR REPLACE FUNCTION a_line_is_its_agreements() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    its agreement;
BEGIN
    SELECT a.* INTO its FROM agreement a WHERE a.id = NEW.agreement_id;
    IF its.journey_id IS DISTINCT FROM NEW.journey_id OR NEW.position > its.line_count THEN
        RAISE EXCEPTION 'The lines of an agreement are put with it, and none comes later.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_line_is_its_agreements',
                  TABLE = 'agreement_line';
    END IF;
    IF NEW.net_amount <> round(NEW.quantity * NEW.unit_price * (1 - NEW.discount / 100), minor_units_of(its.currency))
    THEN
        RAISE EXCEPTION 'The amount of a line is its quantity by its price, less the discount, rounded half up.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_net_amount_is_quantity_by_price',
                  TABLE = 'agreement_line';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER a_line_is_its_agreements AFTER INSERT ON agreement_line
    NOT DEFERRABLE FOR EACH ROW EXECUTE FUNCTION a_line_is_its_agreements();

-- A line of an agreement, and the lines of earlier agreements that it goes on with.
CREATE OR REPLACE FUNCTION line_chain(of_line bigint) RETURNS bigint[] LANGUAGE sql STABLE AS $$
    WITH RECURSIVE chain AS (
        SELECT id, continues_id FROM agreement_line WHERE id = of_line
        UNION ALL
        SELECT l.id, l.continues_id FROM agreement_line l JOIN chain c ON l.id = c.continues_id)
    SELECT array_agg(id) FROM chain
$$;

-- Law 10: a line goes on with one of the agreement in force, in its unit and paid as it was, so that what was delivered
-- and billed of the one counts for the other.
CREATE OR REPLACE FUNCTION a_line_goes_on_with_one_in_force() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM agreement_line l JOIN agreement a ON a.id = l.agreement_id JOIN agreement n ON n.id = NEW.agreement_id
         WHERE l.id = NEW.continues_id AND l.journey_id = NEW.journey_id AND a.state = 'agreed'
           AND a.currency = n.currency AND n.state = 'put'
           AND (l.kind, l.unit, l.period_months) IS NOT DISTINCT FROM (NEW.kind, NEW.unit, NEW.period_months))
    THEN
        RAISE EXCEPTION 'A line goes on with one of the agreement in force.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_line_goes_on_with_one_in_force',
                  TABLE = 'agreement_line';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER a_line_goes_on_with_one_in_force AFTER INSERT ON agreement_line
    NOT DEFERRABLE FOR EACH ROW WHEN (NEW.continues_id IS NOT NULL) EXECUTE FUNCTION a_line_goes_on_with_one_in_force();

-- Law 10: the total is what the lines without a period make, with the tax of each rate on its rounded base.
CREATE OR REPLACE FUNCTION the_lines_make_the_total() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sums record;
BEGIN
    SELECT coalesce(sum(lines), 0) AS lines, coalesce(sum(base) FILTER (WHERE once), 0) AS net,
           coalesce(sum(round(base * tax_rate / 100, minor_units_of(NEW.currency))) FILTER (WHERE once), 0) AS tax
      INTO sums
      FROM (SELECT period_months IS NULL AS once, tax_rate, count(*) AS lines, sum(net_amount) AS base
              FROM agreement_line WHERE agreement_id = NEW.id GROUP BY 1, tax_category, 2) AS by_tax;
    IF (sums.lines, sums.net, sums.tax) IS DISTINCT FROM (NEW.line_count, NEW.net_total, NEW.tax_total) THEN
        RAISE EXCEPTION 'The lines of an agreement make its total.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_lines_make_the_total',
                  TABLE = 'agreement';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER the_lines_make_the_total AFTER INSERT ON agreement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION the_lines_make_the_total();

SELECT make_law_table('agreement_line', 'journey_id');

SELECT keep_rows('agreement_line');

-- Law 10: a line stays as it was put.
CREATE TRIGGER only_these_come_later BEFORE UPDATE ON agreement_line
    FOR EACH ROW EXECUTE FUNCTION only_these_come_later();

-- Law 10: what was sent to the customer never changes. A quote only ends: it is agreed, replaced or declined.
CREATE OR REPLACE FUNCTION a_sent_quote_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state = 'draft' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.journey_id = OLD.journey_id AND (
        (OLD.state = 'draft' AND NEW.state IN ('draft', 'sent') AND NEW.number = OLD.number)
        OR (OLD.state = 'sent' AND NEW.state IN ('agreed', 'replaced', 'declined')
            AND to_jsonb(NEW) - '{state,answered_at,answer}'::text[]
                = to_jsonb(OLD) - '{state,answered_at,answer}'::text[]))
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A quote that was sent never changes.'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_sent_quote_never_changes', TABLE = 'quote';
END $$;

-- Law 10: a quote is agreed by the agreement that was chosen from it.
CREATE OR REPLACE FUNCTION a_quote_is_agreed_by_its_agreement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM agreement WHERE quote_id = NEW.id AND agreed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'A quote is agreed by the agreement that was chosen from it.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_quote_is_agreed_by_its_agreement',
                  TABLE = 'quote';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER a_quote_is_agreed_by_its_agreement AFTER UPDATE OF state ON quote
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'agreed' AND OLD.state <> 'agreed')
    EXECUTE FUNCTION a_quote_is_agreed_by_its_agreement();

CREATE TRIGGER a_sent_quote_never_changes BEFORE INSERT OR UPDATE OR DELETE ON quote
    FOR EACH ROW EXECUTE FUNCTION a_sent_quote_never_changes();

CREATE OR REPLACE FUNCTION lines_of_a_sent_quote_never_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM quote WHERE state <> 'draft' AND (
            (TG_OP <> 'INSERT' AND id = OLD.quote_id) OR (TG_OP <> 'DELETE' AND id = NEW.quote_id))
    ) THEN
        RAISE EXCEPTION 'A quote that was sent never changes.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_sent_quote_never_changes',
                  TABLE = 'quote_line';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;

CREATE TRIGGER a_sent_quote_never_changes BEFORE INSERT OR UPDATE OR DELETE ON quote_line
    FOR EACH ROW EXECUTE FUNCTION lines_of_a_sent_quote_never_change();

SELECT make_law_table('quote', 'journey_id', '{words,terms,delivery_by,valid_until,bill_on,due_days,deposit_share,deposit}');

SELECT keep_table('quote_line');

SELECT make_law_table('quote_question', 'journey_id');

SELECT keep_rows('quote_question');

CREATE TRIGGER only_these_come_later BEFORE UPDATE ON quote_question
    FOR EACH ROW EXECUTE FUNCTION only_these_come_later('answer', 'answered_at', 'answered_by_id');

CREATE TRIGGER an_answered_question_stays BEFORE UPDATE ON quote_question
    FOR EACH ROW WHEN (OLD.answered_at IS NOT NULL) EXECUTE FUNCTION only_these_come_later();

SELECT keep_times('quote', 'journey_id', '{begun_at,sent_at,answered_at}');

SELECT keep_times('quote_question', 'journey_id', '{asked_at,answered_at}');

-- The discount that a person may give by themselves, in percent.
CREATE OR REPLACE FUNCTION discount_limit_of(of_person bigint) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT discount_limit FROM person WHERE id = of_person), (SELECT discount_limit FROM company), 100)
$$;

-- The discount of a quote in percent, as `orders/discounts.py` says it for a page.
CREATE OR REPLACE FUNCTION discount_of_quote(of_quote bigint) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT round(least(100, greatest(
               0,
               max(100 * (1 - price / nullif(usual, 0))) FILTER (WHERE quantity > 0),
               100 * (1 - sum(quantity * price) / nullif(sum(quantity * usual) FILTER (WHERE quantity > 0), 0)))), 2)
      FROM (SELECT quantity, unit_price * (1 - discount / 100) AS price,
                   greatest(unit_price, coalesce(list_price, 0)) AS usual
              FROM quote_line WHERE quote_id = of_quote) AS lines
$$;

-- A discount beyond the sender's limit was approved, for exactly what is sent.
CREATE OR REPLACE FUNCTION a_discount_is_within_a_limit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    given numeric := discount_of_quote(NEW.id);
BEGIN
    IF given > discount_limit_of(NEW.sent_by_id) AND NOT EXISTS (
        SELECT FROM discount_approval
        WHERE quote_id = NEW.id AND approved AND digest = NEW.digest AND discount >= given
    ) THEN
        RAISE EXCEPTION 'A discount beyond the limit needs an approval of exactly this version.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_discount_is_within_a_limit',
                  TABLE = 'quote';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER a_discount_is_within_a_limit AFTER UPDATE OF state ON quote
    FOR EACH ROW WHEN (OLD.state = 'draft' AND NEW.state = 'sent') EXECUTE FUNCTION a_discount_is_within_a_limit();

-- Who approves a discount may give it themselves.
CREATE OR REPLACE FUNCTION an_approval_is_within_a_limit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.discount > discount_limit_of(NEW.answered_by_id) THEN
        RAISE EXCEPTION 'Who approves a discount has a limit that allows it.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_approval_is_within_a_limit',
                  TABLE = 'discount_approval';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER an_approval_is_within_a_limit AFTER INSERT OR UPDATE ON discount_approval
    FOR EACH ROW WHEN (NEW.approved) EXECUTE FUNCTION an_approval_is_within_a_limit();

SELECT make_law_table('discount_approval', 'journey_id');

SELECT keep_rows('discount_approval');

CREATE TRIGGER only_these_come_later BEFORE UPDATE ON discount_approval
    FOR EACH ROW EXECUTE FUNCTION only_these_come_later('approved', 'answer', 'answered_at', 'answered_by_id');

CREATE TRIGGER an_answered_question_stays BEFORE UPDATE ON discount_approval
    FOR EACH ROW WHEN (OLD.answered_at IS NOT NULL) EXECUTE FUNCTION only_these_come_later();

SELECT keep_times('discount_approval', 'journey_id', '{asked_at,answered_at}');
