"""Upload, answer, bring in and take back imports."""
