"""Attacks that once passed every constraint: each is refused now, whatever events stand beside it.

The form is that of `attempts.py`. Before the statements, every subject of the world has an event in the same
transaction, so that none of them is refused for want of one.
"""

from __future__ import annotations

from tests.laws.attempts import (
    ACCEPT,
    agreement,
    ending,
    journey,
    move,
    notice,
    promise,
    promise_move,
    trigger,
)

ENDS = "state = 'ended', court = 'none', holder_id = NULL, ended_at = %(now)s, next_step_id = NULL, silent_at = NULL"
SECOND_TEAM = [
    "UPDATE team SET stage = 'orders' WHERE id = %(team_billing)s",
    "INSERT INTO stage_team (blueprint_id, stage, team_id, place)"
    " SELECT blueprint_id, 'orders', %(team_billing)s, 7 FROM journey WHERE id = %(opened)s",
]
BLANKS = ("''", "'   '", r"E'\t\n\r'", r"E'\u00a0'", r"E'\u200b\u200d\u2060'", r"E'\ufeff'", r"E'\u3000'", r"E'\u2800'",
          r"E'\u3164'", r"E'\u00ad'", r"E'\u202e'", r"U&'\+0E0020'")  # fmt: skip
FAR = ("'infinity'", "'-infinity'", "'9999-12-31'", "'0001-01-01'", "'2200-01-01 00:00+00'", "'1899-12-31'")


def born_handed_over(columns: str, values: str) -> str:
    return (
        "INSERT INTO handoff (journey_id, version_id, from_stage, to_stage, team_id, giver_id, receiver_id, reason,"
        f" offered_at, answer_by, answer, complete, {columns}) SELECT id, version_id, stage, 'orders',"
        f" %(team_orders)s, %(tom)s, %(olga)s, '', %(now)s, %(now)s, '', false, {values}"
        " FROM journey WHERE id = %(opened)s"
    )


def circle(*journeys: str) -> list[str]:
    """Each of these journeys ends merged into the next, the last into the first."""
    onward = zip(journeys, (*journeys[1:], journeys[0]), strict=True)
    statements = [
        f"UPDATE journey SET customer_id = %(customer)s, contact_id = NULL, site_id = NULL WHERE id = %({which})s"
        for which in journeys
    ]
    for which, into in onward:
        statements += [
            ending(which, "merged", columns=", into_id", values=f", %({into})s"),
            f"UPDATE next_step SET done_at = %(now)s WHERE journey_id = %({which})s AND done_at IS NULL",
            journey(which, ENDS),
        ]
    return statements


def interview_read_back(text: str, state: str, answered_at: str) -> str:
    return (
        "INSERT INTO interview_read_back (interview_id, customer_id, text, put_at, put_by_id, state, answered_at,"
        f" correction, digest) SELECT id, customer_id, {text}, %(now)s, %(tom)s, {state}, {answered_at}, '', 'x'"
        " FROM interview LIMIT 1"
    )


FREE = "90000010"  # a number with its check digit that nobody has
MERGE = "INSERT INTO customer_merge (away_id, keep_id, at) VALUES (%(customer)s, %({keep})s, %(now)s)"
PAPER = (
    "INSERT INTO stored_file (subject_id, sha256, size, media_type, name, kept_at)"
    " VALUES (%(opened)s, repeat('a', 64), 1, 'text/plain', 'n', %(now)s)"
)
ENCLOSED = (
    "INSERT INTO enclosure (message_id, stored_file_id, place)"
    " SELECT (SELECT max(id) FROM message_in), (SELECT max(id) FROM stored_file), 0"
)


def arrival(channel: str, number: str, content: str) -> str:
    return (
        "INSERT INTO message_in (channel, raw, message_id, content_hash, recipient, number, received_at, reused_id,"
        f" outcome, tries, trouble) VALUES ('{channel}', '', '{content}', '{content}', '', {number}, %(now)s, false,"
        " '', 0, '{}')"
    )


ACCOUNT = (
    "INSERT INTO mail_account (subject_id, address, host, port, encryption, login, proof, authorize_url, token_url,"
    " client_id, scope, folder, takes, afterwards, moved_to, state, changed_at) VALUES (%(opened)s, 'a@b.example',"
    " 'h', 993, 'tls', 'l', 'password', '', '', '', '', 'INBOX', 'new', 'leave', '', 'reading', %(now)s)"
)
FETCHED = (
    "INSERT INTO message_in (channel, raw, message_id, content_hash, recipient, account_id, uid_validity, uid,"
    " received_at, reused_id, outcome, tries, trouble) SELECT 'mail', '', 'a', 'a', '', max(id), 1, 5, %(now)s, false,"
    " '', 0, '{}' FROM mail_account"
)
TRY = (
    "INSERT INTO delivery_attempt (notice_id, at, carrier, address, outcome, reply)"
    " SELECT max(id::text)::uuid, %(now)s, 'smtp', 'a@b.example', 'carried', '{}' FROM notice"
)
GIVEN_UP = (
    "SELECT record_events(jsonb_build_array(jsonb_build_object('subject', subject_id, 'type', 'notice_given_up',"
    " 'recorded', %(now)s::timestamptz, 'actor_kind', 'system', 'follow', true, 'facts', jsonb_build_object("
    "'notice', id, 'kind', kind, 'tries', 0, 'why', '{}'::jsonb)::text)), '{}')"
    " FROM notice WHERE subject_id = %(opened)s AND told_at IS NULL LIMIT 1"
)


def read_up_to(uid: int) -> str:
    return (
        "INSERT INTO mail_reading (account_id, sealed, validity, last_uid, known_to, from_uid, started_at, taken, news,"
        f" trouble) SELECT max(id), '', 1, {uid}, 0, 0, %(now)s, 0, '', '{{}}' FROM mail_account"
    )


