"""What the page says, from what is on record: the next thing, what we need, the way so far, what happened."""
