-- A session keeps the plans of these functions. Made while a table had one page, such a plan goes through the table from
-- end to end, for each event, until the server has counted anew: in a new company's first import a thousand times more
-- than was there. They look for one row by its key, and do so by its index from the first one on.
ALTER FUNCTION chain_event() SET enable_seqscan = off;
ALTER FUNCTION refuse_without_event() SET enable_seqscan = off;
ALTER FUNCTION a_body_gives_its_digest() SET enable_seqscan = off;
ALTER FUNCTION a_digest_has_its_body() SET enable_seqscan = off;
ALTER FUNCTION a_body_is_only_erased() SET enable_seqscan = off;
