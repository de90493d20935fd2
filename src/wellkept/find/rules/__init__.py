"""What somebody may have meant by what they typed, and how well something fits it. Pure functions."""

from wellkept.find.rules.fit import BEGUN, Fit, Meant, begun_as, fit
from wellkept.find.rules.parse import Question, read
from wellkept.find.rules.spoken import as_digits
from wellkept.find.rules.words import Asked, both, either

__all__ = [
    "BEGUN",
    "Asked",
    "Fit",
    "Meant",
    "Question",
    "as_digits",
    "begun_as",
    "both",
    "either",
    "fit",
    "read",
]
