"""Messages: turn notices into letters and deliver them by mail.

Owns the wording of every kind of notice, in the customer's language, and the delivery attempts.

Promises: a notice keeps one Message-ID for ever, threads under the journey's number, and names a person with
a phone. It is retried for three days, then shown as not delivered, never dropped. A killed worker repeats at
most the one letter that it was sending. While a mail server is away, one letter asks it at times, and the others wait.
"""
