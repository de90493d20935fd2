"""Files with the headings of the catalogue, in the reader's language, to be filled in."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from wellkept.solutions.rules.catalogue_columns import ARTICLES, RULES, known_words

WORDS = {"unit": "units", "kind": "kinds", "sale": "sales", "rule": "rule_kinds", "tax": "rates"}


def csv_template() -> str:
    """The headings of products, options and prices. A spreadsheet program opens it in columns."""
    text = StringIO()
    separator = "," if (get_language() or "en").startswith("en") else ";"
    csv.writer(text, delimiter=separator).writerow(map(str, ARTICLES.values()))
    return "\ufeff" + text.getvalue()


def workbook_template() -> bytes:
    """A workbook with a sheet for products, one for rules, and one with the words that are understood."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, columns in ((_("Products"), ARTICLES), (_("Rules"), RULES)):
        _sheet(book, title, [[str(label) for label in columns.values()]])
    lines = [[_("Column"), _("Words that are understood")]]
    for columns in (ARTICLES, RULES):
        lines += [
            [str(label), ", ".join(known_words(WORDS[name]))]
            for name, label in columns.items()
            if name in WORDS
        ]
    _sheet(book, _("Words"), lines)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _sheet(book: Workbook, title: str, lines: list[list[str]]) -> None:
    sheet = book.create_sheet(title)
    for line in lines:
        sheet.append(line)
    for place, name in enumerate(lines[0], start=1):
        sheet.cell(1, place).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = max(14, len(name) + 2)
    sheet.freeze_panes = "A2"
