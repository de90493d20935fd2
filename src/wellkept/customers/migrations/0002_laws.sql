ALTER TABLE contact ADD CONSTRAINT contact_and_customer UNIQUE (id, customer_id);
ALTER TABLE site ADD CONSTRAINT site_and_customer UNIQUE (id, customer_id);
SELECT make_law_table('customer', 'id');
SELECT make_law_table('contact', 'customer_id');
SELECT make_law_table('site', 'customer_id');
