"""Kinds of problems that rows have. A row keeps kind and parameters; the sentence is made when it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.text import Text

Group = Literal["wrong", "twice", "alike", "known", "lost"]


@dataclass(frozen=True)
class ProblemKind:
    """One kind of problem. With `leaves_out`, the whole row is not brought in."""

    group: Group
    words: Text
    leaves_out: bool = False


KINDS: dict[str, ProblemKind] = {
    "no_number": ProblemKind("wrong", _("“%(cell)s” is no number.")),
    "no_sign": ProblemKind(
        "wrong",
        _(
            "“%(cell)s” does not say surely whether it is plus or minus, or in which currency: it is left out."
        ),
    ),
    "no_side": ProblemKind(
        "wrong",
        _("“%(cell)s” says neither debit nor credit, or has a minus as well: the amount is left out."),
    ),
    "formula_error": ProblemKind(
        "wrong", _("“%(cell)s” is an error of the spreadsheet program: the cell counts as empty.")
    ),
    "more_cells": ProblemKind(
        "wrong",
        _(
            "“%(cells)s” stands beyond the last column with a name, and is left out. Is there a separator in a cell"
            " without quotation marks?"
        ),
    ),
    "no_country": ProblemKind("wrong", _("No country is called “%(cell)s”: ours is taken.")),
    "no_date": ProblemKind("wrong", _("“%(cell)s” is no date, and is left out.")),
    "no_opening_date": ProblemKind(
        "wrong",
        _("“%(cell)s” is no date; without it we do not know since when the order runs."),
        leaves_out=True,
    ),
    "no_closing_date": ProblemKind(
        "wrong",
        _("“%(cell)s” is no date; without it we do not know whether the order is still open."),
        leaves_out=True,
    ),
    "no_mail_address": ProblemKind(
        "wrong", _("“%(cell)s” is no mail address; it is kept as a word that finds them.")
    ),
    "no_telephone_number": ProblemKind("wrong", _("“%(cell)s” is no telephone number.")),
    "no_name": ProblemKind("wrong", _("There is no name in this row."), leaves_out=True),
    "no_address": ProblemKind("wrong", _("There is no address in this row."), leaves_out=True),
    "nobodys_place": ProblemKind("wrong", _("It does not say whose place this is."), leaves_out=True),
    "nobodys_order": ProblemKind("wrong", _("It does not say whose order this is."), leaves_out=True),
    "begins_later": ProblemKind("wrong", _("It begins in the future; today is taken.")),
    "deleted": ProblemKind("lost", _("It was deleted in the old system."), leaves_out=True),
    "no_customer": ProblemKind(
        "lost",
        _("There is no customer with the old number “%(key)s” in these files or brought in before."),
        leaves_out=True,
    ),
    "known": ProblemKind("known", _("We seem to know them already: %(name)s.")),
    "twice": ProblemKind(
        "twice",
        _("The same old number stands in row %(line)s of %(file)s already: this row is left out."),
        leaves_out=True,
    ),
    "same_email": ProblemKind(
        "alike", _("The same mail address stands in row %(line)s: perhaps they are one.")
    ),
    "same_phone": ProblemKind(
        "alike", _("The same telephone number stands in row %(line)s: perhaps they are one.")
    ),
}


@dataclass(frozen=True)
class Trouble:
    """Problem of a cell in this column, or of the whole row if the column is empty."""

    kind: str
    column: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def leaves_out(self) -> bool:
        """Whether it keeps the row out."""
        return KINDS[self.kind].leaves_out


def in_words(kind: str, parameters: Mapping[str, object]) -> str:
    """Word the problem in the active language."""
    return str(KINDS[kind].words) % parameters
