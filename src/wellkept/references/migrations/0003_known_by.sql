-- Find and weigh customers by traits. Each way of `wanted` is a list of tsqueries that must all match; the surest way
-- comes first, and further ways are tried until `enough` customers are found. `weighed` and `worth` give the weight of
-- each tsquery that a customer matches.
-- A common trait belongs to a tenth of all customers; a sequential scan would test them one by one, so it is disabled.
-- Each tsquery is a condition of its own, so that the index starts from the rarest. One combined tsquery weighs every
-- word of every entry, which takes five times as long for three words with forty alternatives each.
-- `cut`: the first way, counted from 1, that matches more customers than `most`; null if all were taken.
CREATE FUNCTION known_by(wanted jsonb, weighed text[], worth float8[], most int, enough int)
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
CREATE FUNCTION are_known_by(customers bigint[], wanted text[], most int) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
DECLARE
    fits tsquery[] := wanted::tsquery[];
BEGIN
    RETURN QUERY
        SELECT c.id FROM unnest(customers) AS c (id) CROSS JOIN LATERAL (
               SELECT FROM search_row l WHERE l.id = c.id AND l.traits @@ ALL (fits) OFFSET 0) l LIMIT most;
END $$;
