"""Probabilistic linkage after Fellegi and Sunter: what is compared, how much each agreement says. Pure functions."""
