"""Four steps of an import: read, check, bring in, take back. Each works in batches that a new worker can
resume.
"""
