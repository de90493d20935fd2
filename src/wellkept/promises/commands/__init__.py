"""Writes to the ledger: made, kept, moved with notice, released, struck."""

from wellkept.promises.commands.broken import mark_broken
from wellkept.promises.commands.ledger import (
    keep,
    keep_promise,
    make,
    make_promise,
    release,
    release_promise,
    strike_promise,
)
from wellkept.promises.commands.moves import answer_new_date, move_promise, notice_told

__all__ = [
    "answer_new_date",
    "keep",
    "keep_promise",
    "make",
    "make_promise",
    "mark_broken",
    "move_promise",
    "notice_told",
    "release",
    "release_promise",
    "strike_promise",
]
