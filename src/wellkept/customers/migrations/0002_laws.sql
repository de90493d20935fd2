ALTER TABLE contact ADD CONSTRAINT contact_and_customer UNIQUE (id, customer_id);
ALTER TABLE site ADD CONSTRAINT site_and_customer UNIQUE (id, customer_id);
