"""Entities and their accounts: one command for each act. An administrator keeps them."""

from wellkept.entities.commands.bank_accounts import add_account, close_account, prefer_account
from wellkept.entities.commands.entities import (
    add_entity,
    add_first_entity,
    change_entity,
    end_entity,
    make_usual,
    set_usual_terms,
    take_up_again,
)
from wellkept.entities.commands.paper_acts import choose_logo, set_paper_text

__all__ = [
    "add_account",
    "add_entity",
    "add_first_entity",
    "change_entity",
    "choose_logo",
    "close_account",
    "end_entity",
    "make_usual",
    "prefer_account",
    "set_paper_text",
    "set_usual_terms",
    "take_up_again",
]