def proved(kind: str, evidence: str, *, notice: str = "NULL", contact: str = "NULL") -> str:
    return (
        "INSERT INTO stage_trigger (journey_id, kind, evidence, given_at, recorded_at, written_by_id, notice_id,"
        f" contact_id) VALUES (%(opened)s, '{kind}', '{evidence}', %(now)s, %(now)s, %(tom)s, {notice}, {contact})"
    )


def rule(kind: str = "spam", pattern: str = "''", why: str = "'x'") -> str:
    return (
        "INSERT INTO intake_rule (subject_id, kind, pattern, why, answerable_id, made_at)"
        f" SELECT id, '{kind}', {pattern}, {why}, %(iris)s, %(now)s FROM company"
    )


def settled(event: str, of: str, by: str, facts: str = "{}") -> str:
    """An event about how somebody signs in, recorded in the name of `by`: a colleague, or "system"."""
    actor = "'actor_kind', 'system'" if by == "system" else f"'actor_kind', 'person', 'actor_id', %({by})s"
    return (
        f"SELECT record_events(jsonb_build_array(jsonb_build_object('subject', %({of})s, 'type', '{event}', 'recorded',"
        f" %(now)s::timestamptz, {actor}, 'follow', true, 'facts', '{facts}')), '{{}}')"
    )


def reset(of: str, by: str) -> str:
    return settled("second_factors_reset", of, by, '{"removed": ["totp"]}')


FACTOR = [
    "INSERT INTO mfa_authenticator (user_id, type, data, created_at) VALUES (%(tom)s, 'webauthn', '{}', %(now)s)",
    "SELECT record_events(jsonb_build_array(jsonb_build_object('subject', %(tom)s, 'type', 'second_factors_changed',"
    " 'recorded', %(now)s::timestamptz, 'actor_kind', 'person', 'actor_id', %(tom)s, 'facts',"
    ' \'{"added": ["totp"], "removed": []}\')), \'{}\')',
]
UNMADE = "UPDATE person SET admin = false WHERE id = %({who})s"
MADE = "UPDATE person SET admin = true WHERE id = %({who})s"

