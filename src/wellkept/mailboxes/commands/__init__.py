"""Set addresses and accounts, and keep our place in each account."""
