"""One journey: its page, and its acts, each a noun below the journey's address.

`act_form.py` defines an act; other modules hold the acts by topic; `urls.py` lists them.
"""
