"""The company, its people and teams, and their rights.

Owns the company, persons, teams, memberships, leads, standing members, rotas, deputies, absences and tokens.
Promises: a person who answers for open work cannot disappear. Every absent person has a stand-in. Somebody
who is present receives new work. An administrator remains.

Records: company set up, person joined and changed, absence, access withdrawn and given, person left.
Administrator made and removed, second factors changed and reset. Team made, member joined and left, lead and
standing member named. Rota set and ended, its days set and ended, token made and revoked.
"""
