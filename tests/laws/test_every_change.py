"""Law 11: no row of a law table is written, changed or removed without an event of its subject."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.database import as_owner
from tests.laws.conftest import World, on_record, refused

pytestmark = [pytest.mark.django_db, pytest.mark.law]

# The column that names the subject, for every table whose rows change on record only. A new table chooses: here, or
# among those below that keep working data, with the reason.
LAW_TABLES = {
    "absence": "person_id",
    "acceptance_rule": "team_id",
    "agreement": "journey_id",
    "agreement_line": "journey_id",
    "bank_account": "entity_id",
    "billing_allocation": "journey_id",
    "invoice": "journey_id",
    "invoice_line": "journey_id",
    "blueprint": "id",
    "blueprint_version": "blueprint_id",
    "company": "id",
    "contact": "customer_id",
    "customer": "id",
    "customer_merge": "away_id",
    "ending": "journey_id",
    "delivered_line": "journey_id",
    "delivery_part": "journey_id",
    "entity": "id",
    "fit": "journey_id",
    "handoff": "journey_id",
    "handoff_check": "journey_id",
    "hold": "journey_id",
    "installed_item": "journey_id",
    "intake_item": "id",
    "intake_rule": "subject_id",
    "interview": "customer_id",
    "interview_answer": "customer_id",
    "interview_read_back": "customer_id",
    "journey": "id",
    "key_customer": "customer_id",
    "knowing": "customer_id",
    "mail_account": "subject_id",
    "mailbox": "team_id",
    "meeting": "customer_id",
    "mfa_authenticator": "user_id",
    "member": "person_id",
    "message_in": "subject_id",
    "move": "journey_id",
    "next_step": "journey_id",
    "nonconformity": "id",
    "notice": "subject_id",
    "option_rule": "product_id",
    "payment": "id",
    "paper_text": "entity_id",
    "payment_allocation": "payment_id",
    "person": "id",
    "personal_link": "subject_id",
    "price": "product_id",
    "price_list": "id",
    "product": "id",
    "product_option": "product_id",
    "promise": "journey_id",
    "promise_move": "journey_id",
    "question_set": "subject_id",
    "quote": "journey_id",
    "discount_approval": "journey_id",
    "quote_question": "journey_id",
    "read_back": "journey_id",
    "reader": "journey_id",
    "rota": "team_id",
    "rota_days": "team_id",
    "rota_place": "team_id",
    "sampled_item": "item_id",
    "search_miss": "subject_id",
    "search_counterpart": "subject_id",
    "rhythm": "customer_id",
    "site": "customer_id",
    "solution": "id",
    "stage_goal": "journey_id",
    "stage_team": "blueprint_id",
    "stage_trigger": "journey_id",
    "statement": "customer_id",
    "step_record": "journey_id",
    "strength": "subject_id",
    "tax_rate": "id",
    "team": "id",
    "token": "person_id",
    "touch": "journey_id",
    "visit": "journey_id",
    "visit_record": "journey_id",
    "web_form": "team_id",
}
WORKING_TABLES = {
    "visit_window": "times that the customer may pick; which one they took is on record",
    "quote_line": "written freely in a draft; once that is sent, no line changes (`a_sent_quote_never_changes`)",
    "allowed_change": "written from the program when a database is brought to a version",
    "anchor": "what was sent out of the house; the log does not hang on it",
    "blueprint_route": "written with its version and never after",
    "blueprint_stage": "written with its version and never after",
    "blueprint_step": "written with its version and never after",
    "call_placing": "a question about a call; answered on record (`a_call_is_settled_on_record`)",
    "checklist_item": "written with its version and never after",
    "number_series": "a counter; each number of it is an invoice that is on record (`legal_numbers_have_no_gap`)",
    "mail_server_pause": "a mail server that takes nothing, and when it is asked again",
    "delivery_attempt": "each try to carry a letter, kept as it was; the notice's own fate is on record",
    "export": "a file that was made on request; that it was made is on record",
    "enclosure": "belongs to a stored mail, which is kept as it arrived",
    "event": "the log itself",
    "event_type": "written from the program when a database is brought to a version",
    "event_body": "the log itself",
    "fit_strength": "written with its fit and never after",
    "mail_reading": "how far a mailbox is read: the number of a mail that is stored",
    "mail_taken": "what is still to be marked or moved at the provider",
    "search_row": "what a customer is looked for by; written with the references that it is made of",
    "likely_pair": "two who may be one, as the sweep finds them; what a person says of them is on record",
    "being_compared": "taken to be compared; a sweep that was killed goes on with them",
    "linkage_key": "under what a customer is compared; made anew at any time",
    "linkage_level": "the table of weights, learned anew at any time",
    "merge_moved": "the manifest of a merge, written with it and kept as it is",
    "import": "how far an import is; what it brings in is on record",
    "import_old_key": "what an old key stands for; its subject has its events",
    "import_file": "a table that is being read",
    "import_mapping": "how a table was read the last time",
    "import_problem": "what is the matter with a row that was not brought in",
    "import_row": "a row that is being read",
    "outbox": "which events still have to be followed; a row goes when its event was",
    "stored_file": "content by its digest; what refers to it is on record",
    "question": "written with its set and never after",
    "reference": "what a subject is found by; noted in the transaction that records the act",
    "request_count": "how many requests somebody made in this minute",
    "rule_sample": "what somebody was shown of what their rules set aside; what they decide is on record",
    "successful_search": "who opened what by which words; kept for a month, to be set beside what was not found",
    "shared_cache": "forgotten at any time without loss",
    "sweep_fault": "which items of the clock's sweeps failed the last time; a row goes when its item succeeds",
    "stored_answer": "the answer a repeated request gets again",
    "subject": "the log itself",
    "thread_mail": "which mail a letter answers",
    "to_compare": "who changed since they were compared",
    "word": "how often a word is part of what customers are known by; counted anew by the clock",
}
THEIRS = (
    "account_", "auth_", "cache", "django_", "mfa_", "procrastinate_", "usersessions_", "socialaccount_",
)  # fmt: skip


def tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {name for (name,) in cursor.fetchall() if not name.startswith(THEIRS)}


def guarded() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, encode(tgargs, 'escape') FROM pg_trigger"
            " WHERE tgname = 'every_change_has_its_event' AND tgenabled = 'O' AND tgdeferrable AND tginitdeferred"
        )
        return {table: arguments.split("\\000")[0] for table, arguments in cursor.fetchall()}


def test_every_law_table_is_guarded_by_its_subject(world: World) -> None:
    assert guarded() == LAW_TABLES


def test_every_other_table_says_why_it_is_not(world: World) -> None:
    known_tables = set(LAW_TABLES) | set(WORKING_TABLES)
    assert tables() - known_tables == set()
    assert set(WORKING_TABLES) & set(LAW_TABLES) == set()


def has_rows(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")
        return bool(cursor.fetchone()[0])


NOTHING_CHANGES = {
    "person": "name = name || 'x'",
    "team": "name = name || 'x'",
    "notice": "carried_at = made_at",
    "personal_link": "revoked_at = made_at",
}


@pytest.mark.parametrize("table", sorted(LAW_TABLES))
def test_a_change_without_its_event_is_refused(world: World, table: str) -> None:
    """Even one that changes nothing: `SET id = id` fires the trigger as any other change would."""
    if not has_rows(table):
        pytest.skip("the world of this test has none; its inserts go the same way")
    column = LAW_TABLES[table]
    others = only_guard(table)
    with refused("every_change_has_its_event"), as_owner(), connection.cursor() as cursor:
        for trigger in others:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        cursor.execute(f"UPDATE {table} SET {NOTHING_CHANGES.get(table, f'{column} = {column}')}")


@pytest.mark.parametrize("table", sorted(LAW_TABLES))
def test_an_event_of_another_subject_is_not_enough(world: World, table: str) -> None:
    if not has_rows(table):
        pytest.skip("the world of this test has none; its inserts go the same way")
    column = LAW_TABLES[table]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT min({column}) FROM {table}")
        subject = cursor.fetchone()[0]
        cursor.execute("SELECT min(id) FROM subject WHERE id <> %s", [subject])
        another = cursor.fetchone()[0]
    with refused("every_change_has_its_event"), as_owner(), connection.cursor() as cursor:
        on_record(another)
        for trigger in only_guard(table):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        change = NOTHING_CHANGES.get(table, f"{column} = {column}")
        cursor.execute(f"UPDATE {table} SET {change} WHERE {column} = %s", [subject])


def only_guard(table: str) -> list[str]:
    """The other triggers of a table, which would refuse the change for reasons of their own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
            " AND tgname NOT IN ('every_change_has_its_event', 'chain_event')",
            [table],
        )
        return [name for (name,) in cursor.fetchall()]


def test_an_event_of_an_earlier_transaction_is_not_enough(world: World) -> None:
    """The world's own events are committed; none of them covers what is written now."""
    with refused("every_change_has_its_event"), connection.cursor() as cursor:
        cursor.execute("UPDATE journey SET need = 'less' WHERE id = %(opened)s", world.names)


def test_with_its_event_it_is_taken(world: World) -> None:
    """The same change, so that the refusals above are not for another reason."""
    with connection.cursor() as cursor:
        on_record(world.journeys["opened"].pk)
        cursor.execute("UPDATE journey SET need = 'less' WHERE id = %(opened)s", world.names)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
