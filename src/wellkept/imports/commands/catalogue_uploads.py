"""Files of the catalogue: stored before they are read, and loaded when somebody has looked at the changes."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.files.commands import keep
from wellkept.files.models import StoredFile
from wellkept.imports.catalogue_tables import assert_names_products, catalogue_tables, stored_catalogue_file
from wellkept.kernel.refusal import invalid
from wellkept.people.actor import Actor
from wellkept.people.queries import company
from wellkept.people.rights import admin_only
from wellkept.solutions.commands.load_catalogue import CatalogueFile, load_catalogue
from wellkept.solutions.rules.catalogue_changes import CataloguePlan
from wellkept.solutions.rules.catalogue_rows import read_rows

LARGEST = 50_000_000  # bytes


@transaction.atomic
def add_catalogue_file(*, name: str, content: bytes | Iterable[bytes], by: Actor) -> StoredFile:
    """Store a file of the catalogue. Refuses one that cannot be read, or in which no column names the product."""
    admin_only(by)
    if not name:
        raise invalid("file", _("Choose a file first: a CSV or an Excel workbook."))
    row = keep(subject=company().pk, name=name, media_type=None, content=content, limit=LARGEST)
    assert_names_products(row)
    return row


@transaction.atomic
def load_catalogue_file(*, file: int, decimals: str, seen: str, by: Actor) -> CataloguePlan:
    """Load a stored file into the catalogue. `seen` is the digest of the changes that somebody looked at."""
    admin_only(by)
    row = stored_catalogue_file(file)
    rows = read_rows(catalogue_tables(row, decimals=decimals))
    stored = CatalogueFile(row.pk, row.name, row.sha256)
    return load_catalogue(rows=rows, file=stored, seen=seen, by=by)
