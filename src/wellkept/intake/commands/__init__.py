"""Writes: `store_mail` and `store_other` store a message, `routing` and `outcomes` bring it where it belongs.

`items` and `calls` are decisions of people, `settings` and `web_forms` set rules and forms.
"""
