"""The spine: journeys with their stage, owner, holder, handoffs, next steps, court, touches and holds.

Promises laws 1, 2, 5 and 6 and the cancellations of law 8, most of them as constraints of the database.
Records: everything that moves a journey; see `facts.py`.
"""
