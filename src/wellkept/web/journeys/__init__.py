"""One journey: its page, and its acts, each a noun below the journey's address.

`form.py` is what an act is; the other modules hold the acts by what they are about; `urls.py` lists them.
"""
