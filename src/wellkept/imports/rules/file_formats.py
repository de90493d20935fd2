"""Formats of uploaded tables in words, with remarks on what was read."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def format_in_words(code: str) -> str:
    """Say how a table was read: `csv:UTF-8:commas` is `UTF-8, separated by commas`."""
    if not code:
        return ""
    kind, *parts = code.split(":")
    remarks = [part.partition("=") for part in parts if "=" in part]
    sentences = [_REMARKS[name](value) for name, _sign, value in remarks if name in _REMARKS]
    return ". ".join([_format(kind, [part for part in parts if "=" not in part]) or code, *sentences])


def _format(kind: str, parts: list[str]) -> str:
    """Say the format alone; nothing if it is not known."""
    if kind == "xlsx":
        return _("Excel workbook")
    charset, separator = [*parts, "", ""][:2]
    sentences = {
        "commas": _("%(charset)s, separated by commas"),
        "semicolons": _("%(charset)s, separated by semicolons"),
        "tabs": _("%(charset)s, separated by tabs"),
        "bars": _("%(charset)s, separated by bars"),
        "declared": _("%(charset)s, separated by the sign that its first line names"),
    }
    return sentences[separator] % {"charset": charset} if separator in sentences else ""


def _hidden_rows(value: str) -> str:
    return ngettext(
        "%(count)s hidden row is read like the others",
        "%(count)s hidden rows are read like the others",
        int(value),
    ) % {"count": value}


def _merged(value: str) -> str:
    return ngettext(
        "%(count)s cell is merged over several rows: only its first row has the value",
        "%(count)s cells are merged over several rows: only the first row of each has the value",
        int(value),
    ) % {"count": value}


def _hidden_sheets(value: str) -> str:
    return _("Hidden sheets are left out: %(names)s") % {"names": value}


def _nul(value: str) -> str:
    return ngettext(
        "%(count)s NUL character is left out", "%(count)s NUL characters are left out", int(value)
    ) % {"count": value}


def _unreadable(value: str) -> str:
    return ngettext(
        "%(count)s character cannot be read, and is shown as \ufffd",
        "%(count)s characters cannot be read, and are shown as \ufffd",
        int(value),
    ) % {"count": value}


_REMARKS: dict[str, Callable[[str], str]] = {
    "hidden_rows": _hidden_rows,
    "merged": _merged,
    "hidden_sheets": _hidden_sheets,
    "nul": _nul,
    "unreadable": _unreadable,
}
