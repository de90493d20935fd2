"""Read a mailbox at a provider by IMAP (RFC 3501, 2177, 6851, 7628). Owns no rows.

`connection` signs in, `tokens` asks for access where a provider wants OAuth, and `folder` works in an open folder.
`reader` reads one account as long as it should be read, and `take` stores each mail. `problems` words what goes wrong.
"""
