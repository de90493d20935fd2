"""Form fields for words. What nobody sees in them is cleaned, and nothing that was typed is refused for it.

A page is often filled by pasting, and pasted words bring such characters along. Passwords keep all of theirs.
"""

from __future__ import annotations

from django import forms

from wellkept.kernel.characters import clean_code, clean_line, clean_text


class TextField(forms.CharField):
    """A text of several lines."""

    def to_python(self, value: object) -> str | None:
        return super().to_python(clean_text(str(value)) if value is not None else None)


class LineField(forms.CharField):
    """A name or another single line."""

    def to_python(self, value: object) -> str | None:
        return super().to_python(clean_line(str(value)) if value is not None else None)


class CodeField(forms.CharField):
    """An address, a number or a key."""

    def to_python(self, value: object) -> str | None:
        return super().to_python(clean_code(str(value)) if value is not None else None)


class MailField(forms.EmailField):
    """A mail address."""

    def to_python(self, value: object) -> str | None:
        return super().to_python(clean_code(str(value)) if value is not None else None)


class KeyField(forms.SlugField):
    """A short name for programs."""

    def to_python(self, value: object) -> str | None:
        return super().to_python(clean_code(str(value)) if value is not None else None)
