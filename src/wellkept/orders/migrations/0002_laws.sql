-- What the customer saw is what they agree to.
CREATE FUNCTION an_agreement_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR
       (OLD.journey_id, OLD.words, OLD.total, OLD.currency, OLD.delivery_by, OLD.dates, OLD.deemed_days, OLD.digest, OLD.put_at)
       IS DISTINCT FROM
       (NEW.journey_id, NEW.words, NEW.total, NEW.currency, NEW.delivery_by, NEW.dates, NEW.deemed_days, NEW.digest, NEW.put_at)
       OR (OLD.state <> 'put' AND NEW.state <> OLD.state)
    THEN
        RAISE EXCEPTION 'An agreement is frozen once the customer can see it; put another one forward.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_agreement_is_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER an_agreement_is_frozen BEFORE UPDATE OR DELETE ON agreement
    FOR EACH ROW EXECUTE FUNCTION an_agreement_is_frozen();
SELECT make_law_table('agreement', 'journey_id');
