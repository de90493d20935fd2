"""Reading a mailbox at a provider by IMAP (RFC 3501, 2177, 6851, 7628).

`connection` signs in, `tokens` asks for access where a provider wants OAuth, `folder` is what one does in an open
folder, `reader` reads one account for as long as it is to be read, `troubles` says in words what stands in the way.
"""
