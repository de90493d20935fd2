-- Law 4: a journey belongs to a customer who is not merged into another, so that a search for them finds it. The
-- foreign key also holds when a journey is opened while its customer is being merged.
ALTER TABLE journey ADD COLUMN its_customer_stands boolean NOT NULL GENERATED ALWAYS AS (true) STORED;
ALTER TABLE journey ADD CONSTRAINT journeys_are_of_a_customer_who_stands FOREIGN KEY
    (customer_id, its_customer_stands) REFERENCES customer (id, standing) DEFERRABLE INITIALLY DEFERRED;
