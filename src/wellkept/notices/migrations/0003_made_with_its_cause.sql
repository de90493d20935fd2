-- Law 8: which transaction wrote a notice, so that what needs one can ask for one made with it.

ALTER TABLE notice ADD COLUMN written_in xid8;
