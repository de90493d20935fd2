"""Each law tried by SQL: refused by the constraint that bears its name, and nothing of it stays.

Tried as the application's role. Where that has no privilege for the attempt, the constraint has to refuse the owner.
"""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from django.db import connection
from tests.database import as_owner
from tests.laws.attacks import ATTACKS
from tests.laws.attempts import ATTEMPTS, CLOSED
from tests.laws.conftest import Role, World, denied, each, on_record, refused, refused_to_whoever_may

from wellkept.laws import LAWS

pytestmark = [pytest.mark.django_db, pytest.mark.law]

HELD = (1, 2, 5, 6, 7, 8, 10, 11)
# Tried elsewhere: where the missing event is the point, where two sessions are needed, or by the rooms of intake.
ELSEWHERE = {
    "a_change_keeps_what_is_billed": "tests/billing/test_billing_laws",
    "every_change_has_its_event": "test_every_change",
    "the_event_allows_the_change": "test_allowed_changes",
    "nothing_is_recorded_in_the_future": "tests/events/test_nonsense",
    "the_record_is_written_read_committed": "tests/events/test_nonsense",
    "one_event_at_each_place": "test_races",
    "event_types_are_known": "tests/events/test_types",
    "an_erasure_erases": "tests/events/test_erasure",
    "nobody_acts_in_anothers_name": "tests/people/test_in_ones_own_name",
    "who_holds_a_key_has_access": "tests/people/test_in_ones_own_name",
    "events_stand_on_their_kind_of_subject": "tests/events/test_types",
    "facts_have_the_shape_of_their_type": "tests/events/test_types",
    "a_needed_team_has_a_member": "test_hands",
    "a_needed_team_keeps_a_member": "test_hands",
    "an_event_has_bounds": "tests/events/test_bounds",
    **dict.fromkeys(
        (
            "the_handler_of_an_invoice_is_active",
            "an_invoice_has_its_next_step",
            "one_series_a_year",
            "legal_numbers_have_no_gap",
            "a_legal_number_is_given_once",
            "a_legal_number_is_the_next",
            "an_invoice_is_drafted_first",
            "an_invoice_is_a_draft_or_issued_or_discarded",
            "an_issued_invoice_has_its_number",
            "an_invoice_has_its_own_suffix",
            "an_invoice_is_net_and_tax",
            "totals_are_those_of_the_lines",
            "lines_come_with_their_draft",
            "nothing_is_billed_while_held",
            "nothing_is_billed_before_acceptance",
            "no_more_is_billed_than_was_delivered",
            "the_agreement_says_what_is_billed",
            "an_agreed_line_is_billed_once",
            "a_moment_is_billed_once",
            "a_deposit_is_billed_once",
            "a_deposit_is_deducted_once",
            "every_line_was_agreed",
            "what_is_billed_stays_billed",
            "a_credit_note_names_its_invoice",
            "a_payment_is_used_once",
            "an_invoice_is_paid_once",
            "what_is_settled_is_paid",
        ),
        "tests/billing/test_billing_laws",
    ),
    **dict.fromkeys(
        (
            "nobody_is_on_two_visits_at_once",
            "who_goes_is_active",
            "a_fixed_visit_is_promised",
            "a_visit_is_of_an_open_journey",
            "a_visit_that_ended_stays",
            "a_record_is_kept_once",
            "a_visit_record_stays",
            "a_record_stands_with_its_visit",
            "a_record_of_a_changed_visit_is_judged",
        ),
        "tests/visits/test_visit_laws",
    ),
    "a_touch_leaves_on_record": "tests/intake/test_calls",
    "a_call_is_settled_on_record": "tests/intake/test_handled_on_record",
    "a_later_acceptance_is_the_customers": "a trigger that refuses as `an_acceptance_is_the_customers`",
    "a_move_follows_its_notice": "a trigger that refuses as `a_move_is_told_when_its_notice_is`",
}


@pytest.mark.parametrize(
    ("constraint", "statements"),
    each(ATTEMPTS),
)
def test_the_database_refuses_each_attempt(world: World, constraint: str, statements: list[str]) -> None:
    refused_to_whoever_may(constraint, lambda role: attempt(world, statements, role))


def attempt(world: World, statements: list[str], role: Role = nullcontext) -> None:
    on_record(
        *(row.pk for row in world.journeys.values()),
        *(world.cast.person(name).pk for name in ("iris", "jonas", "olga", "mira")),
        *(team.pk for team in world.cast.teams.values()),
        *(party.customer.pk for party in (world.cast.bakery, world.cast.school)),
    )
    with role(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, world.names)


@pytest.mark.parametrize("statement", CLOSED)
def test_the_application_has_no_privilege(world: World, statement: str) -> None:
    """Also in a transaction with an event of every subject that is touched."""
    with denied():
        attempt(world, [statement])


def test_every_held_law_is_tried() -> None:
    held = {name for name, law in LAWS.items() if law.law in HELD}
    tried = {name for name, all_of in ATTEMPTS.items() if all_of} | set(ELSEWHERE) | set(ATTACKS)
    intake = {name for name in held if "item" in name or "rule" in name or "aside" in name}
    assert held - tried - intake == set()


@pytest.mark.parametrize(
    "table",
    [
        "event",
        "event_body",
        "subject",
        "journey",
        "promise",
        "notice",
        "person",
        "ending",
        "company",
        "contact",
        "checklist_item",
        "blueprint_step",
        "next_step",
        "enclosure",
        "stored_file",
        "agreement",
        "handoff",
        "personal_link",
        "token",
        "stored_answer",
        "fit_strength",
        "question",
        "mfa_authenticator",
    ],
)
def test_nothing_is_emptied(world: World, table: str) -> None:
    with denied(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")
    with refused("the_record_cannot_be_rewritten"), as_owner(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")
