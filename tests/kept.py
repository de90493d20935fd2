"""Worlds that each worker makes once, by commands. Each test gets them back as they were, by one statement.

Tables are kept in a schema of their own. The log refuses to be written like that, so the triggers and foreign keys look
away for the length of the call.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import connection

from tests.database import as_superuser

T = TypeVar("T")


def keep(world: str, make: Callable[[], T]) -> T:
    """Make the world in the empty database, commit it, and keep a copy of every table."""
    with as_superuser(), connection.cursor() as cursor:
        cursor.execute(FUNCTIONS)
    company = make()
    with connection.cursor() as cursor:
        cursor.execute("SELECT kept.keep(%s)", [world])
    return company


def bring(world: str) -> None:
    """Everything as it was when the world was kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kept.bring(%s)", [world])


def rewind(world: str) -> None:
    """Only the sequences as they were: what a test has rolled back it has still numbered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kept.rewind(%s)", [world])


FUNCTIONS = """
CREATE SCHEMA IF NOT EXISTS kept;
GRANT USAGE ON SCHEMA kept TO PUBLIC;
CREATE TABLE IF NOT EXISTS kept.sequence (world text, name text, last_value bigint);
CREATE TABLE IF NOT EXISTS kept.statement (world text, text text);
-- The large tables that no company changes: `seed.reset` leaves them, too.
CREATE OR REPLACE FUNCTION kept.always_there() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT ARRAY['django_migrations', 'django_content_type', 'auth_permission', 'event_type', 'allowed_change']
$$;
CREATE OR REPLACE FUNCTION kept.keep(world text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE t text; row_found int;
BEGIN
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL (kept.always_there()) LOOP
        row_found := NULL;
        EXECUTE format('SELECT 1 FROM public.%I LIMIT 1', t) INTO row_found;
        IF row_found IS NOT NULL THEN
            EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', world || ':' || t, t);
            -- Worded once: to look up the columns takes several times as long as to copy the rows.
            INSERT INTO kept.statement
                SELECT world, format('INSERT INTO public.%I (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM kept.%I', t,
                                     string_agg(quote_ident(column_name), ','),
                                     string_agg(quote_ident(column_name), ','), world || ':' || t)
                  FROM information_schema.columns
                 WHERE table_schema = 'public' AND table_name = t AND is_generated = 'NEVER';
        END IF;
    END LOOP;
    INSERT INTO kept.sequence
        SELECT world, sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$;
CREATE OR REPLACE FUNCTION kept.bring(of_world text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE t text; row_found int;
BEGIN
    PERFORM set_config('session_replication_role', 'replica', true);
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL (kept.always_there()) LOOP
        row_found := NULL;
        EXECUTE format('SELECT 1 FROM public.%I LIMIT 1', t) INTO row_found;
        IF row_found IS NOT NULL THEN
            EXECUTE format('DELETE FROM public.%I', t);
        END IF;
    END LOOP;
    DELETE FROM public.allowed_change WHERE event_type NOT IN (SELECT type FROM seed.event_type);
    DELETE FROM public.event_type WHERE type NOT IN (SELECT type FROM seed.event_type);
    FOR t IN SELECT text FROM kept.statement WHERE world = of_world LOOP
        EXECUTE t;
    END LOOP;
    PERFORM kept.rewind(of_world);
    PERFORM set_config('session_replication_role', 'origin', true);
END $$;
CREATE OR REPLACE FUNCTION kept.rewind(of_world text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    PERFORM setval(format('public.%I', name)::regclass, last_value) FROM kept.sequence WHERE world = of_world;
END $$;
"""
