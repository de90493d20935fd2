"""JSON for programs: the same commands and refusals as the pages, under `/api/v1`.

Promises: every write needs an Idempotency-Key and runs once for it; every refusal is a problem document (RFC
9457) with its code and sentence; a token acts for its person, within its scopes. Owns no rows.
"""
