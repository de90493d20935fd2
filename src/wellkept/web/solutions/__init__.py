"""Pages of the catalogue: solutions, products with their options and prices, and tax rates."""
