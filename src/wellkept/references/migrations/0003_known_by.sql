-- Who is known by these traits: each way of asking is a list of tsqueries that must all fit, the surest way first, until
-- there are enough; of each what the traits that fit are worth together. A common trait is borne by a tenth of
-- all customers: without an index they would be gone through one by one, so no plan may do that here. Each of a way's
-- tsqueries stands by itself, so that the index leaps from one that fits the rarest to the next: as one tsquery it
-- weighs every word of every entry (five times as long for three words that may each be one of forty).
-- `cut`: the first way, counted from 1, that fits more than were taken; null where all were taken.
CREATE FUNCTION known_by(wanted jsonb, weighed text[], worth float8[], most int, enough int)
    RETURNS TABLE (id bigint, weight float8, cut int) LANGUAGE plpgsql STABLE
    SET enable_seqscan = off AS $$
DECLARE
    way   jsonb;
    place int := 0;
    first int;
    found bigint[] := '{}';
    more  bigint[];
    told  tsquery[] := weighed::tsquery[];  -- read once, not once a customer
BEGIN
    FOR way IN SELECT value FROM jsonb_array_elements(wanted) LOOP
        place := place + 1;
        EXECUTE (SELECT 'SELECT array_agg(id) FROM (SELECT id FROM likeness WHERE '
                        || string_agg(format('traits @@ %L::tsquery', fits), ' AND ') || ' LIMIT $1) l'
                   FROM jsonb_array_elements_text(way) AS w (fits))
            INTO more USING most;
        IF cardinality(more) >= most THEN
            first := coalesce(first, place);
        END IF;
        found := found || more;
        EXIT WHEN cardinality(found) >= enough;
    END LOOP;
    RETURN QUERY
        SELECT l.id, (SELECT coalesce(sum(w.much), 0)
                        FROM unnest(told, worth) AS w (fits, much) WHERE l.traits @@ w.fits), first
          FROM likeness l WHERE l.id = ANY (found);
END $$;

-- The same of given customers, one after the other until there are enough: which are known by all of these traits.
CREATE FUNCTION are_known_by(customers bigint[], wanted text[], most int) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
DECLARE
    fits tsquery[] := wanted::tsquery[];
BEGIN
    RETURN QUERY
        SELECT c.id FROM unnest(customers) AS c (id) CROSS JOIN LATERAL (
               SELECT FROM likeness l WHERE l.id = c.id AND l.traits @@ ALL (fits) OFFSET 0) l LIMIT most;
END $$;
