"""Permission to import, and the lock on an import."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.imports.models import Import
from wellkept.imports.queries import assert_may_exchange
from wellkept.kernel.refusal import Refusal, missing
from wellkept.people.actor import Actor


def assert_may_import(*, by: Actor) -> int:
    """Refuse everybody but administrators and the process owner: an import changes everybody's desk."""
    by.as_writer()
    me = by.as_staff()
    assert_may_exchange(by)
    return me


def lock_import(key: int, *states: str, by: Actor) -> Import:
    """Lock the import until the end of the transaction. Refuses if it is in none of these states."""
    assert_may_import(by=by)
    row = Import.objects.select_for_update().filter(pk=key).first()
    if row is None:
        raise missing("import", _("There is no such import."))
    if states and row.state not in states:
        raise Refusal("not_now", _NOT_NOW.get(row.state, _("This import is in another state by now.")))
    return row


_NOT_NOW = {
    "files": _("Add its files first."),
    "reading": _("Its files are being read. A moment."),
    "checking": _("It is being checked. A moment."),
    "running": _("The import is running. You can take it back when it is done."),
    "done": _("It is imported already."),
    "taking_back": _("It is being taken back. A moment."),
    "taken_back": _("It was taken back. Begin a new import to bring it in again."),
}
