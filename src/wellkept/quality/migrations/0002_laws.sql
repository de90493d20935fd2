-- Law 1: a nonconformity that is open is in the hands of somebody who has not left; its date is a NOT NULL.
ALTER TABLE nonconformity ADD CONSTRAINT the_handler_of_a_nonconformity_is_active FOREIGN KEY
    (handler_id, handler_must_be_active) REFERENCES person (id, active) DEFERRABLE INITIALLY DEFERRED;
