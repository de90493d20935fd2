-- Laws 1 and 3 where only composite keys and triggers can say them.

-- 1. What waits is in the hands of somebody who has not left; a rule in force has one who answers for it.
ALTER TABLE intake_item ADD CONSTRAINT the_handler_of_an_item_is_active FOREIGN KEY
    (handler_id, handler_must_be_active) REFERENCES person (id, active) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE intake_rule ADD CONSTRAINT who_answers_for_a_rule_is_active FOREIGN KEY
    (answerable_id, answerable_must_be_active) REFERENCES person (id, active) DEFERRABLE INITIALLY DEFERRED;
