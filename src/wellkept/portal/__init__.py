"""The customer's page, reached by a personal link: where is my thing, and what happens next?

Promises: reading needs the link, agreeing and accepting also need the name; every page names a person and how
to reach them (law 13); a repeated submission changes nothing (law 15). Owns no rows; commands and queries do
everything.
"""
