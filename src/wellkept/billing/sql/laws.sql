SELECT make_law_table('payment', 'id');

SELECT keep_rows('payment');

-- Law 11: what the bank or a colleague wrote down stays.
CREATE TRIGGER only_these_come_later BEFORE UPDATE ON payment
    FOR EACH ROW EXECUTE FUNCTION only_these_come_later(
        'handler_id', 'next_step', 'note', 'due_at', 'warned_at', 'settled_at', 'aside_why', 'handler_must_be_active');

SELECT keep_times('payment', 'id', '{booked_at,settled_at}');

-- Invoices

SELECT make_law_table(t::regclass, 'journey_id')
  FROM unnest(ARRAY['invoice', 'invoice_line', 'billing_allocation']) AS t;

SELECT keep_rows(t::regclass)
  FROM unnest(ARRAY['invoice', 'invoice_line', 'billing_allocation', 'number_series']) AS t;

SELECT keep_table('number_series');

SELECT keep_times('invoice', 'journey_id', '{drafted_at,discarded_at,issued_at,settled_at}');

SELECT keep_times('billing_allocation', 'journey_id', '{ended_at}');

-- Law 10: an issued invoice never changes, nor does one that was discarded. A draft keeps what it bills.
CREATE TRIGGER an_issued_invoice_never_changes BEFORE UPDATE ON invoice
    FOR EACH ROW WHEN (OLD.state = 'issued') EXECUTE FUNCTION only_these_come_later(
        'handler_id', 'next_step', 'due_at', 'warned_at', 'reminders', 'settled_at', 'handler_must_be_active');

CREATE TRIGGER a_discarded_invoice_stays BEFORE UPDATE ON invoice
    FOR EACH ROW WHEN (OLD.state = 'discarded') EXECUTE FUNCTION only_these_come_later();

CREATE TRIGGER a_draft_keeps_what_it_bills BEFORE UPDATE ON invoice
    FOR EACH ROW WHEN (OLD.state = 'draft') EXECUTE FUNCTION only_these_come_later(
        'state', 'discarded_at', 'series_id', 'place', 'legal_number', 'issued_at', 'issued_on', 'due_on', 'seller',
        'buyer', 'file_id', 'unchecked', 'handler_id', 'next_step', 'due_at', 'warned_at', 'settled_at',
        'handler_must_be_active');

CREATE TRIGGER an_invoice_line_never_changes BEFORE UPDATE ON invoice_line
    FOR EACH ROW EXECUTE FUNCTION only_these_come_later();

CREATE TRIGGER only_its_end_comes_later BEFORE UPDATE ON billing_allocation
    FOR EACH ROW WHEN (OLD.ended_at IS NULL) EXECUTE FUNCTION only_these_come_later('ended_at');

CREATE TRIGGER an_ended_allocation_stays BEFORE UPDATE ON billing_allocation
    FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION only_these_come_later();

-- Law 10: lines come with their draft. The locks make whoever adds a line and whoever issues wait for each other, and two
-- who add lines on one journey.
CREATE OR REPLACE FUNCTION lines_come_with_their_draft() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    its invoice;
BEGIN
    PERFORM FROM journey WHERE id = NEW.journey_id FOR UPDATE;
    SELECT * INTO its FROM invoice WHERE id = NEW.invoice_id FOR UPDATE;
    IF its.state IS DISTINCT FROM 'draft' OR its.journey_id <> NEW.journey_id THEN
        RAISE EXCEPTION 'A line is added to a draft of its own journey.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'lines_come_with_their_draft';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER lines_come_with_their_draft BEFORE INSERT ON invoice_line
    FOR EACH ROW EXECUTE FUNCTION lines_come_with_their_draft();

-- Law 10: totals are the sum of the rounded lines, and the tax of each rate on its rounded base.
CREATE OR REPLACE FUNCTION totals_are_those_of_the_lines() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    its invoice;
    net numeric;
    tax numeric;
