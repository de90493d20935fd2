"""The four steps of an import: read, check, bring in, take back. Each works in batches that a killed worker resumes."""
