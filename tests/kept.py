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
CREATE OR REPLACE FUNCTION kept.keep(world text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE t text; row_found int;
BEGIN
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        row_found := NULL;
        EXECUTE format('SELECT 1 FROM public.%I LIMIT 1', t) INTO row_found;
        IF row_found IS NOT NULL THEN
            EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', world || ':' || t, t);
        END IF;
    END LOOP;
    INSERT INTO kept.sequence
        SELECT world, sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$;
CREATE OR REPLACE FUNCTION kept.bring(world text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE t text; row_found int;
BEGIN
    PERFORM set_config('session_replication_role', 'replica', true);
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        row_found := NULL;
        EXECUTE format('SELECT 1 FROM public.%I LIMIT 1', t) INTO row_found;
        IF row_found IS NOT NULL THEN
            EXECUTE format('DELETE FROM public.%I', t);
        END IF;
    END LOOP;
    FOR t IN
        SELECT split_part(tablename, ':', 2) FROM pg_tables
         WHERE schemaname = 'kept' AND split_part(tablename, ':', 1) = world AND tablename <> 'sequence'
    LOOP
        EXECUTE (
            SELECT format('INSERT INTO public.%I (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM kept.%I', t,
                          string_agg(quote_ident(column_name), ','), string_agg(quote_ident(column_name), ','),
                          world || ':' || t)
            FROM information_schema.columns
            WHERE table_schema = 'public' AND table_name = t AND is_generated = 'NEVER'
        );
    END LOOP;
    PERFORM kept.rewind(world);
    PERFORM set_config('session_replication_role', 'origin', true);
END $$;
CREATE OR REPLACE FUNCTION kept.rewind(of_world text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    PERFORM setval(format('public.%I', name)::regclass, last_value) FROM kept.sequence WHERE world = of_world;
END $$;
"""