BEGIN
    SELECT * INTO its FROM invoice WHERE id = CASE TG_TABLE_NAME WHEN 'invoice' THEN NEW.id ELSE (to_jsonb(NEW) ->> 'invoice_id')::bigint END;
    SELECT coalesce(sum(base), 0), coalesce(sum(round(base * rate / 100, its.decimals)), 0) INTO net, tax
      FROM (SELECT tax_rate AS rate, sum(net_amount) AS base FROM invoice_line WHERE invoice_id = its.id
             GROUP BY tax_category, tax_rate) AS shares;
    IF (its.net_total, its.tax_total) IS DISTINCT FROM (net, tax)
        OR NOT EXISTS (SELECT FROM invoice_line WHERE invoice_id = its.id)
        OR EXISTS (SELECT FROM invoice_line WHERE invoice_id = its.id AND net_amount <> round(net_amount, its.decimals))
    THEN
        RAISE EXCEPTION 'The totals of an invoice are those of its lines.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'totals_are_those_of_the_lines';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER totals_are_those_of_the_lines AFTER INSERT ON invoice
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION totals_are_those_of_the_lines();

CREATE CONSTRAINT TRIGGER totals_are_those_of_the_lines AFTER INSERT ON invoice_line
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION totals_are_those_of_the_lines();

-- Law 10: a series counts on by one, and the invoice with that number is issued in the same transaction. Numbers never
-- change and no row goes, so each number up to the counter is given once.
CREATE OR REPLACE FUNCTION a_series_counts_by_one() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.counter <> 0
        OR TG_OP = 'UPDATE' AND ((NEW.id, NEW.entity_id, NEW.kind, NEW.year) IS DISTINCT FROM
                                 (OLD.id, OLD.entity_id, OLD.kind, OLD.year) OR NEW.counter <> OLD.counter + 1)
    THEN
        RAISE EXCEPTION 'Legal numbers have no gap.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'legal_numbers_have_no_gap';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER a_series_counts_by_one BEFORE INSERT OR UPDATE ON number_series
    FOR EACH ROW EXECUTE FUNCTION a_series_counts_by_one();

CREATE OR REPLACE FUNCTION legal_numbers_have_no_gap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM invoice WHERE series_id = NEW.id AND place = NEW.counter) THEN
        RAISE EXCEPTION 'Legal numbers have no gap.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'legal_numbers_have_no_gap';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER legal_numbers_have_no_gap AFTER UPDATE ON number_series
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION legal_numbers_have_no_gap();

-- Law 10: an invoice is drafted before it is issued, and issued with the next number of its entity's series.
CREATE OR REPLACE FUNCTION an_invoice_is_drafted_first() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'An invoice is drafted before it is issued.'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_invoice_is_drafted_first';
END $$;

CREATE TRIGGER an_invoice_is_drafted_first BEFORE INSERT ON invoice
    FOR EACH ROW WHEN (NEW.state <> 'draft') EXECUTE FUNCTION an_invoice_is_drafted_first();

CREATE OR REPLACE FUNCTION a_legal_number_is_the_next() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM number_series
         WHERE id = NEW.series_id AND entity_id = NEW.entity_id AND year = extract(year FROM NEW.issued_on)
           AND (kind = 'credit') = (NEW.kind = 'credit') AND NEW.place = counter
    ) THEN
        RAISE EXCEPTION 'An invoice takes the next number of its series.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_legal_number_is_the_next';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER a_legal_number_is_the_next BEFORE UPDATE OF state ON invoice
    FOR EACH ROW WHEN (NEW.state = 'issued' AND OLD.state = 'draft') EXECUTE FUNCTION a_legal_number_is_the_next();

-- Law 10: nothing is billed while held. The lock of the journey makes a hold and an issue wait for each other.
CREATE OR REPLACE FUNCTION nothing_is_billed_while_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM journey WHERE id = NEW.journey_id FOR UPDATE;
    IF EXISTS (SELECT FROM hold WHERE journey_id = NEW.journey_id AND stops = 'billing' AND lifted_at IS NULL) THEN
        RAISE EXCEPTION 'Billing is on hold.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'nothing_is_billed_while_held';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER nothing_is_billed_while_held BEFORE UPDATE OF state ON invoice
    FOR EACH ROW WHEN (NEW.state = 'issued' AND NEW.kind <> 'credit' AND OLD.state = 'draft')
    EXECUTE FUNCTION nothing_is_billed_while_held();

