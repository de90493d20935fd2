"""The customer's page, reached by a personal link: where is my thing, and what happens next?

Promises: reading needs the link, agreeing and accepting also need the name. Every page names a person and how
to reach them (law 13). A repeated submission changes nothing (law 15). Owns no rows.
"""
