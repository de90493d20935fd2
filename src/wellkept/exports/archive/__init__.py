"""The exported archive: tables, their description, and the writer."""
