-- Who is known by these traits: one look into the index for each way of asking, the surest first, until there are
-- enough to weigh; of each what the traits that fit are worth together. A common trait is borne by a tenth of all
-- customers: without an index they would be gone through one by one, so no plan may do that here, and the plan is kept.
CREATE FUNCTION known_by(wanted text[], weighed text[], worth float8[], most int)
    RETURNS TABLE (id bigint, weight float8) LANGUAGE plpgsql STABLE
    SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    way   text;
    fits  tsquery;
    found bigint[] := '{}';
    more  bigint[];
BEGIN
    FOREACH way IN ARRAY wanted LOOP
        fits := way::tsquery;
        SELECT array_agg(l.id) INTO more
          FROM (SELECT k.id FROM likeness k WHERE k.traits @@ fits LIMIT most) l;
        found := found || more;
        EXIT WHEN cardinality(found) >= most;
    END LOOP;
    RETURN QUERY
        SELECT l.id, (SELECT coalesce(sum(w.much), 0)
                        FROM unnest(weighed::tsquery[], worth) AS w (fits, much) WHERE l.traits @@ w.fits)
          FROM likeness l WHERE l.id = ANY (found);
END $$;

-- The same of given customers: which of them are known by these traits.
CREATE FUNCTION are_known_by(customers bigint[], wanted text, most int) RETURNS SETOF bigint LANGUAGE plpgsql STABLE
    SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    fits tsquery := wanted::tsquery;
BEGIN
    RETURN QUERY SELECT l.id FROM likeness l WHERE l.id = ANY (customers) AND l.traits @@ fits LIMIT most;
END $$;
