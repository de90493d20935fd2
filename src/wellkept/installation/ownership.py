"""Give a database that a superuser owns to the role that owns it from now on, with all that is ours in it.

An installation of before the two roles connected as the server's superuser. `REASSIGN OWNED` does not take from that
role, because the server itself needs what it owns.
"""

from __future__ import annotations

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow

from wellkept.installation.open_doors import ONE_AT_A_TIME


def change_owner(connection: psycopg.Connection[TupleRow], owner: str) -> None:
    """Let `owner` own the database of this connection and everything in our schema that belongs to no extension."""
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        for kind, name in connection.execute(_OTHERS, {"owner": owner}).fetchall():
            # Both come from the catalogue, the name quoted by the server.
            statement = sql.SQL(f"ALTER {kind} {name} OWNER TO {{}}")
            connection.execute(statement.format(sql.Identifier(owner)))
        database = sql.Identifier(connection.info.dbname)
        connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(database, sql.Identifier(owner)))


# A sequence that belongs to a column follows its table, as a table's row type does.
_OTHERS = """
WITH of_extension AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'e')
SELECT CASE relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END,
       oid::regclass::text
  FROM pg_class c
 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
   AND relowner <> %(owner)s::regrole
   AND ('pg_class'::regclass, oid) NOT IN (SELECT classid, objid FROM of_extension)
   AND NOT EXISTS (SELECT FROM pg_depend
                    WHERE classid = 'pg_class'::regclass AND objid = c.oid AND relkind = 'S' AND deptype IN ('a', 'i'))
UNION ALL
SELECT CASE prokind WHEN 'p' THEN 'PROCEDURE' WHEN 'a' THEN 'AGGREGATE' ELSE 'FUNCTION' END, oid::regprocedure::text
  FROM pg_proc
 WHERE pronamespace = 'public'::regnamespace AND proowner <> %(owner)s::regrole
   AND ('pg_proc'::regclass, oid) NOT IN (SELECT classid, objid FROM of_extension)
UNION ALL
SELECT CASE typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, oid::regtype::text
  FROM pg_type t
 WHERE typnamespace = 'public'::regnamespace AND typowner <> %(owner)s::regrole
   AND (typtype IN ('d', 'e', 'r') OR EXISTS (SELECT FROM pg_class WHERE oid = typrelid AND relkind = 'c'))
   AND ('pg_type'::regclass, oid) NOT IN (SELECT classid, objid FROM of_extension)
"""
