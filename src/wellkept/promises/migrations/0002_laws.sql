-- Law 7: nothing on the ledger is edited or deleted; moving a date needs its notice (law 8) and its being told.

ALTER TABLE promise ADD CONSTRAINT promise_and_journey UNIQUE (id, journey_id);
ALTER TABLE promise_move ADD CONSTRAINT a_move_is_of_its_promises_journey FOREIGN KEY (promise_id, journey_id)
    REFERENCES promise (id, journey_id);
ALTER TABLE promise_move ADD CONSTRAINT a_moved_promise_has_its_notice FOREIGN KEY (notice_id, journey_id)
    REFERENCES notice (id, subject_id);
