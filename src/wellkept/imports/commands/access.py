"""Who may bring in and take out, and the import that they do it to."""

from __future__ import annotations

from wellkept.imports.models import Import
from wellkept.kernel.refusal import Refusal, forbidden, missing
from wellkept.people.actor import Actor
from wellkept.people.queries import company


def may(*, by: Actor) -> int:
    """Administrators and the process owner: an import changes everybody's desk."""
    by.as_writer()
    me = by.as_staff()
    if not (by.admin or me == company().process_owner_id):
        raise forbidden(
            "Bringing in spreadsheets is for administrators and the process owner.",
            instead="Ask one of them; they can name you an administrator.",
        )
    return me


def taken(key: int, *states: str, by: Actor) -> Import:
    """The import, held until the end of the transaction, where it is in one of these states."""
    may(by=by)
    row = Import.objects.select_for_update().filter(pk=key).first()
    if row is None:
        raise missing("import", "There is no such import.")
    if states and row.state not in states:
        raise Refusal("not_now", _NOT_NOW.get(row.state, "This import is at another point by now."))
    return row


_NOT_NOW = {
    "files": "Its files come first.",
    "reading": "Its files are being read. A moment.",
    "checking": "It is being checked. A moment.",
    "running": "It is being brought in. It can be taken back when it is done.",
    "done": "It is brought in already.",
    "taking_back": "It is being taken back. A moment.",
    "taken_back": "It was taken back. Begin a new import to bring it in again.",
}
