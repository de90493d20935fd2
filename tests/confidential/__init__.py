"""Words of confidential journeys reach nobody who may not read them."""
