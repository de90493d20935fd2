-- Law 1: a payment that is not settled is in the hands of somebody who has not left; its date is a NOT NULL.
ALTER TABLE payment ADD CONSTRAINT the_handler_of_a_payment_is_active FOREIGN KEY
    (handler_id, handler_must_be_active) REFERENCES person (id, active) DEFERRABLE INITIALLY DEFERRED;

-- Law 1: so is an invoice that is neither settled nor discarded.
ALTER TABLE invoice ADD CONSTRAINT the_handler_of_an_invoice_is_active FOREIGN KEY
    (handler_id, handler_must_be_active) REFERENCES person (id, active) DEFERRABLE INITIALLY DEFERRED;

-- Law 10: no moment of a recurring line is billed twice. A range of one key stands for its equality.
ALTER TABLE billing_allocation ADD CONSTRAINT a_moment_is_billed_once EXCLUDE USING gist (
    int8range(agreement_line_id, agreement_line_id, '[]') WITH &&, daterange(period_from, period_to) WITH &&
) WHERE (ended_at IS NULL AND period_from IS NOT NULL);
