-- Each try to carry a letter knows the transaction in which it was stored.
ALTER TABLE delivery_attempt ADD COLUMN written_in xid8;
