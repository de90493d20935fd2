"""Reading papers. Whether somebody may is decided by who may read the subject."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from wellkept.files import folder
from wellkept.files.models import Paper
from wellkept.kernel.refusal import missing


def paper(id: int) -> Paper:
    """One paper with its subject, or a refusal."""
    row = Paper.objects.filter(pk=id).first()
    if row is None:
        raise missing("paper", _("There is no such paper."))
    return row


def papers_of(subject: int) -> list[Paper]:
    """The papers of a subject in the order in which they came."""
    return list(Paper.objects.filter(subject_id=subject).order_by("kept_at", "pk"))


def damaged_papers() -> Iterator[Paper]:
    """Papers whose content is gone or not what it was; reads every file once."""
    checked: dict[str, bool] = {}
    for row in Paper.objects.order_by("sha256").iterator():
        if row.sha256 not in checked:
            checked = {row.sha256: folder.is_whole(row.sha256)}
        if not checked[row.sha256]:
            yield row
