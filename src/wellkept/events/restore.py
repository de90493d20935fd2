"""Clean-up after a restore: marks of another server's transactions go, and no number or key is given twice."""

from __future__ import annotations

from django.db import connection, transaction

NUMBERS = "journey_count"  # the sequence behind the numbers that customers read on paper
FEWEST_NUMBERS, FEWEST_KEYS = 200_000, 1_000_000  # that are left out after a restore


@transaction.atomic
def forget_transactions() -> None:
    """Clear which transaction wrote a row, wherever a row bears that mark.

    A new server counts its transactions from the start. By chance an old mark could equal a new transaction and
    let a write pass without its event. Needs the rights of the tables' owner.
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


@transaction.atomic
def skip_ahead() -> None:
    """Let every sequence go on behind all that can have been given out since the backup was made.

    A number on a customer's paper must not become another's, and a personal link names its row by key: with a key
    given twice, it would open another customer's page. Nobody knows how many were given since; we leave out as many
    as were ever given, and never fewer than the numbers above. Needs the rights of the tables' owner.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH given AS (SELECT *, coalesce(last_value, start_value)::numeric AS last FROM pg_sequences"
            "                WHERE schemaname = current_schema)"
            " SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass, trunc(last + least("
            "        greatest(last, CASE sequencename WHEN %s THEN %s ELSE %s END), (max_value - last) / 2))::bigint)"
            " FROM given",
            [NUMBERS, FEWEST_NUMBERS, FEWEST_KEYS],
        )
