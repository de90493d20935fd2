-- Each day has one price of a thing on a list from a quantity on. Keys as ranges of one need no extension.
ALTER TABLE price ADD CONSTRAINT one_price_on_a_day EXCLUDE USING gist (
    int8range(list_id, list_id, '[]') WITH &&,
    int8range(product_id, product_id, '[]') WITH &&,
    int8range(coalesce(option_id, 0), coalesce(option_id, 0), '[]') WITH &&,
    numrange(at_least, at_least, '[]') WITH &&,
    daterange(valid_from, valid_to, '[]') WITH &&
) WHERE (struck_at IS NULL) DEFERRABLE INITIALLY DEFERRED;

-- Each day has one rate of a country by a key. The hash of both stands for them.
ALTER TABLE tax_rate ADD CONSTRAINT one_tax_rate_on_a_day EXCLUDE USING gist (
    int8range(hashtextextended(country || ' ' || key, 0) >> 1, hashtextextended(country || ' ' || key, 0) >> 1, '[]')
        WITH &&,
    daterange(valid_from, valid_to, '[]') WITH &&
);

-- The option that a price is of belongs to the product.
ALTER TABLE product_option ADD CONSTRAINT product_option_id_product UNIQUE (id, product_id);
ALTER TABLE price ADD CONSTRAINT the_option_is_of_the_product FOREIGN KEY (option_id, product_id)
    REFERENCES product_option (id, product_id) DEFERRABLE INITIALLY DEFERRED;
