-- Law 4: a reference resolves for ever. References are only added, never changed or deleted.
CREATE OR REPLACE FUNCTION a_reference_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What was ever noted finds for ever: a reference is neither changed nor removed.'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_reference_stays';
END $$;

CREATE TRIGGER a_reference_stays BEFORE UPDATE OR DELETE ON reference
    FOR EACH ROW EXECUTE FUNCTION a_reference_stays();

CREATE TRIGGER no_reference_is_emptied BEFORE TRUNCATE ON reference
    FOR EACH STATEMENT EXECUTE FUNCTION a_reference_stays();

-- Half of what a search row could hold: so nobody can fill one until nothing more about the customer can be written.
CREATE OR REPLACE FUNCTION has_room(traits tsvector) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT length(traits) < 250 OR octet_length(traits::text) < 524288  -- a trait has at most 2,046 bytes
$$;

-- A search row only gains traits and is never deleted. Compared as sets: a row may have ten thousand traits.
CREATE OR REPLACE FUNCTION a_search_row_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('INSERT', 'UPDATE') AND NOT has_room(NEW.traits) THEN
        RAISE EXCEPTION 'A search row has a bound.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_search_row_has_a_bound';
    END IF;
    IF TG_OP = 'INSERT' THEN
        RETURN NEW;
    ELSIF TG_OP = 'UPDATE' AND NEW.id = OLD.id AND NOT EXISTS (
        SELECT unnest(tsvector_to_array(OLD.traits)) EXCEPT SELECT unnest(tsvector_to_array(NEW.traits))
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'What was ever noted finds for ever: what a customer is known by only grows.'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_search_row_grows';
END $$;

CREATE TRIGGER a_search_row_grows BEFORE INSERT OR UPDATE OR DELETE ON search_row
    FOR EACH ROW EXECUTE FUNCTION a_search_row_grows();

CREATE TRIGGER no_search_row_is_emptied BEFORE TRUNCATE ON search_row
    FOR EACH STATEMENT EXECUTE FUNCTION a_search_row_grows();

-- The writer: references as rows {subject, kind, said, key}, search rows as {subject, traits: [...], words: [...]}.
-- One call, so that a reference is found from its commit on. Search rows are locked in the order of their keys.
-- A word is added without waiting for another transaction that adds the same word.
-- A search row that is full stays as it is: its customer is still found by each reference, and by what is in the row.
CREATE OR REPLACE FUNCTION note_references(noted jsonb, known jsonb, at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reference (subject_id, kind, said, key, noted_at)
        SELECT subject, kind, said, key, at
        FROM jsonb_to_recordset(noted) AS n (subject bigint, kind text, said text, key text)
        ON CONFLICT DO NOTHING;
    INSERT INTO search_row AS l (id, traits)
        SELECT subject, array_to_tsvector(traits)
        FROM jsonb_to_recordset(known) AS k (subject bigint, traits text[])
        WHERE NOT EXISTS (SELECT FROM search_row WHERE id = subject AND tsvector_to_array(search_row.traits) @> k.traits)
        ORDER BY subject
        ON CONFLICT (id) DO UPDATE SET traits = l.traits || EXCLUDED.traits
            WHERE has_room(l.traits || EXCLUDED.traits);
    INSERT INTO word (text, count)
        SELECT DISTINCT w.text COLLATE "C", 1
        FROM jsonb_to_recordset(known) AS k (words text[]), unnest(k.words) AS w (text)
        WHERE NOT EXISTS (SELECT FROM word WHERE word.text = w.text);
END $$;

-- Find and weigh customers by traits. Each way of `wanted` is a list of tsqueries that must all match; the surest way
-- comes first, and further ways are tried until `enough` customers are found. `weighed` and `worth` give the weight of
-- each tsquery that a customer matches.
-- A common trait belongs to a tenth of all customers; a sequential scan would test them one by one, so it is disabled.
-- Each tsquery is a condition of its own, so that the index starts from the rarest. One combined tsquery weighs every
-- word of every entry, which takes five times as long for three words with forty alternatives each.
-- `cut`: the first way, counted from 1, that matches more customers than `most`; null if all were taken.
CREATE OR REPLACE FUNCTION known_by(wanted jsonb, weighed text[], worth float8[], most int, enough int)
    RETURNS TABLE (id bigint, weight float8, cut int) LANGUAGE plpgsql STABLE
    SET enable_seqscan = off AS $$
DECLARE
    way   jsonb;
    place int := 0;
    first int;
    matches bigint[] := '{}';
    more  bigint[];
    weights tsquery[] := weighed::tsquery[];  -- parsed once, not for each customer
BEGIN
    FOR way IN SELECT value FROM jsonb_array_elements(wanted) LOOP
        place := place + 1;
        EXECUTE (SELECT 'SELECT array_agg(id) FROM (SELECT id FROM search_row WHERE '
                        || string_agg(format('traits @@ %L::tsquery', fits), ' AND ') || ' LIMIT $1) l'
                   FROM jsonb_array_elements_text(way) AS w (fits))
            INTO more USING most;
        IF cardinality(more) >= most THEN
            first := coalesce(first, place);
        END IF;
        matches := matches || more;
        EXIT WHEN cardinality(matches) >= enough;
    END LOOP;
    RETURN QUERY
        SELECT l.id, (SELECT coalesce(sum(w.much), 0)
                        FROM unnest(weights, worth) AS w (fits, much) WHERE l.traits @@ w.fits), first
          FROM search_row l WHERE l.id = ANY (matches);
END $$;

-- Of these customers, in this order, list up to `most` that match all of `wanted`.
CREATE OR REPLACE FUNCTION are_known_by(customers bigint[], wanted text[], most int) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
DECLARE
    fits tsquery[] := wanted::tsquery[];
BEGIN
    RETURN QUERY
        SELECT c.id FROM unnest(customers) AS c (id) CROSS JOIN LATERAL (
               SELECT FROM search_row l WHERE l.id = c.id AND l.traits @@ ALL (fits) OFFSET 0) l LIMIT most;
END $$;
