"""The customer page: a customer, their journeys and their statements. Owns no rows."""
