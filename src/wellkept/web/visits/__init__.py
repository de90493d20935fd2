"""Pages of visits: the phone page of the person on site."""
