-- Law 1: who has no access has no token that works. A token that works refers to its person as one with access.

ALTER TABLE person ADD CONSTRAINT person_and_access UNIQUE (id, access);
ALTER TABLE token ADD COLUMN must_have_access boolean GENERATED ALWAYS AS (CASE WHEN revoked_at IS NULL THEN true END) STORED;
ALTER TABLE token ADD CONSTRAINT who_holds_a_key_has_access FOREIGN KEY (person_id, must_have_access)
    REFERENCES person (id, access) DEFERRABLE INITIALLY DEFERRED;