-- Law 10: nothing is billed before what has to come first: the customer's acceptance, unless the terms say that it is
-- billed when it is agreed, or as it is delivered. Then no more of a line is billed than was delivered, and what recurs
-- waits for the acceptance.
CREATE OR REPLACE FUNCTION nothing_is_billed_before_acceptance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    terms text;
BEGIN
    IF EXISTS (SELECT FROM journey WHERE id = NEW.journey_id AND accepted_at IS NOT NULL) THEN
        RETURN NEW;
    END IF;
    SELECT bill_on INTO terms FROM agreement WHERE journey_id = NEW.journey_id AND state = 'agreed';
    IF terms IS NULL OR terms = 'acceptance' THEN
        RAISE EXCEPTION 'The customer has not accepted it yet.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'nothing_is_billed_before_acceptance';
    END IF;
    IF terms = 'delivery' AND EXISTS (
        SELECT FROM billing_allocation b
          JOIN invoice_line i ON i.id = b.invoice_line_id
          JOIN agreement_line l ON l.id = b.agreement_line_id
         WHERE i.invoice_id = NEW.id AND (l.kind = 'recurring' OR b.quantity > 0 AND EXISTS (
               SELECT FROM agreement_line n JOIN agreement a ON a.id = n.agreement_id
                WHERE a.journey_id = NEW.journey_id AND a.state = 'agreed' AND l.id = ANY (line_chain(n.id))
                  AND delivered_quantity(n.id) < (SELECT sum(quantity) FROM billing_allocation
                      WHERE agreement_line_id = ANY (line_chain(n.id)) AND ended_at IS NULL))))
    THEN
        RAISE EXCEPTION 'No more is billed than was delivered.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'no_more_is_billed_than_was_delivered';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER nothing_is_billed_before_acceptance BEFORE UPDATE OF state ON invoice
    FOR EACH ROW WHEN (NEW.state = 'issued' AND NEW.kind = 'invoice' AND OLD.state = 'draft')
    EXECUTE FUNCTION nothing_is_billed_before_acceptance();

-- Law 10: an agreed line is billed once. The lock of the journey makes two who bill wait for each other.
CREATE OR REPLACE FUNCTION an_agreed_line_is_billed_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    agreed agreement_line;
    billed billing_allocation;
    paper invoice_line;
BEGIN
    PERFORM FROM journey WHERE id = NEW.journey_id FOR UPDATE;
    SELECT * INTO agreed FROM agreement_line WHERE id = NEW.agreement_line_id;
    SELECT * INTO paper FROM invoice_line WHERE id = NEW.invoice_line_id;
    IF (agreed.journey_id, agreed.words, agreed.unit, agreed.unit_price, agreed.discount, agreed.tax_category, agreed.tax_rate,
        agreed.exemption_reason, NEW.journey_id, NEW.quantity, NEW.net_amount, NEW.period_from, NEW.period_to)
        IS DISTINCT FROM
       (paper.journey_id, paper.words, paper.unit, paper.unit_price, paper.discount, paper.tax_category, paper.tax_rate,
        paper.exemption_reason, paper.journey_id, paper.quantity, paper.net_amount, paper.period_from, paper.period_to)
        OR NOT EXISTS (SELECT FROM agreement WHERE id = agreed.agreement_id AND state = 'agreed')
    THEN
        RAISE EXCEPTION 'An invoice has the words and the prices of the agreement in force.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_agreement_says_what_is_billed';
    END IF;
    SELECT sum(quantity), sum(net_amount) INTO billed.quantity, billed.net_amount
      FROM billing_allocation WHERE agreement_line_id = ANY (line_chain(NEW.agreement_line_id)) AND ended_at IS NULL;
    IF NEW.quantity * sign(agreed.quantity) < 0
        OR agreed.kind = 'once' AND (abs(billed.quantity) > abs(agreed.quantity) OR abs(billed.net_amount) > abs(agreed.net_amount)
            OR billed.quantity = agreed.quantity AND billed.net_amount <> agreed.net_amount)
        OR agreed.kind = 'recurring' AND (NEW.period_from IS NULL OR NEW.quantity <> agreed.quantity
            OR NEW.net_amount <> agreed.net_amount
            OR NEW.period_to <> (NEW.period_from + make_interval(months => agreed.period_months))::date)
        OR agreed.kind IN ('metered', 'hourly') AND billed.quantity > coalesce(agreed.ceiling, agreed.quantity)
    THEN
        RAISE EXCEPTION 'What was agreed is billed once.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_agreed_line_is_billed_once';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER an_agreed_line_is_billed_once AFTER INSERT ON billing_allocation
    FOR EACH ROW WHEN (NEW.agreement_line_id IS NOT NULL) EXECUTE FUNCTION an_agreed_line_is_billed_once();

