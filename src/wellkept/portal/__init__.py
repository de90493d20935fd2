"""The customer's own page, by a personal link: where is my thing, and what happens next?

Promises: reading needs the link, agreeing and accepting need the name as well; every page names a person and how to
reach them (law 13); what is sent twice changes nothing (law 15). Owns no rows; commands and queries do everything.
"""
