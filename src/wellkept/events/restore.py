"""Clean-up after a restore: transaction marks of another server mean nothing on this one."""

from __future__ import annotations

from django.db import connection, transaction


@transaction.atomic
def forget_transactions() -> None:
    """Clear which transaction wrote a row, wherever a row bears that mark.

    Transaction ids start anew on a new server; an old mark could equal a new transaction by chance and let a
    write pass without its event. Needs the rights of the tables' owner.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns"
            " WHERE table_schema = current_schema AND column_name = 'written_in' ORDER BY table_name"
        )
        for (table,) in cursor.fetchall():
            name = connection.ops.quote_name(table)
            cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
            cursor.execute(f"UPDATE {name} SET written_in = NULL WHERE written_in IS NOT NULL")
            cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")
