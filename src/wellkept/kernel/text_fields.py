"""Form fields for words. What nobody sees in them is cleaned, and nothing that was typed is refused for it.

A page is often filled by pasting, and pasted words bring such characters along. Passwords keep all of theirs.
"""

from __future__ import annotations

from typing import ClassVar

from django import forms

from wellkept.kernel.characters import clean_code, clean_line, clean_text


class _Cleaned(forms.CharField):
    """Words, cleaned by the rule of their kind before anything else looks at them."""

    rule: ClassVar[staticmethod[[str], str]]

    def to_python(self, value: object) -> str | None:
        return super().to_python(None if value is None else self.rule(str(value)))


class TextField(_Cleaned):
    """A text of several lines."""

    rule = staticmethod(clean_text)


class LineField(_Cleaned):
    """A name or another single line."""

    rule = staticmethod(clean_line)


class CodeField(_Cleaned):
    """An address, a number or a key."""

    rule = staticmethod(clean_code)


class MailField(CodeField, forms.EmailField):
    """A mail address."""


class KeyField(CodeField, forms.SlugField):
    """A short name for programs."""
