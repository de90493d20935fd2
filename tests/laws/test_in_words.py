"""Every named constraint has a sentence for people, and every law has its table."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from tests.laws.conftest import World, on_record

from wellkept.laws import LAWS, refusal

pytestmark = [pytest.mark.django_db, pytest.mark.law, pytest.mark.one_version]

# Constraints that only carry a key for others to hang on, and those of rows that no person writes.
NO_PERSON_MEETS = {
    "one_fault_of_an_item",
    "a_body_goes_with_its_salt", "facts_are_json", "members_are_counted", "actor_kinds_are_known", "courts_are_known",
    "subject_kinds_are_known", "carriers_are_known", "outcomes_of_attempts_are_known", "intake_rules_are_known",
    "enclosures_have_their_places", "a_mail_is_in_a_thread_once", "requests_are_counted_in_one_row",
    "no_verdict_without_its_event", "product_option_id_product",
}  # fmt: skip
OTHER_WORDS = {  # quoted in functions of the schema, and no names of constraints
    "abort_job_requested", "cancelled_by_them", "cancelled_by_us", "caused_by_first", "check_not_todo_abort_requested",
    "deferred_for_retry", "foreign_key_violation", "integrity_constraint_violation", "notice_given_up",
    "second_factors_changed", "second_factors_reset",
}  # fmt: skip


def names() -> set[str]:
    """Every constraint, unique index and raised name of the schema that we named ourselves."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'"
            " UNION SELECT indexrelid::regclass::text FROM pg_index WHERE indisunique AND indpred IS NOT NULL"
            " UNION SELECT m[1] FROM pg_proc p CROSS JOIN LATERAL"
            " regexp_matches(p.prosrc, %s, 'g') m WHERE p.pronamespace = 'public'::regnamespace",
            ["'([a-z]+(?:_[a-z]+){2,})'"],
        )
        constraint_names = {name.strip('"') for (name,) in cursor.fetchall()}
    return {
        name for name in constraint_names if name.split("_")[0] not in THEIRS and not _is_automatic(name)
    } - OTHER_WORDS


THEIRS = ("account", "auth", "django", "mfa", "procrastinate", "usersessions", "unique", "socialaccount")
KEYS = {  # what composite foreign keys hang on
    "contact_and_customer", "customer_and_standing", "handoff_and_accepted", "handoff_and_version",
    "interview_and_customer",
    "move_and_stage",
    "move_and_stage_and_version", "notice_and_subject", "person_and_access", "person_and_active", "promise_and_journey",
    "site_and_customer", "step_and_journey_and_open", "team_and_stage", "trigger_and_kind", "version_and_blueprint",
}  # fmt: skip


def _is_automatic(name: str) -> bool:
    """Django's and PostgreSQL's own names."""
    return name.endswith(("_key", "_fkey", "_pkey", "_uniq", "_like")) or "_fk_" in name or name in KEYS


def test_every_law_of_the_list_is_in_the_schema(world: World) -> None:
    assert {name for name in LAWS if LAWS[name].law} - names() == set()


def test_each_refusal_says_its_law_and_its_sentence(world: World) -> None:
    try:
        with transaction.atomic():
            on_record(world.journeys["opened"].pk)
            with connection.cursor() as cursor:
                cursor.execute("UPDATE journey SET next_step_id = NULL WHERE id = %(opened)s", world.names)
    except IntegrityError as error:
        refused = refusal(error)
    assert (refused.code, refused.law, refused.sentence, refused.instead) == (
        "always_a_next_step",
        2,
        "An open journey always has a next step.",
        "Say what happens next and by when.",
    )


@pytest.mark.parametrize("name", sorted(LAWS))
def test_a_sentence_is_one(name: str) -> None:
    law = LAWS[name]
    assert law.sentence[0].isupper()
    assert law.sentence.endswith((".", "?"))
    assert not law.instead or (law.instead[0].isupper() and law.instead.endswith("."))
    assert "_" not in law.sentence + law.instead


def test_every_constraint_has_its_sentence(world: World) -> None:
    assert sorted(names() - set(LAWS) - NO_PERSON_MEETS) == []
