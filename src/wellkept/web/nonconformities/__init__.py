"""Nonconformities: what is wrong, who handles it, by when?"""
