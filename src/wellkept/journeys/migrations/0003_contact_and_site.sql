-- The contact of a journey speaks for its customer. Who merges or splits customers moves both together.
ALTER TABLE journey ADD CONSTRAINT the_contact_speaks_for_the_customer FOREIGN KEY (contact_id, customer_id)
    REFERENCES contact (id, customer_id) DEFERRABLE INITIALLY DEFERRED;

-- The site of a journey is its customer's. Who merges or splits customers moves both together, or copies the site.
ALTER TABLE journey ADD CONSTRAINT the_site_is_of_the_customer FOREIGN KEY (site_id, customer_id)
    REFERENCES site (id, customer_id) DEFERRABLE INITIALLY DEFERRED;
