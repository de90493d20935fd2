"""JSON for programs: the same commands and the same refusals as the pages, under `/api/v1`.

Promises: every write needs an Idempotency-Key and is done once for it; every no is a problem document (RFC 9457) with
the refusal's own code and sentence; a token acts for its person, within its scopes. Owns no rows.
"""