-- Law 10: a deposit is billed once, as it was agreed. The lock of the journey makes two who bill it wait for each other.
CREATE OR REPLACE FUNCTION a_deposit_is_billed_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    agreed agreement;
BEGIN
    PERFORM FROM journey WHERE id = NEW.journey_id FOR UPDATE;
    SELECT * INTO agreed FROM agreement WHERE id = NEW.deposit_of_id;
    IF agreed.state <> 'agreed' OR agreed.journey_id <> NEW.journey_id OR NEW.net_amount <= 0
        OR NOT EXISTS (SELECT FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id
                        WHERE l.id = NEW.invoice_line_id AND i.kind = 'deposit' AND i.currency = agreed.currency
                          AND (l.journey_id, l.quantity, l.net_amount) = (NEW.journey_id, NEW.quantity, NEW.net_amount))
        OR agreed.deposit_net < (SELECT sum(net_amount) FROM billing_allocation
                                  WHERE journey_id = NEW.journey_id AND deposit_of_id IS NOT NULL AND ended_at IS NULL)
    THEN
        RAISE EXCEPTION 'A deposit is billed once, as it was agreed.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_deposit_is_billed_once';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER a_deposit_is_billed_once AFTER INSERT ON billing_allocation
    FOR EACH ROW WHEN (NEW.deposit_of_id IS NOT NULL) EXECUTE FUNCTION a_deposit_is_billed_once();

-- The net amount of an invoice line that is neither discarded nor credited.
CREATE OR REPLACE FUNCTION standing_amount(of_line bigint) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN i.state = 'discarded' THEN 0 ELSE l.net_amount END
           - (SELECT coalesce(sum(net_amount), 0) FROM invoice_line WHERE credited_id = l.id)
      FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id WHERE l.id = of_line
$$;

-- Law 10: a deposit is deducted once, and what is not deducted of it is at most what is still to be billed at its rate.
-- So what is billed once never exceeds what the agreement says.
CREATE OR REPLACE FUNCTION deposits_are_covered(by_agreement bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    WITH its AS (SELECT journey_id FROM agreement WHERE id = by_agreement),
    deposit AS (
        SELECT l.id, l.tax_category, l.tax_rate, standing_amount(l.id) AS amount,
               (SELECT coalesce(sum(standing_amount(d.id)), 0) FROM invoice_line d WHERE d.deducts_id = l.id) AS deducted
          FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id
         WHERE i.journey_id = (SELECT journey_id FROM its) AND i.kind = 'deposit'),
    agreed AS (
        SELECT n.tax_category, n.tax_rate, greatest(n.net_amount - (
                   SELECT coalesce(sum(b.net_amount), 0) FROM billing_allocation b
                    WHERE b.agreement_line_id = ANY (line_chain(n.id)) AND b.ended_at IS NULL), 0) AS rest
          FROM agreement_line n
         WHERE n.agreement_id = by_agreement AND n.period_months IS NULL AND EXISTS (SELECT FROM deposit))
    SELECT NOT EXISTS (SELECT FROM deposit WHERE amount + deducted < 0)
       AND NOT EXISTS (
            SELECT FROM deposit GROUP BY tax_category, tax_rate
            HAVING sum(amount + deducted) > coalesce((SELECT sum(rest) FROM agreed
                    WHERE (agreed.tax_category, agreed.tax_rate) = (deposit.tax_category, deposit.tax_rate)), 0))
$$;

CREATE OR REPLACE FUNCTION a_deposit_is_deducted_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM agreement WHERE journey_id = NEW.journey_id AND state IN ('put', 'agreed')
                  AND NOT deposits_are_covered(id))
    THEN
        RAISE EXCEPTION 'A deposit is deducted once, and from what is billed.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_deposit_is_deducted_once';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER a_deposit_is_deducted_once AFTER INSERT ON invoice_line
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION a_deposit_is_deducted_once();

