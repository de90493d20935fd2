"""The catalogue: one command for each act. An administrator keeps it."""

from wellkept.solutions.commands.load_catalogue import load_catalogue
from wellkept.solutions.commands.prices import add_price_list, end_price, set_price, strike_price
from wellkept.solutions.commands.products import (
    add_option,
    add_product,
    add_rule,
    change_option,
    change_product,
    end_option,
    end_product,
    end_rule,
)
from wellkept.solutions.commands.solution_words import add_solution, change_solution, end_solution
from wellkept.solutions.commands.tax_rates import add_tax_rate, end_tax_rate, load_tax_rates

__all__ = [
    "add_option",
    "add_price_list",
    "add_product",
    "add_rule",
    "add_solution",
    "add_tax_rate",
    "change_option",
    "change_product",
    "change_solution",
    "end_option",
    "end_price",
    "end_product",
    "end_rule",
    "end_solution",
    "end_tax_rate",
    "load_catalogue",
    "load_tax_rates",
    "set_price",
    "strike_price",
]
