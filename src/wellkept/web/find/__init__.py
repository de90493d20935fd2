"""Find: who is on the phone? And the searches that found nothing."""
