"""Probabilistic record linkage after Fellegi and Sunter: what is compared, and the weight of each agreement.
Pure functions.
"""
