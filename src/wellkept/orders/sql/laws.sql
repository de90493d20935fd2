-- Law 10: what was agreed keeps who, when and where from; it gives way only to another agreement.
CREATE OR REPLACE FUNCTION an_agreement_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR
       (OLD.journey_id, OLD.words, OLD.total, OLD.currency, OLD.delivery_by, OLD.dates, OLD.deemed_days, OLD.digest, OLD.put_at)
       IS DISTINCT FROM
       (NEW.journey_id, NEW.words, NEW.total, NEW.currency, NEW.delivery_by, NEW.dates, NEW.deemed_days, NEW.digest, NEW.put_at)
       OR (OLD.state <> 'put' AND to_jsonb(NEW) - 'state' IS DISTINCT FROM to_jsonb(OLD) - 'state')
       OR (OLD.state <> 'put' AND NEW.state <> OLD.state AND (OLD.state, NEW.state) <> ('agreed', 'replaced'))
    THEN
        RAISE EXCEPTION 'An agreement is frozen once the customer can see it; put another one forward.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_agreement_is_frozen';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER an_agreement_is_frozen BEFORE UPDATE OR DELETE ON agreement
    FOR EACH ROW EXECUTE FUNCTION an_agreement_is_frozen();

SELECT make_law_table('agreement', 'journey_id');

CREATE OR REPLACE FUNCTION an_agreement_gives_way_to_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM agreement WHERE journey_id = NEW.journey_id AND state = 'agreed') THEN
        RAISE EXCEPTION 'An agreement in force gives way only to another that is agreed.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_agreement_gives_way_to_another';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER an_agreement_gives_way_to_another AFTER UPDATE ON agreement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.state = 'agreed' AND NEW.state = 'replaced')
    EXECUTE FUNCTION an_agreement_gives_way_to_another();

-- Law 10: an agreement is put to the customer before it is agreed, declined or withdrawn.
CREATE OR REPLACE FUNCTION an_agreement_is_put_before_it_is_agreed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'An agreement is put to the customer before they agree.'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_agreement_is_put_before_it_is_agreed';
END $$;

CREATE TRIGGER an_agreement_is_put_before_it_is_agreed BEFORE INSERT ON agreement
    FOR EACH ROW WHEN (NEW.state <> 'put' OR NEW.agreed_at IS NOT NULL OR NEW.agreed_by_id IS NOT NULL
                       OR NEW.signed_name <> '' OR NEW.address <> '')
    EXECUTE FUNCTION an_agreement_is_put_before_it_is_agreed();

-- Laws 5 and 10: what is agreed is the customer's trigger, with its evidence, of this very moment.
CREATE OR REPLACE FUNCTION an_agreement_is_the_customers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM stage_trigger
        WHERE journey_id = NEW.journey_id AND kind = 'agreement' AND given_at = NEW.agreed_at
    ) THEN
        RAISE EXCEPTION 'An agreement is the customer''s, with its evidence.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_agreement_is_the_customers';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER an_agreement_is_the_customers AFTER UPDATE OF state ON agreement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.state = 'put' AND NEW.state = 'agreed')
    EXECUTE FUNCTION an_agreement_is_the_customers();

SELECT keep_times('agreement', 'journey_id', '{put_at}', '{agreed_at}');
