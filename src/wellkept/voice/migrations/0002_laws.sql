-- What they told us stays as they told it, belongs to them, and is in somebody's hands where something is to be done.

-- Whoever told it speaks for this customer. Where a contact goes along with another customer, it goes along too.
ALTER TABLE statement ADD CONSTRAINT who_told_us_speaks_for_this_customer FOREIGN KEY (told_by_id, customer_id)
    REFERENCES contact (id, customer_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE knowing ADD CONSTRAINT who_told_us_speaks_for_this_customer FOREIGN KEY (told_by_id, customer_id)
    REFERENCES contact (id, customer_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE interview ADD CONSTRAINT who_told_us_speaks_for_this_customer FOREIGN KEY (contact_id, customer_id)
    REFERENCES contact (id, customer_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE rhythm ADD CONSTRAINT who_told_us_speaks_for_this_customer FOREIGN KEY (contact_id, customer_id)
    REFERENCES contact (id, customer_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE interview ADD CONSTRAINT interview_and_customer UNIQUE (id, customer_id);
ALTER TABLE interview_answer ADD CONSTRAINT an_interview_is_with_one_customer FOREIGN KEY (interview_id, customer_id)
    REFERENCES interview (id, customer_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE interview_read_back ADD CONSTRAINT an_interview_is_with_one_customer FOREIGN KEY (interview_id, customer_id)
    REFERENCES interview (id, customer_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
-- 1. What is still to be done is with somebody who has not left.
ALTER TABLE interview ADD CONSTRAINT who_attends_an_interview_is_active FOREIGN KEY (asks_id, must_be_active)
    REFERENCES person (id, active) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE interview ADD CONSTRAINT who_writes_at_an_interview_is_active FOREIGN KEY (writes_id, must_be_active)
    REFERENCES person (id, active) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE rhythm ADD CONSTRAINT who_meets_them_is_active FOREIGN KEY (person_id, must_be_active)
    REFERENCES person (id, active) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE key_customer ADD CONSTRAINT who_answers_for_a_key_customer_is_active FOREIGN KEY (person_id, must_be_active)
    REFERENCES person (id, active) DEFERRABLE INITIALLY DEFERRED;
