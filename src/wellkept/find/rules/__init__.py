"""Parse a search text, and score how well a reference matches it. Pure functions."""

from wellkept.find.rules.parse import Question, parse_question
from wellkept.find.rules.reference_fit import PREFIX_SCORE, Fit, TermMeaning, fit, prefix_score
from wellkept.find.rules.spoken import as_digits
from wellkept.find.rules.terms import Term, both, either

__all__ = [
    "PREFIX_SCORE",
    "Fit",
    "Question",
    "Term",
    "TermMeaning",
    "as_digits",
    "both",
    "either",
    "fit",
    "parse_question",
    "prefix_score",
]
