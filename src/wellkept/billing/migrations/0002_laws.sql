-- Law 1: a payment that is not settled is in the hands of somebody who has not left; its date is a NOT NULL.
ALTER TABLE payment ADD CONSTRAINT the_handler_of_a_payment_is_active FOREIGN KEY
    (handler_id, handler_must_be_active) REFERENCES person (id, active) DEFERRABLE INITIALLY DEFERRED;
