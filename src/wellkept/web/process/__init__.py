"""How we work: what is the process?"""
