"""One journey: its page, and its acts, each a noun below the journey's address.

`act_form.py` defines an act. `urls.py` lists them all; the other modules hold them by topic.
"""
