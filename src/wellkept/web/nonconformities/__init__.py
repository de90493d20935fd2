"""Nonconformities: what is not as it was to be, who sees to it, by when?"""
