"""Pages of visits: the sheet of our people, and the phone page of the person on site."""