CREATE CONSTRAINT TRIGGER a_deposit_is_deducted_once AFTER UPDATE OF state ON invoice
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'discarded') EXECUTE FUNCTION a_deposit_is_deducted_once();

-- Law 10: a change of what was agreed keeps what is billed of it, at the price at which it is billed.
CREATE OR REPLACE FUNCTION keeps_what_is_billed(of_agreement bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    WITH billed AS (
        SELECT b.agreement_line_id AS line, sum(b.quantity) AS quantity
          FROM billing_allocation b JOIN agreement a ON a.journey_id = b.journey_id
         WHERE a.id = of_agreement AND b.ended_at IS NULL AND b.agreement_line_id IS NOT NULL GROUP BY 1),
    kept AS (
        SELECT n.id, n.kind, n.quantity, n.ceiling, (n.unit_price, n.discount, n.tax_category, n.tax_rate) AS price,
               unnest(line_chain(n.id)) AS line
          FROM agreement_line n WHERE n.agreement_id = of_agreement AND EXISTS (SELECT FROM billed))
    SELECT NOT EXISTS (SELECT FROM billed b WHERE NOT EXISTS (SELECT FROM kept k WHERE k.line = b.line))
       AND NOT EXISTS (
            SELECT FROM kept k JOIN billed b ON b.line = k.line JOIN agreement_line o ON o.id = b.line
             GROUP BY k.id, k.kind, k.quantity, k.ceiling
            HAVING bool_or(k.price IS DISTINCT FROM (o.unit_price, o.discount, o.tax_category, o.tax_rate))
                AND k.kind <> 'recurring'
                OR k.kind = 'once' AND abs(sum(b.quantity)) > abs(k.quantity)
                OR k.kind IN ('metered', 'hourly') AND sum(b.quantity) > coalesce(k.ceiling, k.quantity))
$$;

CREATE OR REPLACE FUNCTION a_change_keeps_what_is_billed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'agreement' THEN
        IF keeps_what_is_billed(NEW.id) AND deposits_are_covered(NEW.id) THEN
            RETURN NULL;
        END IF;
    ELSIF NOT EXISTS (SELECT FROM agreement WHERE journey_id = NEW.journey_id AND state = 'put' AND NOT keeps_what_is_billed(id))
    THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'A change of what was agreed keeps what is billed of it.'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_change_keeps_what_is_billed', TABLE = TG_TABLE_NAME;
END $$;

CREATE CONSTRAINT TRIGGER a_change_keeps_what_is_billed AFTER INSERT OR UPDATE OF state ON agreement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state IN ('put', 'agreed'))
    EXECUTE FUNCTION a_change_keeps_what_is_billed();

CREATE CONSTRAINT TRIGGER a_change_keeps_what_is_billed AFTER INSERT ON billing_allocation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION a_change_keeps_what_is_billed();

-- Law 10: every line of an invoice is an agreed one, or deducts a deposit that is issued. Every line of a credit note is
-- one that was billed. It credits the whole line, and what the line billed can be billed again.
CREATE OR REPLACE FUNCTION every_line_was_agreed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    its invoice;
    billed invoice_line;
