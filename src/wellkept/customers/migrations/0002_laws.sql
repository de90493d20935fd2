ALTER TABLE contact ADD CONSTRAINT contact_and_customer UNIQUE (id, customer_id);
ALTER TABLE site ADD CONSTRAINT site_and_customer UNIQUE (id, customer_id);

-- Law 4. A customer who was merged goes on as one who stands: so there are no chains, no circles, also when two sessions
-- merge at once, and one step always arrives.
ALTER TABLE customer ADD CONSTRAINT customer_and_standing UNIQUE (id, standing);
ALTER TABLE customer ADD CONSTRAINT a_merged_customer_continues_as_one_who_stands FOREIGN KEY
    (merged_into_id, must_lead_to_one_who_stands) REFERENCES customer (id, standing) DEFERRABLE INITIALLY DEFERRED;
-- What is a customer's is found with who goes on: nothing stays behind or is added at one who was merged.
ALTER TABLE contact ADD COLUMN its_customer_stands boolean NOT NULL GENERATED ALWAYS AS (true) STORED;
ALTER TABLE contact ADD CONSTRAINT contacts_are_of_a_customer_who_stands FOREIGN KEY
    (customer_id, its_customer_stands) REFERENCES customer (id, standing) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE site ADD COLUMN its_customer_stands boolean NOT NULL GENERATED ALWAYS AS (true) STORED;
ALTER TABLE site ADD CONSTRAINT sites_are_of_a_customer_who_stands FOREIGN KEY
    (customer_id, its_customer_stands) REFERENCES customer (id, standing) DEFERRABLE INITIALLY DEFERRED;
