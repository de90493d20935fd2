"""Intake: what has come in that is on no journey yet? And writing down a call."""
