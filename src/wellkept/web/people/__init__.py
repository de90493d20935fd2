"""People and teams: their details, responsibilities and absences."""