BEGIN
    SELECT * INTO its FROM invoice WHERE id = NEW.invoice_id;
    SELECT * INTO billed FROM invoice_line WHERE id = NEW.credited_id;
    IF its.kind <> 'credit' AND (NEW.credited_id IS NOT NULL
            OR NEW.deducts_id IS NULL AND NOT EXISTS (
                SELECT FROM billing_allocation
                 WHERE invoice_line_id = NEW.id AND (deposit_of_id IS NOT NULL) = (its.kind = 'deposit'))
            OR NEW.deducts_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM invoice_line d JOIN invoice i ON i.id = d.invoice_id
                 WHERE d.id = NEW.deducts_id AND its.kind = 'invoice' AND NEW.net_amount < 0 AND i.state = 'issued'
                   AND (i.kind, i.currency, d.journey_id, d.tax_category, d.tax_rate, d.exemption_reason) =
                       ('deposit', its.currency, NEW.journey_id, NEW.tax_category, NEW.tax_rate, NEW.exemption_reason)))
        OR its.kind = 'credit' AND (NEW.deducts_id IS NOT NULL OR billed.invoice_id IS DISTINCT FROM its.credited_id
            OR (billed.words, billed.quantity, billed.unit, billed.unit_price, billed.discount, billed.net_amount,
                billed.tax_category, billed.tax_rate)
                IS DISTINCT FROM (NEW.words, NEW.quantity, NEW.unit, NEW.unit_price, NEW.discount, NEW.net_amount,
                                  NEW.tax_category, NEW.tax_rate)
            OR EXISTS (SELECT FROM billing_allocation WHERE invoice_line_id = NEW.credited_id AND ended_at IS NULL))
    THEN
        RAISE EXCEPTION 'Every line of an invoice was agreed, and every line of a credit note was billed.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'every_line_was_agreed';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER every_line_was_agreed AFTER INSERT ON invoice_line
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION every_line_was_agreed();

-- Law 10: what an invoice bills is free again only when its draft is discarded or its line credited.
CREATE OR REPLACE FUNCTION what_is_billed_stays_billed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id
         WHERE l.id = NEW.invoice_line_id
           AND (i.state = 'discarded' OR EXISTS (
                SELECT FROM invoice_line c JOIN invoice n ON n.id = c.invoice_id
                 WHERE c.credited_id = l.id AND n.state = 'issued'))
    ) THEN
        RAISE EXCEPTION 'What is billed stays billed until it is credited.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'what_is_billed_stays_billed';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER what_is_billed_stays_billed AFTER UPDATE OF ended_at ON billing_allocation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION what_is_billed_stays_billed();

-- Payments on invoices

SELECT make_law_table('payment_allocation', 'payment_id');

SELECT keep_rows('payment_allocation');

SELECT keep_times('payment_allocation', 'payment_id', '{made_at,taken_back_at}');

CREATE TRIGGER only_its_taking_back_comes_later BEFORE UPDATE ON payment_allocation
    FOR EACH ROW WHEN (OLD.taken_back_at IS NULL) EXECUTE FUNCTION only_these_come_later('taken_back_at');

CREATE TRIGGER what_is_taken_back_stays_so BEFORE UPDATE ON payment_allocation
    FOR EACH ROW WHEN (OLD.taken_back_at IS NOT NULL) EXECUTE FUNCTION only_these_come_later();

-- The amount of an issued invoice that is neither credited nor paid. Below zero, we owe it.
CREATE OR REPLACE FUNCTION open_amount(of_invoice bigint) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT i.gross_total
           - (SELECT coalesce(sum(gross_total), 0) FROM invoice WHERE credited_id = i.id AND state = 'issued')
           - (SELECT coalesce(sum(amount), 0) FROM payment_allocation WHERE invoice_id = i.id AND taken_back_at IS NULL)
      FROM invoice i WHERE i.id = of_invoice
$$;

