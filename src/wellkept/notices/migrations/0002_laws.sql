ALTER TABLE notice ADD CONSTRAINT notice_and_subject UNIQUE (id, subject_id);

-- Law 8: which transaction wrote a notice, so that what needs one can ask for one made with it.

ALTER TABLE notice ADD COLUMN written_in xid8;
