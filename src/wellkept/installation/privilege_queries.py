"""Statements about tables and privileges in the catalogue of the database, for `privileges`."""

from __future__ import annotations

# The columns of each table with a key that the database gives, but for that key.
INSERTABLE = """
SELECT c.relname, array_agg(quote_ident(a.attname) ORDER BY a.attnum)
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.relnamespace = 'public'::regnamespace AND a.attidentity = '' AND a.attgenerated = ''
   AND EXISTS (SELECT FROM pg_attribute k WHERE k.attrelid = c.oid AND k.attidentity <> '')
 GROUP BY c.relname
"""

# Tables and sequences of our schema that the current role owns.
OURS = """
SELECT CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, relname
  FROM pg_class
 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
   AND pg_has_role(relowner, 'USAGE')
   AND NOT EXISTS (SELECT FROM pg_depend
                    WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')
 ORDER BY relname
"""

HELD = """
WITH relation AS (
    SELECT oid, relname, relkind,
           EXISTS (SELECT FROM pg_attribute WHERE attrelid = pg_class.oid AND attidentity <> '') AS gives_keys
      FROM pg_class WHERE relnamespace = 'public'::regnamespace
), without_its_key AS (  -- INSERT on every column but the key that the database gives counts as INSERT
    SELECT oid FROM relation
     WHERE gives_keys AND (SELECT bool_and(has_column_privilege(%(role)s, oid, attnum, 'INSERT') = (attidentity = ''))
                             FROM pg_attribute
                            WHERE attrelid = oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '')
)
SELECT relname, kind FROM relation, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES',
                                                 'TRIGGER']) kind
 WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND has_table_privilege(%(role)s, oid, kind)
   AND NOT (gives_keys AND kind = 'INSERT')
UNION ALL
SELECT relname, 'INSERT' FROM relation JOIN without_its_key USING (oid)
UNION ALL
SELECT format('%%s (%%s)', relname, attname), kind
  FROM relation JOIN pg_attribute ON attrelid = oid AND attnum > 0 AND NOT attisdropped,
       unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) kind
 WHERE has_column_privilege(%(role)s, oid, attnum, kind)
   AND (NOT has_table_privilege(%(role)s, oid, kind) OR (gives_keys AND kind = 'INSERT'))
   AND NOT (kind = 'INSERT' AND oid IN (SELECT oid FROM without_its_key))
UNION ALL
SELECT 'sequence ' || relname, kind FROM relation, unnest(ARRAY['USAGE', 'UPDATE']) kind
 WHERE relkind = 'S' AND has_sequence_privilege(%(role)s, oid, kind)
UNION ALL
SELECT 'function ' || proname, 'EXECUTE' FROM pg_proc p
 WHERE pronamespace = 'public'::regnamespace AND has_function_privilege(%(role)s, oid, 'EXECUTE')
   AND obj_description(oid, 'pg_proc') LIKE 'wellkept code %%'
UNION ALL
SELECT 'database', kind FROM unnest(ARRAY['CREATE', 'TEMPORARY']) kind
 WHERE has_database_privilege(%(role)s, current_database(), kind)
UNION ALL
SELECT 'schema ' || nspname, 'CREATE' FROM pg_namespace
 WHERE nspname NOT LIKE 'pg\\_%%' AND has_schema_privilege(%(role)s, oid, 'CREATE')
"""

POWERS = """
SELECT power FROM pg_roles,
       unnest(ARRAY['is a superuser', 'may create databases', 'may create roles', 'may replicate',
                    'passes row-level security'],
              ARRAY[rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls]) AS p(power, has)
 WHERE rolname = %(role)s AND has
UNION ALL
SELECT 'may switch triggers off' FROM pg_roles
 WHERE rolname = %(role)s AND NOT rolsuper AND has_parameter_privilege(oid, 'session_replication_role', 'SET')
UNION ALL
SELECT DISTINCT 'owns the tables' FROM pg_class
 WHERE relnamespace = 'public'::regnamespace AND relowner = to_regrole(%(role)s)
UNION ALL
SELECT 'is a member of ' || r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
 WHERE m.member = to_regrole(%(role)s)
"""
