"""People and teams: who is here, who answers for what, who is there today?"""
