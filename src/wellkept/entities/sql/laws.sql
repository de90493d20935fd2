-- Papers always know from whom they are: once there is an entity, one of them is the usual one.
CREATE OR REPLACE FUNCTION a_usual_entity_remains() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM entity WHERE usual) THEN
        RAISE EXCEPTION 'No entity is the usual one.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_usual_entity_remains', TABLE = 'entity';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER a_usual_entity_remains AFTER INSERT OR UPDATE OF usual ON entity
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION a_usual_entity_remains();

-- ISO 13616: with the first four characters at the end and letters as numbers from 10, the remainder by 97 is 1.
CREATE OR REPLACE FUNCTION an_iban_has_its_check_digits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT string_agg(CASE WHEN c ~ '[0-9]' THEN c ELSE (ascii(c) - 55)::text END, '' ORDER BY place)::numeric % 97
          FROM regexp_split_to_table(substr(NEW.iban, 5) || left(NEW.iban, 4), '') WITH ORDINALITY AS a (c, place)
       ) IS DISTINCT FROM 1
    THEN
        RAISE EXCEPTION 'The check digits of this IBAN are wrong.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_iban_has_its_check_digits',
                  TABLE = 'bank_account';
    END IF;
    RETURN NEW;
END $$;

CREATE CONSTRAINT TRIGGER an_iban_has_its_check_digits AFTER INSERT ON bank_account
    NOT DEFERRABLE FOR EACH ROW EXECUTE FUNCTION an_iban_has_its_check_digits();

SELECT make_law_table('entity', 'id');

SELECT make_law_table('bank_account', 'entity_id');

SELECT make_law_table('paper_text', 'entity_id');

SELECT keep_rows(t::regclass) FROM unnest(ARRAY['entity', 'bank_account', 'paper_text']) AS t;

-- A logo is a file of the entity itself: nobody else's file comes onto papers.
CREATE OR REPLACE FUNCTION a_logo_is_a_file_of_its_entity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM stored_file WHERE id = NEW.logo_id AND subject_id = NEW.id) THEN
        RAISE EXCEPTION 'A logo is a file of its entity.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_logo_is_a_file_of_its_entity',
                  TABLE = 'entity';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER a_logo_is_a_file_of_its_entity AFTER INSERT OR UPDATE OF logo_id ON entity
    NOT DEFERRABLE FOR EACH ROW WHEN (NEW.logo_id IS NOT NULL)
    EXECUTE FUNCTION a_logo_is_a_file_of_its_entity();

-- What a text is about stays; what it says may change.
CREATE TRIGGER only_these_come_later BEFORE UPDATE ON paper_text
    FOR EACH ROW EXECUTE FUNCTION only_these_come_later('opening', 'closing');

-- Law 11: an account that stood on a paper stays that account.
CREATE TRIGGER only_these_come_later BEFORE UPDATE ON bank_account
    FOR EACH ROW EXECUTE FUNCTION only_these_come_later('preferred', 'closed_at');

CREATE TRIGGER a_closed_account_stays_closed BEFORE UPDATE ON bank_account
    FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL) EXECUTE FUNCTION only_these_come_later();

SELECT keep_times('entity', 'id', '{ended_at}');

SELECT keep_times('bank_account', 'entity_id', '{added_at,closed_at}');
