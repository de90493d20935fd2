-- Law 1: the handler of an open miss is an active person.
ALTER TABLE search_miss ADD CONSTRAINT who_looks_at_a_miss_is_active FOREIGN KEY
    (handler_id, handler_must_be_active) REFERENCES person (id, active) DEFERRABLE INITIALLY DEFERRED;
