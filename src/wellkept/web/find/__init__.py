"""Find: search while somebody is on the phone, and look at searches that found nothing."""
