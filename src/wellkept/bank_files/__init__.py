"""Read files of banks and write files for them: bytes in, plain values out, and the way back.

Owns nothing in the database. Promises: a bank statement is read whole or refused in one sentence that names the place.
Amounts keep their sign and currency, and each entry has a digest by which a repeated file is recognised.
"""
