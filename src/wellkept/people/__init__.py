"""The company, its people and teams, and who may do what.

Owns the company, persons, teams, memberships, leads, standing members, rotas, deputies, absences and tokens.
Promises: a person who answers for open work cannot disappear; every absent person has a stand-in; somebody
who is present receives what arrives automatically.

Records: company set up, person joined, person changed, absence, access withdrawn and given, person left, team
made, member joined and left, lead and standing member named, rota set and ended, rota days set and ended,
token made and revoked.
"""
