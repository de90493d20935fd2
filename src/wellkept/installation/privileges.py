"""Privileges of the application's role, all in one list: on a table that is not named here it may do nothing.

INSERT is granted on every column but a key that the database gives: whoever chose keys to come would make others fail.
The list is granted when a database is brought to this version (`schema.py`), and taken together with the functions and
triggers: what is not on it is revoked. The role owns nothing, so no list can give it DDL, TRUNCATE or triggers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from psycopg import sql

from wellkept.installation.privilege_queries import HELD, INSERTABLE, OURS, POWERS

TABLES: Mapping[str, str] = {
    # The log. Its rows are written by the functions below, which run as their owner.
    "event": "SELECT",
    "event_body": "SELECT",
    "event_type": "SELECT",
    "allowed_change": "SELECT",
    "subject": "SELECT, INSERT (kind)",
    "outbox": "SELECT, UPDATE (attempts, next_try, last_error, failed_at), DELETE",
    "anchor": "SELECT, INSERT, UPDATE (root, taken_at, sent_to)",
    "sweep_fault": "SELECT, INSERT, UPDATE, DELETE",
    # Repeated requests, files
    "request_count": "SELECT, INSERT, UPDATE, DELETE",
    "stored_answer": "SELECT, INSERT, UPDATE, DELETE",
    "stored_file": "SELECT, INSERT, UPDATE (subject_id)",
    # People
    "absence": "SELECT, INSERT, UPDATE, DELETE",
    "acceptance_rule": "SELECT, INSERT, UPDATE",
    "company": "SELECT, INSERT, UPDATE",
    "member": "SELECT, INSERT, DELETE",
    "person": "SELECT, INSERT, UPDATE",
    "rota": "SELECT, INSERT, UPDATE, DELETE",
    "rota_days": "SELECT, INSERT, DELETE",
    "rota_place": "SELECT, INSERT, DELETE",
    "team": "SELECT, INSERT, UPDATE (lead_id, standing_id)",
    "token": "SELECT, INSERT, UPDATE (used_at, revoked_at)",
    # References and search rows
    "reference": "SELECT, INSERT",
    "search_row": "SELECT, INSERT, UPDATE (traits)",
    "word": "SELECT, INSERT, UPDATE (count), DELETE",
    # Who sells
    "entity": "SELECT, INSERT, UPDATE",
    "bank_account": "SELECT, INSERT, UPDATE (preferred, closed_at)",
    "paper_text": "SELECT, INSERT, UPDATE (opening, closing)",
    # What we sell
    "solution": "SELECT, INSERT, UPDATE",
    "product": "SELECT, INSERT, UPDATE",
    "product_option": "SELECT, INSERT, UPDATE",
    "option_rule": "SELECT, INSERT, UPDATE (ended_at)",
    "price_list": "SELECT, INSERT",
    "price": "SELECT, INSERT, UPDATE (valid_to, struck_at)",
    "tax_rate": "SELECT, INSERT, UPDATE (valid_to)",
    # Nonconformities
    "nonconformity": "SELECT, INSERT, UPDATE",
    # The documented process
    "blueprint": "SELECT, INSERT, UPDATE",
    "blueprint_route": "SELECT, INSERT",
    "blueprint_stage": "SELECT, INSERT",
    "blueprint_step": "SELECT, INSERT",
    "blueprint_version": "SELECT, INSERT",
    "checklist_item": "SELECT, INSERT",
    "stage_team": "SELECT, INSERT",
    # Customers
    "contact": "SELECT, INSERT, UPDATE",
    "customer": "SELECT, INSERT, UPDATE",
    "personal_link": "SELECT, INSERT, UPDATE (revoked_at)",
    "site": "SELECT, INSERT, UPDATE",
    # Notices and letters
    "notice": "SELECT, INSERT, UPDATE",
    "delivery_attempt": "SELECT, INSERT, UPDATE (outcome, reply)",
    "thread_mail": "SELECT, INSERT",
    # Journeys
    "ending": "SELECT, INSERT, UPDATE (how, why, taken_back_with)",
    "handoff": "SELECT, INSERT, UPDATE",
    "handoff_check": "SELECT, INSERT, DELETE",
    "hold": "SELECT, INSERT, UPDATE",
    "journey": "SELECT, INSERT, UPDATE",
    "move": "SELECT, INSERT",
    "next_step": "SELECT, INSERT, UPDATE",
    "reader": "SELECT, INSERT",
    "stage_goal": "SELECT, INSERT",
    "stage_trigger": "SELECT, INSERT, UPDATE (objected_at)",
    "step_record": "SELECT, INSERT",
    "touch": "SELECT, INSERT, UPDATE (journey_id, contact_id, chase, explained_again)",
    # Promises, sales, orders
    "agreement": "SELECT, INSERT, UPDATE",
    "agreement_line": "SELECT, INSERT",
    "quote": "SELECT, INSERT, UPDATE",
    "quote_line": "SELECT, INSERT, UPDATE, DELETE",
    "discount_approval": "SELECT, INSERT, UPDATE (approved, answer, answered_at, answered_by_id)",
    "quote_question": "SELECT, INSERT, UPDATE (answer, answered_at, answered_by_id)",
    "promise": "SELECT, INSERT, UPDATE",
    "promise_move": "SELECT, INSERT, UPDATE",
    "read_back": "SELECT, INSERT, UPDATE",
    # Delivery
    "delivery_part": "SELECT, INSERT, UPDATE (refused_at)",
    "delivered_line": "SELECT, INSERT",
    "installed_item": "SELECT, INSERT, UPDATE (product, serial, place, since, taken_out_at, taken_out_because,"
    " taken_out_words)",
    # Visits
    "visit": "SELECT, INSERT, UPDATE",
    "visit_window": "SELECT, INSERT, DELETE",
    "visit_record": "SELECT, INSERT, UPDATE (state, judged_at, judged_by_id, judged_words, item_id)",
    # Money
    "payment": "SELECT, INSERT, UPDATE (handler_id, next_step, note, due_at, warned_at, settled_at, aside_why)",
    "payment_allocation": "SELECT, INSERT, UPDATE (taken_back_at)",
    "number_series": "SELECT, INSERT, UPDATE (counter)",
    "invoice": "SELECT, INSERT, UPDATE",
    "invoice_line": "SELECT, INSERT",
    "billing_allocation": "SELECT, INSERT, UPDATE (ended_at)",
    # What they tell us
    "fit": "SELECT, INSERT",
    "fit_strength": "SELECT, INSERT",
    "interview": "SELECT, INSERT, UPDATE",
    "interview_answer": "SELECT, INSERT, UPDATE (customer_id, words, noted_at, noted_by_id)",
    "interview_read_back": "SELECT, INSERT, UPDATE",
    "key_customer": "SELECT, INSERT, UPDATE",
    "knowing": "SELECT, INSERT, UPDATE (customer_id)",
    "meeting": "SELECT, INSERT, UPDATE (customer_id)",
    "question": "SELECT, INSERT",
    "question_set": "SELECT, INSERT",
    "rhythm": "SELECT, INSERT, UPDATE",
    "statement": "SELECT, INSERT, UPDATE (customer_id, ended_at, ended_by_id, ended_why, superseded_by_id)",
    "strength": "SELECT, INSERT, UPDATE",
    # What comes in
    "call_placing": "SELECT, INSERT, UPDATE (settled_at, settled_by_id)",
    "enclosure": "SELECT, INSERT",
    "intake_item": "SELECT, INSERT, UPDATE",
    "intake_rule": "SELECT, INSERT, UPDATE",
    "mail_server_pause": "SELECT, INSERT, UPDATE, DELETE",
    "mail_account": "SELECT, INSERT, UPDATE",
    "mail_reading": "SELECT, INSERT, UPDATE",
    "mail_taken": "SELECT, INSERT, DELETE",
    "mailbox": "SELECT, INSERT, UPDATE",
    "message_in": "SELECT, INSERT, UPDATE",
    "rule_sample": "SELECT, INSERT, UPDATE",
    "sampled_item": "SELECT, INSERT, UPDATE",
    "web_form": "SELECT, INSERT, UPDATE",
    # Two customers who may be one
    "being_compared": "SELECT, INSERT, DELETE",
    "customer_merge": "SELECT, INSERT, UPDATE",
    "likely_pair": "SELECT, INSERT, UPDATE, DELETE",
    "linkage_key": "SELECT, INSERT, DELETE",
    "linkage_level": "SELECT, INSERT, DELETE",
    "merge_moved": "SELECT, INSERT, UPDATE (let_go)",
    "to_compare": "SELECT, INSERT, UPDATE, DELETE",
    # The find box
    "search_counterpart": "SELECT, INSERT, UPDATE",
    "search_miss": "SELECT, INSERT, UPDATE",
    "successful_search": "SELECT, INSERT, DELETE",
    # Imports and exports
    "export": "SELECT, INSERT, UPDATE",
    "import": "SELECT, INSERT, UPDATE, DELETE",
    "import_file": "SELECT, INSERT, UPDATE, DELETE",
    "import_mapping": "SELECT, INSERT, UPDATE",
    "import_old_key": "SELECT, INSERT, UPDATE",
    "import_problem": "SELECT, INSERT, UPDATE, DELETE",
    "import_row": "SELECT, INSERT, UPDATE, DELETE",
    # Django, signing in, jobs
    # A reset link goes to any address of this table, so it stays empty: people have one address, their own.
    "account_emailaddress": "SELECT",
    "account_emailconfirmation": "SELECT",
    "auth_group": "SELECT",
    "auth_group_permissions": "SELECT",
    "auth_permission": "SELECT",
    "django_content_type": "SELECT",
    "django_migrations": "SELECT",
    "django_session": "SELECT, INSERT, UPDATE, DELETE",
    "mfa_authenticator": "SELECT, INSERT, UPDATE, DELETE",
    "procrastinate_events": "SELECT, INSERT",
    "procrastinate_jobs": "SELECT, INSERT, UPDATE, DELETE",
    "procrastinate_periodic_defers": "SELECT, INSERT, UPDATE, DELETE",
    "procrastinate_workers": "SELECT, INSERT, UPDATE, DELETE",
    "shared_cache": "SELECT, INSERT, UPDATE, DELETE",
}

# Drawn from by the application itself; a key that the database gives needs none. Each sequence may be read, so that
# the application's role can take a backup.
SEQUENCES: Sequence[str] = (
    "journey_count",
    "procrastinate_events_id_seq",
    "procrastinate_jobs_id_seq",
    "procrastinate_periodic_defers_id_seq",
)

# Called by the application, or by triggers on its own tables.
FUNCTIONS: Sequence[str] = (
    # The doors into the log (events/sql/log.sql)
    "record_events",
    "record_batch",
    "erase_body",
    "hold_the_log",
    # References (references/sql/laws.sql)
    "note_references",
    "has_room",
    "known_by",
    "are_known_by",
    # What was delivered of an agreed line (delivery/sql/laws.sql)
    "delivered_quantity",
    "keeps_what_was_delivered",
    # Lines of an agreement that go on with others (orders/sql/laws.sql), and what is billed of them
    "line_chain",
    "keeps_what_is_billed",
    # What is open of an invoice, and left of a payment (billing/sql/laws.sql)
    "open_amount",
    "amount_left",
    # What stands of a billed line, and whether deposits are covered by what is billed later
    "standing_amount",
    "deposits_are_covered",
    # In triggers on the application's own tables
    "discount_limit_of",
    "discount_of_quote",
    "events_of_this_act",
    "has_its_check_digit",
    "is_another_administrator",
    "is_told_with_this",
    "log_clock",
    "minor_units_of",
    "promise_due",
    "recorded_here",
    "speaks_for",
)


class Privilege(NamedTuple):
    """One privilege on a table, on a column ("subject (kind)"), or on something else ("sequence journey_count")."""

    on: str
    kind: str

    def __str__(self) -> str:
        return f"{self.kind} on {self.on}"


class Cursor(Protocol):
    """A cursor of Django or of psycopg."""

    def execute(self, query: Any, params: Any = None, /) -> Any: ...

    def fetchall(self) -> list[Any]: ...


def wanted() -> set[Privilege]:
    """The list, one privilege an entry."""
    privileges = {Privilege(f"function {name}", "EXECUTE") for name in FUNCTIONS}
    privileges |= {Privilege(f"sequence {name}", "USAGE") for name in SEQUENCES}
    for table, grants in TABLES.items():
        for kind, columns in _GRANT.findall(grants):
            if columns:
                privileges |= {Privilege(f"{table} ({name})", kind) for name in columns.split(", ")}
            else:
                privileges.add(Privilege(table, kind))
    return privileges


def as_text() -> str:
    """The list as one text, for a digest."""
    return "\n".join(sorted(map(str, wanted())))


def held(cursor: Cursor, role: str) -> set[Privilege]:
    """All privileges that the role has on our schema and on the database, however it came by them."""
    cursor.execute(HELD, {"role": role})
    return {Privilege(on, kind) for on, kind in cursor.fetchall()}


def powers(cursor: Cursor, role: str) -> list[str]:
    """Powers that a role of the application should not have and no list of privileges can take: in words."""
    cursor.execute(POWERS, {"role": role})
    return [str(power) for (power,) in cursor.fetchall()]


def is_bound(cursor: Cursor, role: str) -> bool:
    """Whether the list can bind this role: not a superuser, nor one that may act as the owner of the tables."""
    cursor.execute(
        "SELECT FROM pg_roles r WHERE rolname = %(role)s AND (rolsuper OR EXISTS (SELECT FROM pg_class c"
        " WHERE c.relnamespace = 'public'::regnamespace AND pg_has_role(r.oid, c.relowner, 'MEMBER')))",
        {"role": role},
    )
    return not cursor.fetchall()


def are_granted(cursor: Cursor, role: str) -> bool:
    """Whether the role has exactly what is on the list, as far as the owner of the tables can tell it to."""
    granted = {
        privilege for privilege in held(cursor, role) if not privilege.on.startswith(("database", "schema"))
    }
    return not is_bound(cursor, role) or granted == wanted()


def grant(cursor: Cursor, role: str, functions: Sequence[str]) -> None:
    """Give the role what is on the list, and take from it and from everybody what is not. Must run as the owner.

    Takes `functions`, ours, from everybody: only those on the list are called by the application itself.
    """
    for statement in _statements(cursor, role if is_bound(cursor, role) else None, functions):
        cursor.execute(statement)


def close_database(cursor: Cursor) -> None:
    """Let nobody but its owner create schemas and temporary tables in this database, and tables in our schema."""
    cursor.execute("SELECT current_database()")
    ((database,),) = cursor.fetchall()
    cursor.execute(_fill("REVOKE CREATE, TEMPORARY ON DATABASE {} FROM PUBLIC", database))
    cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")


def _statements(cursor: Cursor, role: str | None, functions: Sequence[str]) -> Iterator[sql.Composed]:
    cursor.execute(OURS)
    ours = cursor.fetchall()
    for grantee in ("PUBLIC", role) if role else ("PUBLIC",):
        revoked_from = sql.SQL("PUBLIC") if grantee == "PUBLIC" else sql.Identifier(grantee)
        for kind, name in ours:
            yield sql.SQL("REVOKE ALL ON {} {} FROM {}").format(
                sql.SQL(kind), sql.Identifier(name), revoked_from
            )
        for name in functions:
            yield sql.SQL("REVOKE ALL ON FUNCTION {} FROM {}").format(sql.Identifier(name), revoked_from)
    if role is None:
        return
    cursor.execute(INSERTABLE)
    columns: dict[str, Sequence[str]] = dict(cursor.fetchall())
    for table, grants in TABLES.items():
        for kind, only in _GRANT.findall(grants):
            names = columns.get(table, ()) if kind == "INSERT" and not only else ()
            on = f" ({', '.join(names)})" if names else f" ({only})" if only else ""
            yield _fill(f"GRANT {kind}{on} ON {{}} TO {{}}", table, role)
    for kind, name in ours:
        if kind == "SEQUENCE":
            yield _fill("GRANT SELECT ON SEQUENCE {} TO {}", name, role)
    for name in SEQUENCES:
        yield _fill("GRANT USAGE ON SEQUENCE {} TO {}", name, role)
    for name in FUNCTIONS:
        yield _fill("GRANT EXECUTE ON FUNCTION {} TO {}", name, role)


def _fill(statement: str, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))


_GRANT = re.compile(r"(\w+)(?: \(([^)]+)\))?")
