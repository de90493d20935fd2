"""The customer page: a customer with their journeys, and what they told us. Owns no rows."""
