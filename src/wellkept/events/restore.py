"""After a restore: the marks of transactions of another server mean nothing on this one."""

from __future__ import annotations

from django.db import connection, transaction


@transaction.atomic
def forget_transactions() -> None:
    """Clear which transaction wrote each subject's latest event.

    Transaction ids start anew on a new server; an old mark could equal a new transaction by chance and let a
    write pass without its event. Needs the rights of the tables' owner.
    """
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE subject DISABLE TRIGGER a_subject_moves_with_its_events")
        cursor.execute("UPDATE subject SET written_in = NULL WHERE written_in IS NOT NULL")
        cursor.execute("ALTER TABLE subject ENABLE TRIGGER a_subject_moves_with_its_events")
