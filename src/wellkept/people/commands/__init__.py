"""Writes: the company, its people and its teams."""

from __future__ import annotations

from wellkept.people.commands.administrators import (
    make_administrator,
    remove_administrator,
    reset_second_factors,
)
from wellkept.people.commands.company import change_company, set_up_company
from wellkept.people.commands.keys import SCOPES, make_token, note_second_factors, revoke_token
from wellkept.people.commands.rota import end_rota, leave_rota, remove_duty, set_duty, set_rota
from wellkept.people.commands.sales_rights import set_sales_rights, set_usual_discount_limit
from wellkept.people.commands.skills import set_skills
from wellkept.people.commands.staff import (
    change_person,
    choose_password,
    come_back,
    give_access,
    go_away,
    invite,
    join,
    name_deputy,
    withdraw_access,
)
from wellkept.people.commands.teams import (
    accept_by_rule,
    join_team,
    leave_team,
    make_team,
    name_lead,
    name_standing_member,
)

__all__ = [
    "SCOPES",
    "accept_by_rule",
    "change_company",
    "change_person",
    "choose_password",
    "come_back",
    "end_rota",
    "give_access",
    "go_away",
    "invite",
    "join",
    "join_team",
    "leave_rota",
    "leave_team",
    "make_administrator",
    "make_team",
    "make_token",
    "name_deputy",
    "name_lead",
    "name_standing_member",
    "note_second_factors",
    "remove_administrator",
    "remove_duty",
    "reset_second_factors",
    "revoke_token",
    "set_duty",
    "set_rota",
    "set_sales_rights",
    "set_skills",
    "set_up_company",
    "set_usual_discount_limit",
    "withdraw_access",
]
