SELECT make_law_table('customer', 'id');

SELECT make_law_table('contact', 'customer_id');

SELECT make_law_table('site', 'customer_id');
