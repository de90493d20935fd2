"""Health: whatever in this installation does not work, for the doctor and the first page. Owns no rows."""