-- The amount of a payment that is neither on an invoice nor given back.
CREATE OR REPLACE FUNCTION amount_left(of_payment bigint) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT p.amount
           - (SELECT coalesce(sum(amount), 0) FROM payment_allocation WHERE payment_id = p.id AND taken_back_at IS NULL)
           + (SELECT coalesce(sum(amount), 0) FROM payment_allocation WHERE refund_id = p.id AND taken_back_at IS NULL)
      FROM payment p WHERE p.id = of_payment
$$;

-- Law 10: no more of a payment is used than was paid, and no invoice is paid beyond what is open. What is too much stays
-- with the payment. The locks make two who use one payment, or pay one invoice, wait for each other.
CREATE OR REPLACE FUNCTION a_payment_is_used_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    paid payment;
    billed invoice;
    back payment;
    rest numeric;
BEGIN
    SELECT * INTO billed FROM invoice WHERE id = NEW.invoice_id FOR UPDATE;
    SELECT * INTO paid FROM payment WHERE id = NEW.payment_id FOR UPDATE;
    SELECT * INTO back FROM payment WHERE id = NEW.refund_id FOR UPDATE;
    rest := amount_left(NEW.payment_id);
    IF sign(NEW.amount) <> sign(paid.amount) OR sign(rest) = -sign(paid.amount)
        OR NEW.refund_id IS NOT NULL
           AND (paid.amount < 0 OR back.amount > 0 OR back.currency <> paid.currency OR amount_left(NEW.refund_id) > 0)
    THEN
        RAISE EXCEPTION 'No more of a payment is used than was paid.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_payment_is_used_once';
    END IF;
    IF NEW.invoice_id IS NOT NULL AND (billed.state <> 'issued' OR billed.kind = 'credit' OR billed.currency <> paid.currency
        OR sign(open_amount(NEW.invoice_id)) = -sign(NEW.amount))
    THEN
        RAISE EXCEPTION 'No invoice is paid beyond what is open.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_invoice_is_paid_once';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER a_payment_is_used_once AFTER INSERT ON payment_allocation
    FOR EACH ROW EXECUTE FUNCTION a_payment_is_used_once();

-- Law 1: what is settled waits no longer, and what is open waits in somebody's hands.
CREATE OR REPLACE FUNCTION what_is_settled_is_paid() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    its_invoice bigint;
    its_payment bigint;
BEGIN
    its_invoice := CASE TG_TABLE_NAME WHEN 'invoice' THEN NEW.id WHEN 'payment' THEN NULL
                   ELSE (to_jsonb(NEW) ->> 'invoice_id')::bigint END;
    its_payment := CASE TG_TABLE_NAME WHEN 'payment' THEN NEW.id WHEN 'invoice' THEN NULL
                   ELSE (to_jsonb(NEW) ->> 'payment_id')::bigint END;
    IF EXISTS (SELECT FROM invoice i
                WHERE i.id IN (its_invoice, CASE WHEN TG_TABLE_NAME = 'invoice' THEN (to_jsonb(NEW) ->> 'credited_id')::bigint END)
                  AND i.state = 'issued'
                  AND (i.settled_at IS NOT NULL) <> (i.kind = 'credit' OR open_amount(i.id) = 0))
        OR EXISTS (SELECT FROM payment p
                    WHERE p.id IN (its_payment,
                                   CASE WHEN TG_TABLE_NAME = 'payment_allocation' THEN (to_jsonb(NEW) ->> 'refund_id')::bigint END)
                      AND (p.settled_at IS NOT NULL) <> (p.aside_why <> '' OR amount_left(p.id) = 0))
    THEN
        RAISE EXCEPTION 'What is settled has nothing open, and what is open waits.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'what_is_settled_is_paid';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER what_is_settled_is_paid AFTER UPDATE ON invoice
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION what_is_settled_is_paid();

CREATE CONSTRAINT TRIGGER what_is_settled_is_paid AFTER INSERT OR UPDATE ON payment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION what_is_settled_is_paid();

CREATE CONSTRAINT TRIGGER what_is_settled_is_paid AFTER INSERT OR UPDATE ON payment_allocation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION what_is_settled_is_paid();
