"""Errors of the installation."""

from __future__ import annotations


class InstallationError(Exception):
    """An error with a sentence for the person at the terminal, a hint and an exit code."""

    def __init__(self, sentence: str, *, hint: str = "", exit_code: int = 1) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint
        self.exit_code = exit_code

    def __str__(self) -> str:
        return f"{self.sentence}\n{self.hint}" if self.hint else self.sentence
