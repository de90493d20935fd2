"""Entities and their accounts: one command for each act. An administrator keeps them."""

from wellkept.entities.commands.bank_accounts import add_account, close_account, prefer_account
from wellkept.entities.commands.entities import (
    add_entity,
    add_first_entity,
    change_entity,
    end_entity,
    make_usual,
    take_up_again,
)

__all__ = [
    "add_account",
    "add_entity",
    "add_first_entity",
    "change_entity",
    "close_account",
    "end_entity",
    "make_usual",
    "prefer_account",
    "take_up_again",
]
