"""JSON for programs: the same commands and refusals as the pages, under `/api/v1`.

Promises: every write needs an Idempotency-Key and runs once for it. Every refusal is a problem document (RFC
9457) with its code and sentence. The description (`openapi.py`) names every answer. A token acts for its person,
within its scopes. Owns no rows.
"""
