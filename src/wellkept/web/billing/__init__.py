"""Pages of money: payments, and the bank statements that they come from."""
