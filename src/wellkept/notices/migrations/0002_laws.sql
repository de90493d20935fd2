ALTER TABLE notice ADD CONSTRAINT notice_and_subject UNIQUE (id, subject_id);
