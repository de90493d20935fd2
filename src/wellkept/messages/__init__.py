"""Carrying notices out: what a row of `notices` says becomes a letter, and the letter is handed to mail.

Owns the words of every kind of notice, in the customer's language, and the attempts to deliver them. Promises: a
notice keeps one Message-ID for ever, threads under the journey's number, and names a person with their phone; it
is tried again for three days and then shown as not delivered, never dropped; a killed worker repeats at most the
one letter that it had in hand.
"""