ATTACKS: dict[str, list[list[str]]] = {
    # The only administrator takes their own rights, loses their access, or is a nobody from the first day on
    "an_administrator_remains": [
        [UNMADE.format(who="ana"), settled("administrator_removed", "ana", "system")],
        ["UPDATE person SET admin = false, access = false WHERE id = %(ana)s",
         settled("administrator_removed", "ana", "system")],
    ],
    # An administrator whom no other one has made, by whatever event
    "another_administrator_decides": [
        [MADE.format(who="iris")],
        [MADE.format(who="iris"), settled("administrator_made", "iris", "iris")],
        [MADE.format(who="iris"), settled("administrator_made", "iris", "tom")],
        [MADE.format(who="iris"), settled("administrator_removed", "iris", "ana")],
        [MADE.format(who="iris"), settled("administrator_made", "iris", "ana"),
         settled("administrator_removed", "iris", "ana")],
        [MADE.format(who="iris"), settled("administrator_made", "iris", "ana"),
         settled("administrator_made", "iris", "tom")],
        [MADE.format(who="iris"), settled("administrator_made", "tom", "ana")],
        [MADE.format(who="iris"), settled("administrator_made", "iris", "ana"),
         UNMADE.format(who="ana"), settled("administrator_removed", "ana", "ana")],
        ["INSERT INTO person (id, password, name, email, phone, title, language, time_zone, active, access,"
         " withdrawals, factor_resets, admin, sees_costs, skills) SELECT max(id) + 1, '!', 'Eve',"
         " 'eve@evil.example', '', '', 'en', 'UTC', true, true, 0, 0, true, false, '' FROM subject"],
    ],
    "an_administrator_has_access": [
        ["UPDATE person SET access = false WHERE id = %(ana)s"],
        ["UPDATE person SET active = false, access = false WHERE id = %(ana)s"],
    ],
    # A reset by the person themselves or by a colleague; one that leaves a factor
    "another_administrator_resets": [
        [*FACTOR, reset("tom", "tom"), "DELETE FROM mfa_authenticator"],
        [*FACTOR, reset("tom", "olga"), "DELETE FROM mfa_authenticator"],
        [reset("ana", "ana")],
    ],
    "a_reset_removes_every_second_factor": [
        [*FACTOR, reset("tom", "ana")],
        [*FACTOR, *FACTOR, reset("tom", "ana"),
         "DELETE FROM mfa_authenticator WHERE id = (SELECT max(id) FROM mfa_authenticator)"],
        [reset("tom", "ana"), "DELETE FROM mfa_authenticator", *FACTOR],
    ],
    # The counter of a team's members raised, and the last member gone
    "the_counter_counts_the_members": [
        ["UPDATE team SET members = members + 1 WHERE id = %(team_sales)s"],
        ["UPDATE team SET members = 0 WHERE id = %(team_billing)s"],
    ],
    "a_needed_team_keeps_a_member": [
        [*SECOND_TEAM, "SET CONSTRAINTS a_needed_team_has_a_member IMMEDIATE",
         "UPDATE team SET members = 2 WHERE id = %(team_billing)s",
         "DELETE FROM member WHERE team_id = %(team_billing)s",
         "UPDATE team SET members = 0 WHERE id = %(team_billing)s"],
        [*SECOND_TEAM, "SET CONSTRAINTS a_needed_team_has_a_member IMMEDIATE",
         "UPDATE member SET team_id = %(team_sales)s WHERE team_id = %(team_billing)s"],
    ],
    "a_needed_team_has_a_member": [
        ["DELETE FROM member WHERE team_id = %(team_billing)s",
         "SET CONSTRAINTS a_needed_team_keeps_a_member IMMEDIATE", *SECOND_TEAM],
    ],
    # A stage's last team deleted
    "a_stage_keeps_a_team": [
        ["DELETE FROM stage_team WHERE stage = 'orders'"],
        ["DELETE FROM stage_team WHERE stage = 'support' AND blueprint_id = %(process)s"],
        ["UPDATE team SET stage = 'sales' WHERE id = %(team_billing)s",
         "UPDATE stage_team SET stage = 'sales', team_id = %(team_billing)s, place = 9"
         " WHERE stage = 'orders' AND blueprint_id = %(process)s"],
    ],
    # A journey set back to an earlier move of its own
    "a_journey_is_at_its_last_move": [
        ["UPDATE journey SET (move, stage, version_id, team_id, holder_id) = (SELECT m.seq, m.to_stage, m.version_id,"
         " %(team_delivery)s, %(jonas)s FROM move m WHERE m.journey_id = %(support)s AND m.to_stage = 'delivery')"
         " WHERE id = %(support)s"],
        ["UPDATE journey SET (move, stage, version_id, team_id, holder_id) = (SELECT m.seq, m.to_stage, m.version_id,"
         " %(team_sales)s, %(tom)s FROM move m WHERE m.journey_id = %(delivery)s AND m.seq = 0)"
         " WHERE id = %(delivery)s"],
        [ACCEPT, move("offered", {})],
    ],
    # At rest, or born at rest, without an acceptance
    "rest_comes_after_acceptance": [
        [journey("opened", "state = 'at_rest', holder_id = NULL, court = 'none', rested_at = %(now)s,"
                           " accepted_at = %(now)s")],
        [journey("support", "accepted_at = NULL")],
    ],
    "an_acceptance_is_the_customers": [
        [journey("delivery", "accepted_at = %(now)s")],
        [journey("support", "accepted_at = %(now)s")],
    ],
    # Times that contradict each other, the clock or the notice's own
    "a_journeys_times_are_in_order": [
        [journey("support", "accepted_at = opened_at - interval '1 day'")],
        [journey("ended", "ended_at = opened_at - interval '1 day'")],
        [journey("resting", "rested_at = accepted_at - interval '1 day'")],
    ],
    "acts_count_from_their_record": [
        ["UPDATE promise SET kept_at = made_at WHERE journey_id = %(moved)s AND kind = 'date'"],
        ["UPDATE promise SET kept_at = %(now)s + interval '1 hour' WHERE journey_id = %(moved)s AND kind = 'date'"],
        [promise(", made_at").replace("made_at, told", "told").replace("%(now)s, true", "true", 1)
         .replace(", '2026-04-01+00', '2026-04-01+00')", ", '2026-04-01+00', '2026-04-01+00', %(past)s)")],
        ["UPDATE notice SET carried_at = %(later)s WHERE subject_id = %(opened)s"],
        ["UPDATE notice SET given_up_at = %(later)s WHERE subject_id = %(moved)s AND kind = 'delay'"],
        ["UPDATE next_step SET done_at = %(later)s WHERE journey_id = %(opened)s AND id NOT IN"
         " (SELECT next_step_id FROM journey WHERE next_step_id IS NOT NULL)",
         "INSERT INTO next_step (journey_id, kind, text, parameters, due_at, awaits, whom, asked_at, done_how,"
         " done_note) VALUES (%(opened)s, 'act', 'x', '{}', %(later)s, 'us', '', %(later)s, '', '')"],
        ["UPDATE handoff SET state = 'withdrawn', answered_at = %(later)s, answered_by_id = %(tom)s"
         " WHERE journey_id = %(offered)s AND state = 'offered'"],
        ["INSERT INTO hold (journey_id, stops, why, placed_by_id, placed_at)"
         " VALUES (%(opened)s, 'billing', 'x', %(tom)s, %(past)s)"],
        ["UPDATE promise_move SET answer = 'refused', answered_at = %(later)s WHERE journey_id = %(moved)s"],
        ["UPDATE read_back SET state = 'confirmed', answered_at = %(later)s WHERE state = 'put'"],
    ],
    "nothing_happened_after_its_record": [
        [journey("opened", "heard_at = %(later)s")],
        ["INSERT INTO touch (journey_id, at, incoming, channel, chase, explained_again, unanswered)"
         " VALUES (%(opened)s, %(later)s, true, 'call', false, false, false)"],
        ["UPDATE agreement SET state = 'agreed', agreed_at = %(later)s WHERE journey_id = %(put)s",
         trigger("put", "agreement", "click").replace("%(now)s, %(now)s", "%(later)s, %(later)s")],
    ],
    "nothing_is_decided_before_the_first_word": [
        [trigger("opened", "decision", "mail").replace("%(now)s, %(now)s", "'2025-01-01', %(now)s")],
    ],
    "a_notice_goes_in_order": [
        ["UPDATE notice SET carried_at = made_at - interval '1 minute' WHERE subject_id = %(moved)s"],
        ["UPDATE notice SET returned_at = carried_at - interval '1 minute'"
         " WHERE subject_id = %(delivery)s AND kind = 'delay'"],
        ["UPDATE notice SET given_up_at = made_at - interval '1 minute' WHERE subject_id = %(moved)s"],
        ["UPDATE notice SET returned_at = %(now)s WHERE subject_id = %(moved)s AND kind = 'delay'"],
    ],
    "a_trigger_is_given_before_it_is_recorded": [
        [trigger("opened", "decision", "mail").replace("%(now)s, %(now)s", "%(later)s, %(now)s")],
        ["UPDATE stage_trigger SET objected_at = recorded_at - interval '1 day' WHERE journey_id = %(support)s"],
    ],
    "a_promise_ends_after_it_is_made": [
        [f"UPDATE promise SET {change} WHERE journey_id = %(moved)s AND kind = 'date'"]
        for change in ("kept_at = made_at - interval '1 day'",
                       "released_at = made_at - interval '1 day', released_why = 'x'")
    ],
    "an_offer_is_answered_later": [
        ["UPDATE handoff SET state = 'withdrawn', answered_at = offered_at - interval '1 day', answered_by_id = %(tom)s"
         " WHERE journey_id = %(offered)s AND state = 'offered'"],
        ["UPDATE handoff SET answer_by = offered_at - interval '1 day'"
         " WHERE journey_id = %(offered)s AND state = 'offered'"],
    ],
    "a_step_is_done_after_it_is_asked_for": [
        ["UPDATE next_step SET done_at = asked_at - interval '1 day' WHERE journey_id = %(opened)s AND done_at IS NULL"]
    ],
    "a_hold_is_lifted_later_by_somebody": [
        ["UPDATE hold SET lifted_at = placed_at - interval '1 day', lifted_by_id = %(tom)s"],
        ["UPDATE hold SET lifted_at = %(now)s"],
    ],
    "an_agreement_is_agreed_after_it_is_put": [
        ["UPDATE agreement SET state = 'agreed', agreed_at = put_at - interval '1 day' WHERE journey_id = %(put)s"]
    ],
    "a_new_date_is_told_and_answered_later": [
        ["UPDATE promise_move SET answer = 'refused', answered_at = moved_at - interval '1 day'"
         " WHERE journey_id = %(moved)s"]
    ],
    "a_read_back_is_answered_later": [
        ["UPDATE read_back SET state = 'confirmed', answered_at = put_at - interval '1 day' WHERE state = 'put'"]
    ],
    "a_meeting_is_noted_after_it_is_held": [
        ["INSERT INTO meeting (customer_id, rhythm_id, due_at, held_at, said, person_id, noted_at)"
         " SELECT customer_id, rhythm_id, due_at, noted_at + interval '1 day', said, person_id, noted_at FROM meeting"]
    ],
    "a_rhythm_ends_after_it_is_set": [
        ["UPDATE rhythm SET ended_at = set_at - interval '1 day', ended_why = 'x'"],
        ["UPDATE rhythm SET ended_at = set_at - interval '1 day', one_with_id = customer_id"],
    ],
    "a_key_customer_is_one_before_it_ends": [
        ["UPDATE key_customer SET ended_at = marked_at - interval '1 day', ended_why = 'x'"]
    ],
    "a_strength_ends_after_it_is_noted": [
        ["UPDATE strength SET ended_at = noted_at - interval '1 day', ended_why = 'x'"]
    ],
    "a_statement_ends_after_it_is_noted": [
        ["UPDATE statement SET ended_at = noted_at - interval '1 day', ended_why = 'x'"]
    ],
    "an_interview_ends_after_it_is_planned": [
        ["UPDATE interview SET held_at = planned_at - interval '1 day' WHERE held_at IS NULL"]
    ],
    "a_miss_ends_after_it_is_asked": [
        ["UPDATE search_miss SET how = 'not_ours', why = 'x', ended_at = asked_at - interval '1 day',"
         " ended_by_id = %(tom)s WHERE how = ''"]
    ],
    "a_nonconformity_is_closed_after_it_is_raised": [
        ["UPDATE nonconformity SET closed_at = raised_at - interval '1 day', closed_by_id = %(tom)s,"
         " correction = 'x', cause = 'x'"]
    ],
    "a_part_is_recorded_after_it_is_delivered": [
        ["INSERT INTO delivery_part (journey_id, agreement_id, words, delivered_at, recorded_at)"
         " SELECT journey_id, id, 'x', %(later)s, %(now)s FROM agreement"
         " WHERE journey_id = %(delivery)s AND state = 'agreed'"]
    ],
    "a_part_is_refused_after_it_is_delivered": [
        ["UPDATE delivery_part SET refused_at = recorded_at - interval '1 day' WHERE journey_id = %(support)s"]
    ],
    "an_item_is_taken_out_after_it_is_entered": [
        ["UPDATE installed_item SET taken_out_at = entered_at - interval '1 day', taken_out_because = 'removed'"
         " WHERE journey_id = %(support)s"]
    ],
    "an_account_is_closed_after_it_is_added": [
        ["UPDATE bank_account SET preferred = false, closed_at = added_at - interval '1 day' WHERE closed_at IS NULL"]
    ],
    # A broken promise turned into one kept, or into one that was moved
    "a_late_promise_is_marked_broken": [
        ["UPDATE promise SET broken_noted = due WHERE journey_id = %(delivery)s AND kind = 'date'"],
        ["UPDATE promise SET broken_noted = first_due - interval '1 day'"
         " WHERE journey_id = %(delivery)s AND kind = 'date'"],
    ],
    # Due at infinity, in 9999 or in the year 1
    "instants_have_bounds": [
        *([promise(", first_due, due", f", {far}, {far}")] for far in FAR),
        *([f"UPDATE next_step SET due_at = {far} WHERE journey_id = %(opened)s"] for far in FAR),
        *([promise(), notice("support", "delay"), promise_move({"to_due": far})] for far in FAR[:3]),
        [journey("opened", "requested_for = 'infinity'")],
        ["UPDATE agreement SET valid_until = 'infinity' WHERE journey_id = %(put)s"],
        ["UPDATE notice SET due_at = 'infinity' WHERE subject_id = %(moved)s"],
        ["UPDATE absence SET until = 'infinity'"],
        ["UPDATE rhythm SET next_at = 'infinity'"],
        ["UPDATE intake_item SET due_at = 'infinity'",
         "UPDATE nonconformity SET due_at = 'infinity'"],
    ],
    "days_have_bounds": [
        ["INSERT INTO rota_days (team_id, person_id, since, until)"
         f" VALUES (%(team_delivery)s, %(jonas)s, '2026-11-02', {far})"]
        for far in ("'infinity'", "'9999-12-31'")
    ] + [["INSERT INTO rota (team_id, since, weeks) VALUES (%(team_delivery)s, '-infinity', 1)"]],
    # A promise that stays moved when its notice was given up or came back
    "a_move_is_told_when_its_notice_is": [
        ["UPDATE promise_move SET told_at = NULL WHERE journey_id = %(delivery)s"],
        ["UPDATE notice SET returned_at = %(now)s WHERE subject_id = %(delivery)s AND kind = 'delay'"],
        ["UPDATE notice SET carried_at = NULL, due_at = made_at WHERE subject_id = %(delivery)s AND kind = 'delay'"],
        ["UPDATE notice SET carried_at = %(now)s WHERE subject_id = %(moved)s AND kind = 'delay'"],
        ["UPDATE notice SET returned_at = %(now)s, given_up_at = %(now)s"
         " WHERE subject_id = %(delivery)s AND kind = 'delay'"],
    ],
    "a_notice_is_told_or_given_up": [
        ["UPDATE notice SET given_up_at = %(now)s WHERE subject_id = %(delivery)s AND kind = 'delay'"]
    ],
    # Two journeys merged into each other in a circle of any length, and chains of the same kind
    "a_journey_does_not_end_in_a_circle": [
        circle("opened", "decided"),
        circle("opened", "decided", "put"),
        circle("opened", "decided", "put", "other", "support"),
    ],
    "a_next_need_comes_later": [
        [ending("support", "happy", columns=", next_journey_id", values=", %(opened)s")]
    ],
    "a_journey_keeps_its_origin": [
        [journey("opened", "came_from_id = %(support)s")],
        [journey("opened", "came_by = 'import'")],
        [journey("opened", "blueprint_id = (SELECT max(id) FROM blueprint WHERE id <> %(process)s)")],
    ],
    "a_promise_gives_way_to_a_later_one": [
        ["UPDATE promise SET released_at = %(now)s, released_why = 'x', replaced_by_id = id"
         " WHERE journey_id = %(moved)s AND kind = 'date'"],
        [promise(which="moved"),
         "UPDATE promise SET released_at = %(now)s, released_why = 'x', replaced_by_id ="
         " (SELECT min(id) FROM promise WHERE journey_id = %(moved)s) WHERE journey_id = %(moved)s AND text = 'x'"],
    ],
    "a_statement_gives_way_to_a_later_one": [
        ["INSERT INTO statement (customer_id, kind, words, told_at, noted_at, told_to_id, ended_why)"
         " SELECT customer_id, kind, 'again', told_at, noted_at, told_to_id, '' FROM statement LIMIT 1",
         "UPDATE statement SET ended_at = %(now)s, superseded_by_id = (SELECT min(id) FROM statement)"
         " WHERE words = 'again'"]
    ],
    # An agreement or a handoff born finished, by nobody, or by its giver
    "an_agreement_is_put_before_it_is_agreed": [
        [agreement("opened", state="agreed", agreed_at="%(now)s")],
        [agreement("opened", state="declined")],
        [agreement("opened", state="replaced")],
    ],
    "an_agreement_is_the_customers": [
        ["UPDATE agreement SET state = 'agreed', agreed_at = %(now)s, signed_name = 'Nobody'"
         " WHERE journey_id = %(put)s"]
    ],
    "an_offer_is_answered_after_it_is_made": [
        [born_handed_over("state, answered_at, answered_by_id", "'accepted', %(now)s, %(olga)s")],
        [born_handed_over("state, answered_at, answered_by_id", "'declined', %(now)s, %(olga)s")],
        [born_handed_over("state, rating", "'offered', 5")],
    ],
    "a_giver_accepts_only_as_a_receiver": [
        ["UPDATE handoff SET state = 'accepted', answered_at = %(now)s, answered_by_id = giver_id"
         " WHERE journey_id = %(offered)s AND state = 'offered'"],
        ["UPDATE handoff SET state = 'accepted', answered_at = %(now)s, answered_by_id = giver_id,"
         " receiver_id = giver_id WHERE journey_id = %(offered)s AND state = 'offered'"],
    ],
    "a_trigger_is_somebodys": [
        [trigger("opened", "decision", "click")
         .replace("(SELECT contact_id FROM journey WHERE id = %(opened)s)", "NULL")],
        [trigger("opened", "decision", "mail").replace(", %(tom)s)", ", NULL)")],
        [trigger("opened", "decision", "paper").replace(", %(tom)s)", ", NULL)")],
    ],
    # Evidence of another journey, or older than what it proves
    "the_contact_speaks_for_the_customer": [[
        journey("opened", "contact_id = (SELECT min(id) FROM contact WHERE customer_id = %(other_customer)s)")
    ]],
    "the_site_is_of_the_customer": [
        [journey("opened", "site_id = (SELECT min(id) FROM site WHERE customer_id <> %(customer)s)")],
        [journey("opened", "customer_id = %(other_customer)s, contact_id = NULL, site_id ="
                 " (SELECT min(id) FROM site WHERE customer_id = %(customer)s)")],
        [journey("opened", "site_id = (SELECT min(id) FROM site WHERE customer_id = %(customer)s)"),
         "UPDATE site SET customer_id = %(other_customer)s"],
    ],
    "a_touch_is_with_this_customer": [[
        "INSERT INTO touch (journey_id, at, incoming, channel, contact_id, chase, explained_again, unanswered)"
        " SELECT %(opened)s, %(now)s, true, 'call', min(id), false, false, false"
        " FROM contact WHERE customer_id = %(other_customer)s"
    ]],
    "a_file_goes_on_from_intake": [
        [PAPER, "UPDATE stored_file SET subject_id = %(other)s"],
    ],
    "evidence_is_of_its_journey": [
        [proved("decision", "mail", contact="(SELECT max(id) FROM contact WHERE customer_id = %(other_customer)s)")],
        [proved("decision", "spoken", notice="(SELECT id FROM notice WHERE subject_id = %(support)s LIMIT 1)")],
        [proved("acceptance", "deemed", notice="(SELECT id FROM notice WHERE subject_id = %(support)s AND kind ="
                " 'please_accept' LIMIT 1)")],
    ],
    "silence_counts_after_a_told_notice": [
        [notice("opened", "please_accept"),
         proved("acceptance", "deemed", notice="(SELECT id FROM notice WHERE kind = 'please_accept' AND"
                " subject_id = %(opened)s)")],
        [proved("acceptance", "deemed", notice="(SELECT id FROM notice WHERE subject_id = %(opened)s LIMIT 1)")],
    ],
    "spoken_words_are_told_as_they_are_recorded": [
        [proved("decision", "spoken", notice="(SELECT id FROM notice WHERE subject_id = %(opened)s LIMIT 1)")],
    ],
    # Empty words made of spaces
    "a_journey_has_a_need": [[journey("opened", f"need = {blank}")] for blank in BLANKS],
    "a_next_step_says_what": [
        [f"UPDATE next_step SET text = {blank} WHERE journey_id = %(opened)s AND kind = 'act' AND done_at IS NULL"]
        for blank in BLANKS
    ],
    "a_person_has_a_name": [[f"UPDATE person SET name = {blank} WHERE id = %(tom)s"] for blank in BLANKS[:3]],
    "a_team_has_a_name": [[f"UPDATE team SET name = {blank} WHERE id = %(team_sales)s"] for blank in BLANKS[:3]],
    "a_company_has_a_name": [[f"UPDATE company SET name = {blank}"] for blank in BLANKS[:3]],
    "a_customer_has_a_name": [[f"UPDATE customer SET name = {blank}"] for blank in BLANKS[1:4]],
    "a_contact_has_a_name": [[f"UPDATE contact SET name = {blank}"] for blank in BLANKS[:3]],
    "a_hold_says_why": [
        ["INSERT INTO hold (journey_id, stops, why, placed_by_id, placed_at)"
         f" VALUES (%(opened)s, 'billing', {blank}, %(tom)s, %(now)s)"] for blank in BLANKS[:3]
    ],
    "an_ending_says_why": [[ending("opened", "customer_declined", why=" ")]],
    "a_promise_says_what": [[promise(text=" ")]],
    "a_moved_promise_says_why": [[promise(), notice("support", "delay"), promise_move({"reason": "' '"})]],
    "a_release_quotes_the_customer": [
        ["UPDATE promise SET released_at = %(now)s, released_why = ' '"
         " WHERE journey_id = %(delivery)s AND kind = 'date'"]
    ],
    "an_agreement_has_words": [[agreement("opened", words=" ")]],
    "an_offer_is_declined_with_a_reason": [
        ["UPDATE handoff SET state = 'declined', answered_at = %(now)s, answered_by_id = %(olga)s, answer = ' '"
         " WHERE journey_id = %(offered)s AND state = 'offered'"]
    ],
    "a_read_back_of_an_interview_is_answered_later": [
        [interview_read_back("'Dry feet'", "'confirmed'", "%(now)s::timestamptz - interval '1 day'")]
    ],
    "a_read_back_of_an_interview_says_something": [[interview_read_back("' '", "'put'", "NULL")]],
    "a_step_of_a_process_says_what": [
        ["INSERT INTO blueprint_version (blueprint_id, version, title, summary, source, digest, approved_at,"
         " approved_by_id, first_stage, asks_before_no_answer, after_care_days, check_in_days, link_days)"
         " SELECT blueprint_id, version + 100, title, summary, source, digest, %(now)s, approved_by_id, first_stage,"
         " asks_before_no_answer, after_care_days, check_in_days, link_days FROM blueprint_version LIMIT 1",
         "INSERT INTO blueprint_step (version_id, stage, place, key, title, instruction, role, evidence, required)"
         " SELECT max(id), 'sales', 1, 'x', ' ', '', 'holder', '', true FROM blueprint_version"]
    ],
    "a_key_is_revoked_after_it_is_made": [["UPDATE token SET revoked_at = made_at - interval '1 day'"]],
    "a_read_back_says_something": [
        ["INSERT INTO read_back (journey_id, text, put_at, put_by_id, state, correction)"
         " VALUES (%(opened)s, ' ', %(now)s, %(tom)s, 'put', '')"]
    ],
    "a_nonconformity_has_its_next_step": [["UPDATE nonconformity SET next_step = ' '"]],
    # A notice's address changed
    "a_notice_keeps_what_it_says": [
        ["UPDATE notice SET address = 'thief@example.org' WHERE carried_at IS NOT NULL AND returned_at IS NULL"],
        ["UPDATE notice SET channel = 'letter' WHERE subject_id = %(moved)s AND kind = 'delay'"],
        ["UPDATE notice SET person_id = %(iris)s WHERE subject_id = %(moved)s AND kind = 'delay'"],
        ["UPDATE notice SET contact_id = NULL WHERE subject_id = %(moved)s AND kind = 'delay'"],
        ["UPDATE notice SET says_something_new = NOT says_something_new WHERE subject_id = %(moved)s"],
    ],
    # Checklists, steps, enclosures and papers emptied
    "an_approved_version_never_changes": [
        ["DELETE FROM checklist_item"], ["DELETE FROM blueprint_step"], ["DELETE FROM blueprint_stage"],
        ["DELETE FROM blueprint_route"], ["DELETE FROM blueprint_version"],
    ],
    # A blueprint whose current version is another's, an older one, or none
    "the_latest_version_is_in_force": [
        ["UPDATE blueprint SET current_id = NULL WHERE id = %(process)s"],
        ["UPDATE blueprint SET current_id = (SELECT max(id) FROM blueprint_version WHERE blueprint_id <> %(process)s)"
         " WHERE id = %(process)s"],
        ["UPDATE blueprint SET current_id = (SELECT min(id) FROM blueprint_version WHERE blueprint_id = %(process)s)"
         " WHERE id = %(process)s"],
    ],
    # A row moved to another subject
    "a_row_stays_with_its_subject": [
        ["UPDATE next_step SET journey_id = %(other)s WHERE journey_id = %(opened)s"],
        ["UPDATE handoff_check SET journey_id = %(other)s WHERE journey_id = %(offered)s"],
        ["UPDATE reader SET journey_id = %(other)s"],
        ["UPDATE absence SET person_id = %(tom)s"],
        ["UPDATE token SET person_id = %(tom)s"],
        ["UPDATE acceptance_rule SET team_id = %(team_sales)s"],
        ["UPDATE stage_team SET blueprint_id = (SELECT min(id) FROM blueprint WHERE id <> %(process)s), place = 8"
         " WHERE blueprint_id = %(process)s AND stage = 'support'"],
    ],
    # A wrong check digit
    "a_number_has_its_check_digit": [
        [arrival("message", "'10000008'", "a")],
        [arrival("message", "'48279160'", "a")],
    ],
    # What arrived, rules, merges, repeats: named by no test before
    "an_item_is_due_after_it_arrived": [
        ["INSERT INTO intake_item (id, state, channel, handler_id, due_at, arrived_at, sender, sender_name,"
         " title, words,"
         " marks, reason) VALUES (%(opened)s, 'waiting', 'mail', %(tom)s, %(past)s, %(now)s, '', '', '', '', '[]', '')"]
    ],
    "who_answers_for_a_rule_is_active": [
        [rule(), "UPDATE person SET access = false, active = false WHERE id = %(iris)s",
         "DELETE FROM member WHERE person_id = %(iris)s"]
    ],
    "a_rule_says_what_it_sets_aside": [
        [rule(kind=kind, pattern=blank)] for kind in ("sender", "domain", "list") for blank in BLANKS[:4]
    ],
    "a_rule_says_why": [[rule(why=blank)] for blank in BLANKS],
    "who_fills_in_a_form_gets_a_number": [[arrival("form", "NULL", "a")], [arrival("form", f"'{FREE}'", "a")]],
    "a_number_is_given_once": [[arrival("message", f"'{FREE}'", "a"), arrival("message", f"'{FREE}'", "b")]],
    "a_given_number_is_its_own": [
        [arrival("message", "(SELECT number FROM journey WHERE id = %(opened)s)", "a")]
    ],
    "a_repeat_changes_nothing": [[arrival("mail", "NULL", "a"), arrival("mail", "NULL", "a")]],
    "nothing_arrives_and_vanishes": [
        [arrival("mail", "NULL", "a"), f"UPDATE message_in SET {change} WHERE content_hash = 'a'"]
        for change in ("raw = 'x'", "message_id = 'x'", "recipient = 'x'", "channel = 'call'", "reused_id = true",
                       "received_at = received_at - interval '1 day'", "content_hash = 'x'")
    ] + [[arrival("mail", "NULL", "a"), "DELETE FROM message_in"]],
    "what_is_handled_says_by_which_event": [
        [arrival("mail", "NULL", "a"),
         f"UPDATE message_in SET handled_at = %(now)s, outcome = '{outcome}', subject_id = %(opened)s"]
        for outcome in ("journey", "opened", "automatic", "bounce", "item", "set_aside")
    ],
    "a_letter_is_tried_or_ended": [
        ["UPDATE notice SET due_at = NULL WHERE channel = 'mail' AND carried_at IS NULL AND given_up_at IS NULL"]
    ],
    "a_merge_is_of_two": [[MERGE.format(keep="customer")]],
    "a_merge_moves_a_thing_once": [
        [MERGE.format(keep="other_customer"),
         *["INSERT INTO merge_moved (merge_id, place, row, \"column\", let_go)"
           " SELECT max(id), 'contact', 1, 'name', false FROM customer_merge"] * 2]
    ],
    "a_request_is_answered_once": [
        ["INSERT INTO stored_answer (whose, key, fingerprint, status, content_type, location, body, about, at)"
         " SELECT 'a', 'b', '', 200, '', '', '', '[]', %(now)s FROM generate_series(1, 2)"]
    ],
    "a_stored_answer_is_kept": [
        ["INSERT INTO stored_answer (whose, key, fingerprint, status, content_type, location, body, about, at)"
         " VALUES ('a', 'b', '', 200, '', '', '', '[]', %(now)s)", change]
        for change in ("DELETE FROM stored_answer", "UPDATE stored_answer SET body = 'x'",
                       "UPDATE stored_answer SET whose = 'b'", "UPDATE stored_answer SET at = at - interval '1 year'")
    ],
    "a_mail_is_taken_once": [
        [ACCOUNT, FETCHED, "INSERT INTO mail_taken (account_id, validity, uid) SELECT max(id), 1, 5 FROM mail_account,"
         " generate_series(1, 2) n GROUP BY n"]
    ],
    # A letter with a contact's link sent to somebody else
    "a_letter_goes_to_its_contact": [
        ["UPDATE notice SET address = 'tom@lindenau.example' WHERE channel = 'mail' AND carried_at IS NULL"],
        [notice("opened", "update").replace("'call', ''", "'mail', 'tom@lindenau.example'")
         .replace("person_id,", "contact_id, person_id, due_at,")
         .replace("'en', %(ana)s", "'en', (SELECT min(id) FROM contact), %(ana)s, %(now)s")],
    ],
    # Mails passed by, or moved away at the provider, that were never stored
    "what_we_left_behind_is_stored": [
        [ACCOUNT, read_up_to(6)],
        [ACCOUNT, FETCHED, read_up_to(5), "UPDATE mail_reading SET last_uid = 6"],
        [ACCOUNT, FETCHED, read_up_to(5), "UPDATE mail_reading SET validity = 2"],
        [ACCOUNT, FETCHED, "INSERT INTO mail_taken (account_id, validity, uid) SELECT max(id), 1, 6 FROM mail_account"],
        [ACCOUNT, FETCHED, "INSERT INTO mail_taken (account_id, validity, uid) SELECT max(id), 2, 5 FROM mail_account"],
    ],
    "where_reading_begins_is_on_record": [[ACCOUNT, read_up_to(0)]],
    "a_mails_number_is_its_accounts": [
        [ACCOUNT, FETCHED.replace("max(id), 1, 5", "NULL, 1, max(id)")],
        [ACCOUNT, FETCHED.replace("max(id), 1, 5", "max(id), 1, 4294967296")],
    ],
    # Nobody is asked to tell the customer in another way, and an event given up that was never tried
    "an_event_is_followed_before_its_row_goes": [
        [GIVEN_UP, "DELETE FROM outbox"],
        [GIVEN_UP, "DELETE FROM outbox WHERE event_id IN (SELECT id FROM event WHERE type = 'notice_given_up')"],
    ],
    "what_is_given_up_was_tried": [
        [GIVEN_UP, "UPDATE outbox SET failed_at = %(now)s"],
        [GIVEN_UP, "UPDATE outbox SET attempts = 79, failed_at = %(now)s"],
    ],
    # A letter said to be carried that never was
    "a_try_stays_as_it_was": [
        [TRY, "UPDATE delivery_attempt SET outcome = 'never'", "UPDATE delivery_attempt SET outcome = 'carried'"],
        [TRY.replace("'carried'", "'not_now'"), "UPDATE delivery_attempt SET outcome = 'carried'"],
        [TRY, "UPDATE delivery_attempt SET address = 'x@y.example'"],
        [TRY, "UPDATE delivery_attempt SET notice_id = (SELECT min(id::text)::uuid FROM notice)"],
        [TRY, "DELETE FROM delivery_attempt"],
    ],
    "an_old_key_is_brought_in_once": [
        ["INSERT INTO import (source, state, answers, counts, said, phase, position, done, total, begun_by_id,"
         " begun_at)"
         " VALUES ('a', 'files', '{}', '{}', '{}', 0, 0, 0, 0, %(tom)s, %(now)s)",
         "INSERT INTO import_old_key (source, noun, key, subject_id, made, length, of_id)"
         " SELECT 'a', 'customers', '1', %(customer)s, true, 0, max(id) FROM import, generate_series(1, 2) n"
         " GROUP BY n"]
    ],
    # Contacts, people, teams and the company deleted
    "the_record_cannot_be_rewritten": [
        ["DELETE FROM company"],
        # The count of resets, by which sessions of before them stay ended
        ["UPDATE person SET factor_resets = 1 WHERE id = %(tom)s"],
        [reset("tom", "ana"), "UPDATE person SET factor_resets = 0 WHERE id = %(tom)s"],
        # Links and tokens changed, papers and enclosures replaced or removed
        ["UPDATE personal_link SET expires_at = expires_at + interval '1 year'"],
        ["UPDATE personal_link SET contact_id = (SELECT id FROM contact WHERE customer_id = %(other_customer)s)"],
        ["UPDATE personal_link SET revoked_at = %(now)s", "UPDATE personal_link SET revoked_at = NULL"],
        ["UPDATE token SET scopes = '[\"admin\"]'"],
        ["UPDATE token SET digest = 'x'"],
        ["UPDATE token SET revoked_at = %(now)s", "UPDATE token SET revoked_at = NULL"],
        [PAPER, "UPDATE stored_file SET sha256 = repeat('b', 64)"],
        [PAPER, "UPDATE stored_file SET name = 'another'"],
        [PAPER, "DELETE FROM stored_file"],
        [PAPER, arrival("mail", "NULL", "a"), ENCLOSED, "DELETE FROM enclosure"],
        [PAPER, arrival("mail", "NULL", "a"), ENCLOSED, "UPDATE enclosure SET place = 9"],
        ["DELETE FROM contact"],
        ["DELETE FROM contact WHERE name = 'Nobody'", "DELETE FROM contact WHERE customer_id = %(other_customer)s"],
        ["DELETE FROM site"],
        ["DELETE FROM customer WHERE id = %(other_customer)s"],
        ["DELETE FROM blueprint"],
        ["DELETE FROM personal_link"],
        ["DELETE FROM token"],
        ["DELETE FROM person WHERE id = %(iris)s"],
        ["DELETE FROM team WHERE id = %(team_billing)s"],
    ],
}  # fmt: skip
