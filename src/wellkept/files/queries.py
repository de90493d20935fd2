"""Read stored files. The right to read one follows from the right to read its subject."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from wellkept.files import folder
from wellkept.files.models import StoredFile
from wellkept.kernel.refusal import missing


def stored_file(id: int) -> StoredFile:
    """Read one file with its subject, or refuse."""
    row = StoredFile.objects.filter(pk=id).first()
    if row is None:
        raise missing("file", _("There is no such file."))
    return row


def files_of(subject: int) -> list[StoredFile]:
    """List the files of a subject in the order in which they came."""
    return list(StoredFile.objects.filter(subject_id=subject).order_by("kept_at", "pk"))


def damaged_files() -> Iterator[StoredFile]:
    """Read every file once and yield those whose content is gone or changed."""
    checked: dict[str, bool] = {}
    for row in StoredFile.objects.order_by("sha256").iterator():
        if row.sha256 not in checked:
            checked = {row.sha256: folder.is_whole(row.sha256)}
        if not checked[row.sha256]:
            yield row
