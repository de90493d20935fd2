-- Parts, and what was delivered of each agreed line

SELECT make_law_table(t::regclass, 'journey_id') FROM unnest(ARRAY['delivery_part', 'delivered_line']) AS t;

SELECT keep_rows(t::regclass) FROM unnest(ARRAY['delivery_part', 'delivered_line']) AS t;

SELECT keep_times('delivery_part', 'journey_id', '{recorded_at,refused_at}', '{delivered_at}');

-- Law 11: a part stays as it was delivered. The customer may refuse it once.
CREATE TRIGGER only_its_refusal_comes_later BEFORE UPDATE ON delivery_part
    FOR EACH ROW WHEN (OLD.refused_at IS NULL) EXECUTE FUNCTION only_these_come_later('refused_at');

CREATE TRIGGER a_refused_part_stays BEFORE UPDATE ON delivery_part
    FOR EACH ROW WHEN (OLD.refused_at IS NOT NULL) EXECUTE FUNCTION only_these_come_later();

CREATE TRIGGER only_these_come_later BEFORE UPDATE ON delivered_line
    FOR EACH ROW EXECUTE FUNCTION only_these_come_later();

-- What was delivered of an agreed line, and of those that it goes on with. Parts that the customer refused do not count.
CREATE OR REPLACE FUNCTION delivered_quantity(of_line bigint) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(l.quantity), 0)
      FROM delivered_line l JOIN delivery_part p ON p.id = l.part_id
     WHERE l.agreement_line_id = ANY (line_chain(of_line)) AND p.refused_at IS NULL
$$;

-- Law 10: only what is agreed is delivered, by its journey while that is in delivery.
CREATE OR REPLACE FUNCTION only_delivery_delivers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM journey WHERE id = NEW.journey_id FOR UPDATE;
    IF NOT EXISTS (
        SELECT FROM journey j
          JOIN blueprint_stage s ON s.version_id = j.version_id AND s.stage = j.stage
          JOIN agreement a ON a.journey_id = j.id
         WHERE j.id = NEW.journey_id AND j.state = 'open' AND s.trigger = 'acceptance'
           AND a.id = NEW.agreement_id AND a.state = 'agreed'
    ) THEN
        RAISE EXCEPTION 'Only what is agreed is delivered, while the journey is in delivery.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'only_delivery_delivers';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER only_delivery_delivers BEFORE INSERT ON delivery_part
    FOR EACH ROW EXECUTE FUNCTION only_delivery_delivers();

-- Law 10: no more is delivered of a line than was agreed, and nothing of what recurs. What is counted later has its
-- ceiling. The lock of the journey makes two who deliver the last one wait for each other.
CREATE OR REPLACE FUNCTION no_more_is_delivered_than_was_agreed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM journey WHERE id = NEW.journey_id FOR UPDATE;
    IF NOT EXISTS (
        SELECT FROM delivery_part p JOIN agreement_line l ON l.agreement_id = p.agreement_id
         WHERE p.id = NEW.part_id AND p.journey_id = NEW.journey_id AND p.refused_at IS NULL
           AND l.id = NEW.agreement_line_id
           AND CASE l.kind WHEN 'once' THEN delivered_quantity(l.id) + NEW.quantity <= l.quantity
                           WHEN 'recurring' THEN false
                           ELSE l.ceiling IS NULL OR delivered_quantity(l.id) + NEW.quantity <= l.ceiling END
    ) THEN
        RAISE EXCEPTION 'No more is delivered of a line than was agreed.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'no_more_is_delivered_than_was_agreed';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER no_more_is_delivered_than_was_agreed BEFORE INSERT ON delivered_line
    FOR EACH ROW EXECUTE FUNCTION no_more_is_delivered_than_was_agreed();

-- Installed items

SELECT make_law_table('installed_item', 'journey_id');

SELECT keep_rows('installed_item');

SELECT keep_times('installed_item', 'journey_id', '{entered_at,taken_out_at}');

-- Law 11: an item can be corrected until it is taken out. What was taken out stays as it was.
CREATE TRIGGER only_these_come_later BEFORE UPDATE ON installed_item
    FOR EACH ROW WHEN (OLD.taken_out_at IS NULL) EXECUTE FUNCTION only_these_come_later(
        'product', 'serial', 'place', 'since', 'taken_out_at', 'taken_out_because', 'taken_out_words');

CREATE TRIGGER what_was_taken_out_stays BEFORE UPDATE ON installed_item
    FOR EACH ROW WHEN (OLD.taken_out_at IS NOT NULL) EXECUTE FUNCTION only_these_come_later();

-- Law 10: a change of what was agreed keeps what was delivered, and comes before everything is.
CREATE OR REPLACE FUNCTION keeps_what_was_delivered(of_agreement bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    WITH brought AS (
        SELECT l.agreement_line_id AS line
          FROM delivered_line l JOIN delivery_part p ON p.id = l.part_id JOIN agreement a ON a.journey_id = l.journey_id
         WHERE a.id = of_agreement AND p.refused_at IS NULL),
    kept AS (
        SELECT n.id, n.kind, n.quantity, n.ceiling, line_chain(n.id) AS lines
          FROM agreement_line n WHERE n.agreement_id = of_agreement AND EXISTS (SELECT FROM brought))
    SELECT NOT EXISTS (SELECT FROM brought b WHERE NOT EXISTS (SELECT FROM kept k WHERE b.line = ANY (k.lines)))
       AND NOT EXISTS (
            SELECT FROM kept k
             WHERE k.kind = 'once' AND delivered_quantity(k.id) > greatest(k.quantity, 0)
                OR k.kind <> 'once' AND delivered_quantity(k.id) > k.ceiling)
$$;

CREATE OR REPLACE FUNCTION a_change_keeps_what_was_delivered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM agreement a
                WHERE a.journey_id = NEW.journey_id AND NOT keeps_what_was_delivered(a.id)
                  AND (a.state = 'put' OR TG_TABLE_NAME = 'agreement' AND a.state = 'agreed'))
    THEN
        RAISE EXCEPTION 'A change of what was agreed keeps what was delivered of it.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_change_keeps_what_was_delivered',
                  TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER a_change_keeps_what_was_delivered AFTER INSERT OR UPDATE OF state ON agreement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state IN ('put', 'agreed'))
    EXECUTE FUNCTION a_change_keeps_what_was_delivered();

CREATE CONSTRAINT TRIGGER a_change_keeps_what_was_delivered AFTER INSERT ON delivered_line
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION a_change_keeps_what_was_delivered();
