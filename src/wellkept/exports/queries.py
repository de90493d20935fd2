"""Read exports for their pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.exports.models import Export
from wellkept.kernel.refusal import forbidden, missing
from wellkept.people.actor import Actor
from wellkept.people.queries import answers_for_company


def assert_may_export(by: Actor) -> int:
    """Refuse everybody but administrators and the process owner: an export holds everything that they may read.

    This is the right to read one. To ask for one is to write, which `begin` and `take_out` ask for beside it.
    """
    me = by.as_staff()
    if not answers_for_company(by):
        raise forbidden(
            _("Only administrators and the process owner can take everything out in one file."),
            instead=_("Ask one of them for it."),
        )
    return me


def exports(*, by: Actor, limit: int = 20) -> list[Export]:
    """List exports, the newest first."""
    assert_may_export(by)
    return list(Export.objects.select_related("by").order_by("-pk")[:limit])


def export(key: int, *, by: Actor) -> Export:
    """Read an export whose file exists. Only for the person who asked: it holds what they may read."""
    assert_may_export(by)
    row = Export.objects.filter(pk=key, state="done", by_id=by.person or 0).first()
    if row is None:
        raise missing(
            "export", _("This file is not there, or somebody else asked for it. Ask for one of your own.")
        )
    return row
