"""Quotes and agreements: one command for each act."""

from wellkept.orders.commands.agreement_code import (
    CODE_MINUTES,
    CODE_TRIES,
    WrongCode,
    count_wrong_code,
    needs_code,
    send_code,
)
from wellkept.orders.commands.catalogue_lines import add_product
from wellkept.orders.commands.discount_approvals import answer_discount, ask_for_approval
from wellkept.orders.commands.put_and_agree import SignedPaper, agree, decline_agreement, put_agreement
from wellkept.orders.commands.quote_answers import (
    answer_question,
    ask_about_line,
    choose_from_quote,
    decline_quote,
    write_down_choice,
)
from wellkept.orders.commands.quote_drafts import (
    add_quote_line,
    begin_quote,
    change_quote,
    change_quote_line,
    remove_quote_line,
    send_quote,
)

__all__ = [
    "CODE_MINUTES",
    "CODE_TRIES",
    "SignedPaper",
    "WrongCode",
    "add_product",
    "add_quote_line",
    "agree",
    "answer_discount",
    "answer_question",
    "ask_about_line",
    "ask_for_approval",
    "begin_quote",
    "change_quote",
    "change_quote_line",
    "choose_from_quote",
    "count_wrong_code",
    "decline_agreement",
    "decline_quote",
    "needs_code",
    "put_agreement",
    "remove_quote_line",
    "send_code",
    "send_quote",
    "write_down_choice",
]
