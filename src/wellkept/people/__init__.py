"""The company, its people and teams, and who may do what.

Owns the company, persons, teams, memberships, leads, standing members, rotas, deputies, absences and tokens for
programs. Promises: a person who answers for open work cannot vanish; whoever is away has a stand-in; what comes in
by itself is received by somebody who is there.
Records: company set up, person joined, person changed, absence, access withdrawn and given, person left, team
made, member joined and left, lead and standing member named, rota set and ended, days in it set and ended, token made
and revoked.
"""
