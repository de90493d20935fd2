-- A rule in force has one who answers for it, and changes on record like everything else.

ALTER TABLE acceptance_rule ADD COLUMN answerable_must_be_active boolean GENERATED ALWAYS AS (true) STORED;
ALTER TABLE acceptance_rule ADD CONSTRAINT who_accepts_by_rule_is_active FOREIGN KEY
    (answerable_id, answerable_must_be_active) REFERENCES person (id, active) DEFERRABLE INITIALLY DEFERRED;
