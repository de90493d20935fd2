"""Formats of uploaded tables in words."""

from __future__ import annotations

from django.utils.translation import gettext as _


def format_in_words(code: str) -> str:
    """Say how a table was read: `csv:UTF-8:commas` is `UTF-8, separated by commas`."""
    if code == "xlsx":
        return _("Excel workbook")
    _kind, charset, separator = [*code.split(":"), "", ""][:3]
    sentences = {
        "commas": _("%(charset)s, separated by commas"),
        "semicolons": _("%(charset)s, separated by semicolons"),
        "tabs": _("%(charset)s, separated by tabs"),
        "bars": _("%(charset)s, separated by bars"),
    }
    return sentences[separator] % {"charset": charset} if separator in sentences else code
