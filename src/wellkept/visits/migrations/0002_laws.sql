-- Law 1: who goes to a visit that is still to come has not left.
ALTER TABLE visit ADD CONSTRAINT who_goes_is_active FOREIGN KEY
    (person_id, person_must_be_active) REFERENCES person (id, active) DEFERRABLE INITIALLY DEFERRED;

-- Law 7: nobody is on two fixed visits at the same time. A range of one key stands for its equality.
ALTER TABLE visit ADD CONSTRAINT nobody_is_on_two_visits_at_once EXCLUDE USING gist (
    int8range(person_id, person_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&
) WHERE (state = 'fixed');
