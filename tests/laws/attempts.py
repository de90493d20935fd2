"""Attempts to break each law by SQL, one statement or a few for each named constraint.

`%(name)s` is a key of `World.names`. Before them, every journey named has an event in the same transaction, unless it
is the missing event that they are to be refused for.
"""

from __future__ import annotations

LATER = "'2026-04-01+00'"


def its_own_cause(door: str, ahead: int) -> str:
    """Two notes, the first caused by an event that comes `ahead` of the last one: the first or the second."""
    note = (
        "'subject', %(opened)s, 'type', 'court_marked', 'recorded', %(now)s, 'happened', %(now)s,"
        """ 'actor_kind', 'system', 'court', 'us', 'facts', '{"waits_for": "us"}'"""
    )
    entries = (
        f"jsonb_build_array(jsonb_build_object({note}, 'cause', (SELECT last_value + {ahead} FROM event_id_seq)),"
        f" jsonb_build_object({note}))"
    )
    return f"SELECT {door}({entries}{', ' + repr('{}') if door == 'record_events' else ''})"


def journey(which: str, changes: str) -> str:
    return f"UPDATE journey SET {changes} WHERE id = %({which})s"


def promise(
    columns: str = "", values: str = "", *, which: str = "support", kind: str = "date", text: str = "x"
) -> str:
    due = "" if "first_due" in columns else ", first_due, due"
    due_values = "" if "first_due" in columns else f", {LATER}, {LATER}"
    return (
        "INSERT INTO promise (journey_id, kind, text, made_at, told, currency, released_why, struck_why"
        f"{due}{columns}) VALUES (%({which})s, '{kind}', '{text}', %(now)s, true, '', '', ''{due_values}{values})"
    )


def move(which: str, values: dict[str, str]) -> str:
    """One more move of a journey, like a right one but for `values`."""
    row = {
        "journey_id": f"%({which})s",
        "seq": f"(SELECT move + 1 FROM journey WHERE id = %({which})s)",
        "from_stage": f"(SELECT stage FROM journey WHERE id = %({which})s)",
        "left_version_id": f"(SELECT version_id FROM journey WHERE id = %({which})s)",
        "version_id": "(SELECT b.current_id FROM blueprint b JOIN journey j ON j.blueprint_id = b.id"
        f" WHERE j.id = %({which})s)",
        "to_stage": "'orders'",
        "handoff_id": f"(SELECT max(id) FROM handoff WHERE journey_id = %({which})s)",
        "trigger_id": f"(SELECT max(id) FROM stage_trigger WHERE journey_id = %({which})s)",
        "trigger_kind": f"(SELECT kind FROM stage_trigger WHERE journey_id = %({which})s ORDER BY id DESC LIMIT 1)",
        "reason": "''",
        "woke": "false",
        "at": "%(now)s",
    } | values
    return f"INSERT INTO move ({', '.join(row)}) VALUES ({', '.join(row.values())})"


PART = (
    "INSERT INTO delivery_part (journey_id, agreement_id, words, delivered_at, recorded_at)"
    " SELECT %({0})s, id, 'The line', %(now)s, %(now)s FROM agreement WHERE journey_id = %({1})s"
)
DELIVERED = (
    "INSERT INTO delivered_line (part_id, journey_id, agreement_line_id, quantity) SELECT max(p.id), %(delivery)s,"
    " max(l.id), {0} FROM delivery_part p, agreement_line l WHERE p.journey_id = %({1})s AND l.journey_id = %({2})s"
)


ACCEPT = (
    "UPDATE handoff SET state = 'accepted', answered_at = %(now)s, answered_by_id = %(olga)s"
    " WHERE journey_id = %(offered)s AND state = 'offered'"
)


def ending(which: str, how: str, why: str = "w", columns: str = "", values: str = "") -> str:
    return (
        f"INSERT INTO ending (journey_id, how, why, at, asks{columns})"
        f" VALUES (%({which})s, '{how}', '{why}', %(now)s, 0{values})"
    )


def trigger(which: str, kind: str, evidence: str) -> str:
    return (
        "INSERT INTO stage_trigger (journey_id, kind, evidence, given_at, recorded_at, contact_id, written_by_id)"
        f" VALUES (%({which})s, '{kind}', '{evidence}', %(now)s, %(now)s,"
        f" (SELECT contact_id FROM journey WHERE id = %({which})s), %(tom)s)"
    )


def notice(which: str, kind: str) -> str:
    return (
        "INSERT INTO notice (id, subject_id, kind, channel, address, language, person_id, facts, words, automatic,"
        " says_something_new, made_at, tries, trouble, title, text, html) VALUES (gen_random_uuid(),"
        f" %({which})s, '{kind}', 'call', '', 'en', %(ana)s, '{{}}', '', true, true, %(now)s, 0, '{{}}', '', '', '')"
    )


def promise_move(values: dict[str, str], which: str = "support") -> str:
    row = {
        "journey_id": f"%({which})s",
        "promise_id": f"(SELECT max(id) FROM promise WHERE journey_id = %({which})s)",
        "from_due": f"(SELECT due FROM promise WHERE journey_id = %({which})s ORDER BY id DESC LIMIT 1)",
        "to_due": "'2026-05-01+00'",
        "reason": "'r'",
        "notice_id": f"(SELECT id FROM notice WHERE subject_id = %({which})s AND kind = 'delay'"
        " AND written_in = pg_current_xact_id())",
        "moved_at": "%(now)s",
        "needs_yes": "false",
        "answer": "''",
    } | values
    return f"INSERT INTO promise_move ({', '.join(row)}) VALUES ({', '.join(row.values())})"


OFFER = (
    "INSERT INTO handoff (journey_id, version_id, from_stage, to_stage, team_id, giver_id, receiver_id, state, reason,"
    " offered_at, answer_by, escalations, answer, complete) SELECT id, version_id, {start}, {end}, team_id, %(tom)s,"
    " %(olga)s, 'offered', '', %(now)s, %(now)s, 0, '', false FROM journey WHERE id = %({which})s"
)
AGREEMENT = (
    "INSERT INTO agreement (journey_id, words, net_total, tax_total, total, itemised, line_count, currency,"
    " delivery_by, dates, customer_reference, digest, put_at, put_by_id, state, signed_name, address, code_tries,"
    " agreed_at, bill_on, due_days, deposit_net) VALUES (%({which})s, '{words}', {total}, 0, {total}, false, 1, 'EUR',"
    " %(later)s, '[]', '', '', %(now)s, %(olga)s, '{state}', '', '', 0, {agreed_at}, 'acceptance', 14, 0)"
)


def agreement(
    which: str, *, words: str = "w", total: str = "1", state: str = "put", agreed_at: str = "NULL"
) -> str:
    return AGREEMENT.format(which=which, words=words, total=total, state=state, agreed_at=agreed_at).replace(
        "%%", "%"
    )


def line(values: dict[str, str], which: str = "opened") -> str:
    """A line of the latest agreement of this journey."""
    row = {
        "agreement_id": f"(SELECT max(id) FROM agreement WHERE journey_id = %({which})s)",
        "journey_id": f"%({which})s",
        "position": "1",
        "section": "''",
        "words": "'w'",
        "quantity": "1",
        "unit": "'H87'",
        "unit_price": "1",
        "discount": "0",
        "net_amount": "1",
        "tax_category": "'O'",
        "tax_rate": "0",
        "exemption_reason": "''",
        "kind": "'once'",
    } | values
    return f"INSERT INTO agreement_line ({', '.join(row)}) VALUES ({', '.join(row.values())})"


OF_DELIVERY = (
    "(SELECT max(l.id) FROM agreement_line l JOIN agreement a ON a.id = l.agreement_id"
    " WHERE l.journey_id = %(delivery)s AND a.state = 'agreed')"
)
QUOTE = (
    "INSERT INTO quote (journey_id, number, state, words, terms, currency, begun_at, begun_by_id, requirements,"
    " differences, worth_to_them, worth_to_us, answer, bill_on, due_days, deposit_share, deposit) VALUES (%(quoted)s,"
    " 9, 'draft', 'w', '', 'EUR', %(now)s, %(olga)s, '', '', '', '', '', 'acceptance', 14, 0, 0)"
)


def offer(which: str, start: str = "stage", end: str = "'orders'") -> str:
    return OFFER.format(which=which, start=start, end=end)


def step(columns: str, values: str, kind: str = "'act'") -> str:
    return (
        f"INSERT INTO next_step (journey_id, kind, due_at, asked_at, done_how, done_note, parameters, {columns})"
        f" VALUES (%(opened)s, {kind}, %(later)s, %(now)s, '', '', '{{}}', {values})"
    )


ENDED = "state = 'ended', court = 'none', holder_id = NULL, ended_at = %(now)s, next_step_id = NULL"

ATTEMPTS: dict[str, list[list[str]]] = {
    # 1. Always in someone's hands
    "always_in_someones_hands": [[journey("opened", "holder_id = NULL")]],
    "no_holder_runs_on_at_rest": [[journey("resting", "holder_id = %(mira)s")]],
    "the_owner_is_active": [
        ["DELETE FROM member WHERE person_id = %(iris)s",
         "UPDATE person SET access = false, active = false WHERE id = %(iris)s",
         journey("opened", "owner_id = %(iris)s")],
        ["UPDATE person SET access = false, active = false WHERE id = %(iris)s",
         "DELETE FROM member WHERE person_id = %(iris)s", journey("resting", "owner_id = %(iris)s")],
    ],
    "the_holder_is_a_member": [
        [journey("opened", "holder_id = %(jonas)s")],
        ["DELETE FROM member WHERE person_id = %(jonas)s AND team_id = %(team_delivery)s",
         "UPDATE team SET lead_id = NULL, standing_id = NULL WHERE id = %(team_delivery)s"],
        ["UPDATE member SET team_id = %(team_billing)s WHERE person_id = %(olga)s",
         "UPDATE team SET lead_id = NULL, standing_id = NULL WHERE id = %(team_orders)s"],
    ],
    "who_is_in_turn_is_a_member": [
        ["INSERT INTO rota_place (team_id, place, person_id) VALUES (%(team_delivery)s, 0, %(olga)s)"],
    ],
    "who_stands_on_these_days_is_a_member": [
        ["INSERT INTO rota_days (team_id, person_id, since, until)"
         " VALUES (%(team_delivery)s, %(olga)s, '2026-11-02', '2026-11-03')"],
    ],
    "each_day_has_one_who_stands": [
        ["INSERT INTO rota_days (team_id, person_id, since, until) VALUES"
         " (%(team_delivery)s, %(jonas)s, '2026-11-02', '2026-11-05'),"
         " (%(team_delivery)s, %(jonas)s, '2026-11-05', '2026-11-06')"],
    ],
    "the_team_does_the_stage": [[journey("opened", "team_id = %(team_delivery)s, holder_id = %(jonas)s")]],
    "the_handler_is_active": [
        [step("text, awaits, whom, handler_id", "'x', 'us', '', %(iris)s"),
         "DELETE FROM member WHERE person_id = %(iris)s",
         "UPDATE person SET access = false, active = false WHERE id = %(iris)s"],
    ],
    "members_are_active": [["UPDATE person SET access = false, active = false WHERE id = %(iris)s"]],
    "a_needed_team_keeps_a_member": [],  # needs a team in which nobody holds anything: see test_hands
    "a_needed_team_has_a_member": [],  # needs a team that nothing needs yet: see test_hands
    "the_lead_is_a_member": [["UPDATE team SET lead_id = %(iris)s WHERE id = %(team_sales)s"]],
    "the_standing_member_is_a_member": [["UPDATE team SET standing_id = %(iris)s WHERE id = %(team_sales)s"]],
    "who_has_left_has_no_access": [["UPDATE person SET active = false WHERE id = %(iris)s"]],
    "nobody_is_their_own_deputy": [["UPDATE person SET deputy_id = id WHERE id = %(iris)s"]],
    "one_open_offer_at_a_time": [[offer("offered")]],
    "an_offer_is_open_accepted_declined_or_withdrawn": [
        ["UPDATE handoff SET state = 'lapsed', answered_at = %(now)s, answered_by_id = %(olga)s"
         " WHERE journey_id = %(offered)s"]
    ],
    "an_answered_offer_says_who_and_when": [
        ["UPDATE handoff SET state = 'withdrawn' WHERE journey_id = %(offered)s"],
        ["UPDATE handoff SET state = 'withdrawn', answered_at = %(now)s WHERE journey_id = %(offered)s"],
        ["UPDATE handoff SET answered_at = %(now)s, answered_by_id = %(olga)s WHERE journey_id = %(offered)s"],
    ],
    "an_offer_is_declined_with_a_reason": [
        ["UPDATE handoff SET state = 'declined', answered_at = %(now)s, answered_by_id = %(olga)s"
         " WHERE journey_id = %(offered)s"]
    ],
    "who_accepts_by_rule_is_active": [
        ["INSERT INTO acceptance_rule (team_id, giving_team_id, answerable_id)"
         " VALUES (%(team_orders)s, %(team_sales)s, %(iris)s)",
         "DELETE FROM member WHERE person_id = %(iris)s",
         "UPDATE person SET access = false, active = false WHERE id = %(iris)s"]
    ],
    # What they tell us
    "who_told_us_speaks_for_this_customer": [
        [f"UPDATE {table} SET {column} = (SELECT id FROM contact WHERE customer_id = %(other_customer)s)"
         f" WHERE customer_id = %(customer)s AND {still} IS NULL"]
        for table, column, still in (("interview", "contact_id", "held_at"), ("rhythm", "contact_id", "ended_at"))
    ],
    "who_attends_an_interview_is_active": [
        ["UPDATE interview SET asks_id = %(iris)s, writes_id = NULL WHERE held_at IS NULL",
         "UPDATE person SET access = false, active = false WHERE id = %(iris)s",
         "DELETE FROM member WHERE person_id = %(iris)s"]
    ],
    "who_writes_at_an_interview_is_active": [
        ["UPDATE interview SET writes_id = %(iris)s WHERE held_at IS NULL",
         "UPDATE person SET access = false, active = false WHERE id = %(iris)s",
         "DELETE FROM member WHERE person_id = %(iris)s"]
    ],
    "who_meets_them_is_active": [
        ["UPDATE rhythm SET person_id = %(iris)s",
         "UPDATE person SET access = false, active = false WHERE id = %(iris)s",
         "DELETE FROM member WHERE person_id = %(iris)s"]
    ],
    "who_answers_for_a_key_customer_is_active": [
        ["UPDATE key_customer SET person_id = %(iris)s",
         "UPDATE person SET access = false, active = false WHERE id = %(iris)s",
         "DELETE FROM member WHERE person_id = %(iris)s"]
    ],
    "a_rhythm_has_its_next_date": [["UPDATE rhythm SET next_at = NULL WHERE customer_id = %(customer)s"]],
    "what_was_read_back_stays": [
        ["UPDATE interview_answer SET words = 'Other words' WHERE customer_id = %(customer)s"],
        ["INSERT INTO interview_answer (customer_id, interview_id, question_id, words, noted_at, noted_by_id)"
         " SELECT a.customer_id, a.interview_id, q.id, 'Later', %(now)s, %(tom)s FROM interview_answer a"
         " JOIN question o ON o.id = a.question_id JOIN question q ON q.set_id = o.set_id AND q.place = 1 LIMIT 1"],
    ],
    "who_has_gone_speaks_for_nothing_open": [
        ["UPDATE contact SET active = false WHERE customer_id = %(customer)s"],
        ["ALTER TABLE contact DISABLE TRIGGER who_has_gone_speaks_for_nothing_open",
         "INSERT INTO contact (customer_id, name, role, email, phone, language, channel, time_zone, active)"
         " VALUES (%(customer)s, 'Gone', '', '', '', 'en', 'mail', '', false)",
         journey("opened", "contact_id = (SELECT max(id) FROM contact)")],
    ],
    # 2. Always a next step
    "always_a_next_step": [[journey("opened", "next_step_id = NULL")], [journey("resting", "next_step_id = NULL")]],
    "the_next_step_is_open_and_its_own": [
        ["UPDATE next_step SET done_at = %(now)s WHERE journey_id = %(opened)s"],
        ["UPDATE next_step SET done_at = %(now)s WHERE journey_id = %(resting)s AND done_at IS NULL"],
        [journey("opened", "next_step_id = (SELECT next_step_id FROM journey WHERE id = %(other)s)")],
        [journey("opened", "next_step_id = 999999999")],
    ],
    "step_kinds_are_known": [[step("text, awaits, whom", "'w', 'us', ''", "'whatever'")]],
    "a_next_step_says_what": [[step("text, awaits, whom", "'', 'us', ''")]],
    "a_step_awaits_one_of_three": [[step("text, awaits, whom", "'x', 'nobody', ''")]],
    "a_step_names_the_third_party": [[step("text, awaits, whom", "'x', 'third', ''")]],
    "an_open_journey_is_in_one_court": [
        [journey("opened", "court = 'none'")],
        [journey("opened", "court = 'both'")],
        [journey("resting", "court = 'us'")],
    ],
    "a_third_party_has_a_name": [[journey("opened", "court = 'third', waits_for = ''")]],
    # 5. Stages move by the customer's trigger
    "a_stage_moves_by_an_accepted_handoff": [
        [move("offered", {"handoff_id": "NULL"})],
        [move("offered", {"left_version_id": "NULL"})],
        [move("offered", {"from_stage": "NULL"})],
        [move("resting", {"woke": "true", "from_stage": "'support'", "to_stage": "'delivery'", "handoff_id": "NULL",
                          "trigger_id": "NULL", "trigger_kind": "NULL", "reason": "'r'"})],
    ],
    "a_move_has_its_accepted_handoff": [
        [move("offered", {})],  # still offered
        [move("decided", {"handoff_id": "(SELECT max(id) FROM handoff WHERE journey_id = %(offered)s)"})],
    ],
    "a_handoff_moves_once": [
        [move("put", {"to_stage": "'sales'", "trigger_id": "NULL", "trigger_kind": "NULL", "reason": "'r'"})]
    ],
    "a_trigger_moves_once": [
        ["ALTER TABLE move DISABLE TRIGGER a_route_is_taken_by_its_trigger",  # which would say so even before
         move("put", {"handoff_id": "999999999", "to_stage": "'delivery'"})]
    ],
    "one_move_at_a_time": [[move("offered", {"seq": "0", "from_stage": "NULL", "handoff_id": "NULL",
                                             "left_version_id": "NULL", "trigger_id": "NULL",
                                             "trigger_kind": "NULL"})]],
    "a_move_starts_where_the_last_one_ended": [
        [ACCEPT, move("offered", {"from_stage": "'orders'", "to_stage": "'sales'", "trigger_id": "NULL",
                                  "trigger_kind": "NULL", "reason": "'r'"})],
        [ACCEPT, move("offered", {"seq": "7"})],
    ],
    "a_journey_stands_where_its_last_move_ended": [
        [journey("opened", "stage = 'support', team_id = %(team_support)s, holder_id = %(mira)s")],
        [journey("support", "move = move - 1")],
        [journey("opened", "move = move + 1")],
    ],
    "a_route_is_taken_by_its_trigger": [
        [ACCEPT, move("offered", {"trigger_id": "NULL", "trigger_kind": "NULL", "reason": "'because'"})],
        [trigger("offered", "acceptance", "click"), ACCEPT, move("offered", {})],
    ],
    "a_move_has_the_trigger_of_its_journey": [
        [ACCEPT, move("offered", {"trigger_id": "(SELECT max(id) FROM stage_trigger WHERE journey_id = %(decided)s)"})]
    ],
    "a_trigger_goes_with_its_kind": [
        [move("put", {"to_stage": "'sales'", "trigger_kind": "NULL", "handoff_id": "999999999"})],
        [move("put", {"to_stage": "'sales'", "trigger_id": "NULL", "reason": "'r'", "handoff_id": "999999999"})],
    ],
    "a_return_has_its_reason": [
        [move("put", {"to_stage": "'sales'", "trigger_id": "NULL", "trigger_kind": "NULL", "handoff_id": "999999999"})]
    ],
    "a_trigger_has_evidence": [[trigger("opened", "decision", "")], [trigger("opened", "decision", "a drag")]],
    "triggers_are_known": [[trigger("opened", "whim", "click")]],
    "spoken_words_have_a_writer_and_are_told": [[trigger("opened", "decision", "spoken")]],
    "deemed_needs_the_notice_that_said_so": [[trigger("delivery", "acceptance", "deemed")]],
    "rest_comes_after_acceptance": [
        [journey("opened", "state = 'at_rest', holder_id = NULL, court = 'none', rested_at = %(now)s")]
    ],
    "only_what_rests_is_woken": [
        [journey("resting", "state = 'open', holder_id = %(mira)s, court = 'us'")],
        [move("support", {"woke": "true", "from_stage": "'support'", "to_stage": "'support'", "handoff_id": "NULL",
                          "trigger_id": "NULL", "trigger_kind": "NULL", "reason": "'r'"})],
    ],
    "an_ended_journey_stays_ended": [
        [journey("ended", "state = 'open', ended_at = NULL, holder_id = %(tom)s, court = 'us',"
                          " next_step_id = (SELECT max(id) FROM next_step WHERE journey_id = %(ended)s)")]
    ],
    "an_ended_journey_has_its_end": [
        [journey("opened", "ended_at = %(now)s")],
        [journey("opened", "state = 'ended', court = 'none', holder_id = NULL")],
    ],
    "an_end_has_its_evidence": [
        [journey("opened", ENDED)]
    ],
    "only_the_ended_have_an_ending": [[ending("opened", "customer_declined")]],
    "what_ended_elsewhere_was_never_open_here": [
        [ending("opened", "elsewhere")],
        [ending("support", "elsewhere"), journey("support", "state = 'ended', ended_at = %(now)s")],
    ],
    "an_ending_says_why": [[ending("opened", "customer_declined", why="")]],
    "happy_is_the_next_need": [[ending("support", "happy")]],
    "a_merged_journey_names_the_other": [[ending("opened", "merged")]],
    "a_journey_does_not_end_in_itself": [
        [ending("opened", "merged", columns=", into_id", values=", %(opened)s")],
        [ending("support", "happy", columns=", next_journey_id", values=", %(support)s")],
    ],
    "a_journey_goes_on_with_its_own_customer": [
        [ending("opened", "merged", columns=", into_id", values=", %(other)s")],
        [ending("opened", "happy", columns=", next_journey_id", values=", %(other)s")],
    ],
    # 6. The process is the document
    "moves_follow_the_blueprint": [
        [ACCEPT, move("offered", {"to_stage": "'support'"})],
    ],
    "offers_follow_the_blueprint": [[offer("opened", end="'support'")], [offer("opened", start="'support'")]],
    "stages_are_of_the_version": [
        [ACCEPT, move("offered", {"to_stage": "'nowhere'"})],
    ],
    "a_move_takes_an_approved_version": [
        [move("resting", {"woke": "true", "from_stage": "'support'", "to_stage": "'support'", "handoff_id": "NULL",
                          "trigger_id": "NULL", "trigger_kind": "NULL", "reason": "'r'", "left_version_id": "NULL",
                          "version_id": "(SELECT version_id FROM journey WHERE id = %(resting)s)"})],
        [ACCEPT, move("offered", {"version_id": "(SELECT version_id FROM journey WHERE id = %(offered)s)"})],
    ],
    "a_move_leaves_the_version_it_was_pinned_to": [
        [ACCEPT, move("offered", {"left_version_id": "(SELECT current_id FROM blueprint WHERE key = 'product')"})]
    ],
    "a_handoff_is_of_the_version_left": [
        [trigger("opened", "decision", "click"),
         offer("opened").replace("SELECT id, version_id", "SELECT id, (SELECT current_id FROM blueprint b"
                                 " WHERE b.id = blueprint_id)"),
         ACCEPT.replace("offered)s", "opened)s"), move("opened", {})]
    ],
    "a_journey_follows_its_own_blueprint": [
        [
            "ALTER TABLE journey DISABLE TRIGGER a_journey_keeps_its_origin",
            journey("opened", "blueprint_id = (SELECT id FROM blueprint WHERE key = 'product')"),
        ]
    ],
    "an_approved_version_never_changes": [
        ["UPDATE blueprint_route SET trigger = NULL"],
        ["DELETE FROM checklist_item"],
        ["UPDATE blueprint_stage SET silence_hours = 9999"],
        ["UPDATE blueprint_step SET required = false"],
        ["UPDATE blueprint_version SET after_care_days = 1"],
        ["INSERT INTO blueprint_route (version_id, from_stage, to_stage, trigger)"
         " SELECT version_id, 'sales', 'support', NULL FROM journey WHERE id = %(opened)s"],
        ["INSERT INTO checklist_item (version_id, stage, place, key, text, required)"
         " SELECT version_id, 'orders', 9, 'more', 'More', true FROM journey WHERE id = %(opened)s"],
    ],
    "stages_are_done_by_their_teams": [
        ["INSERT INTO stage_team (blueprint_id, stage, team_id, place)"
         " SELECT blueprint_id, 'sales', %(team_delivery)s, 5 FROM journey WHERE id = %(opened)s"]
    ],
    "a_step_is_recorded_once": [
        ["INSERT INTO step_record (journey_id, version_id, step, by_id, at, evidence, deviation)"
         " SELECT id, version_id, 'read-back', %(tom)s, %(now)s, '', '' FROM journey, generate_series(1, 2)"
         " WHERE id = %(opened)s"]
    ],
    "goals_are_recorded_once_a_stage": [
        ["INSERT INTO stage_goal (journey_id, move, stage, customer_met, business_met, note)"
         " VALUES (%(support)s, 0, 'sales', true, true, '')"]
    ],
    "who_looks_at_a_miss_is_active": [
        ["UPDATE search_miss SET handler_id = (SELECT id FROM person WHERE name = 'Iris Falk') WHERE how = ''",
         "DELETE FROM member WHERE person_id = %(iris)s",
         "UPDATE person SET active = false, access = false WHERE id = %(iris)s"],
    ],
    "the_handler_of_a_nonconformity_is_active": [
        ["UPDATE nonconformity SET handler_id = %(iris)s", "DELETE FROM member WHERE person_id = %(iris)s",
         "UPDATE person SET active = false, access = false WHERE id = %(iris)s"],
    ],
    "the_handler_of_a_payment_is_active": [
        ["UPDATE payment SET handler_id = %(iris)s", "DELETE FROM member WHERE person_id = %(iris)s",
         "UPDATE person SET active = false, access = false WHERE id = %(iris)s"],
    ],
    "a_payment_has_its_next_step": [["UPDATE payment SET next_step = ''"]],
    "an_entry_of_a_bank_is_booked_once": [
        ["INSERT INTO payment (id, source, digest, account_id, amount, currency, day, payer, payer_account, words,"
         " booked_at, booked_by_id, handler_id, next_step, note, due_at, aside_why)"
         " SELECT s.id, 'statement', 'x', (SELECT min(id) FROM bank_account), 1, 'EUR', '2026-03-02', '', '', '',"
         " %(now)s, p.handler_id, p.handler_id, 'assign', '', %(later)s, ''"
         " FROM (SELECT min(handler_id) AS handler_id FROM payment) p,"
         " (SELECT id FROM subject WHERE kind = 'team' ORDER BY id LIMIT 2) s"],
    ],
    "a_payment_is_settled_after_it_is_booked": [
        ["UPDATE payment SET settled_at = booked_at - interval '1 day', aside_why = 'x'"]
    ],
    "a_nonconformity_has_its_next_step": [["UPDATE nonconformity SET next_step = ''"]],
    "what_was_wrong_stays": [
        ["UPDATE nonconformity SET what = 'nothing'"],
        ["DELETE FROM nonconformity"],
    ],
    "an_item_is_ticked_once": [
        ["INSERT INTO handoff_check (journey_id, item, by_id, at, note)"
         " VALUES (%(offered)s, 'need-confirmed', %(tom)s, %(now)s, '')"]
    ],
    # 7. A promise ends kept, renegotiated or released
    "the_ledger_is_not_edited": [
        [f"UPDATE promise SET {change} WHERE journey_id = %(delivery)s"]
        for change in (
            "first_due = first_due + interval '1 day'", "text = 'less'", "made_at = made_at + interval '1 day'",
            "kind = 'scope'", "requested_for = %(now)s", "amount = 1", "made_by_id = %(ana)s", "told = false",
            "journey_id = %(opened)s",
        )
    ] + [
        ["DELETE FROM promise WHERE journey_id = %(delivery)s"],
        ["DELETE FROM promise_move WHERE journey_id = %(delivery)s"],
        ["UPDATE promise SET kept_at = kept_at - interval '1 day' WHERE journey_id = %(support)s"],
        ["UPDATE promise_move SET to_due = to_due + interval '1 day' WHERE journey_id = %(moved)s"],
        ["UPDATE promise_move SET needs_yes = NOT needs_yes WHERE journey_id = %(moved)s"],
        ["UPDATE promise_move SET reason = 'another' WHERE journey_id = %(moved)s"],
        [promise(", kept_at", ", %(now)s")],
    ],
    "only_a_rejection_reopens_a_promise": [["UPDATE promise SET kept_at = NULL WHERE journey_id = %(support)s"]],
    "a_promise_moves_by_a_told_notice": [
        ["UPDATE promise SET due = due + interval '9 days' WHERE journey_id = %(delivery)s AND kind = 'date'"],
        ["UPDATE promise SET due = first_due WHERE journey_id = %(delivery)s AND kind = 'date'"],
        ["UPDATE promise SET due = (SELECT to_due FROM promise_move WHERE journey_id = %(moved)s)"
         " WHERE journey_id = %(moved)s AND kind = 'date'"],
    ],
    "a_promise_is_due_as_its_moves_say": [
        ["UPDATE promise_move SET answer = 'refused', answered_at = %(now)s WHERE journey_id = %(delivery)s"],
        ["UPDATE promise_move SET answer = 'accepted', answered_at = %(now)s WHERE journey_id = %(moved)s"],
    ],
    "a_move_starts_at_what_was_due": [
        [promise(), notice("support", "delay"), promise_move({"from_due": "'2026-04-02+00'"})],
        [promise(), notice("support", "delay"), promise_move({"to_due": "'2026-03-20+00'"})],
    ],
    "a_second_delay_needs_their_yes": [
        [notice("delivery", "delay"),
         promise_move({"promise_id": "(SELECT promise_id FROM promise_move WHERE journey_id = %(delivery)s)",
                       "from_due": "(SELECT to_due FROM promise_move WHERE journey_id = %(delivery)s)"}, "delivery")]
    ],
    "one_untold_move_at_a_time": [
        [notice("moved", "delay"),
         promise_move({"promise_id": "(SELECT promise_id FROM promise_move WHERE journey_id = %(moved)s)",
                       "from_due": "(SELECT from_due FROM promise_move WHERE journey_id = %(moved)s)",
                       "needs_yes": "true"}, "moved")]
    ],
    "a_dated_promise_has_its_date": [[promise(", first_due", ", NULL")]],
    "a_promised_price_is_money": [[promise(kind="price")], [promise(", amount", ", 10", kind="price")]],
    "a_release_quotes_the_customer": [
        ["UPDATE promise SET released_at = %(now)s WHERE journey_id = %(delivery)s AND kind = 'date'"]
    ],
    "only_what_was_not_told_is_struck": [
        ["UPDATE promise SET struck_at = %(now)s, struck_why = 'x' WHERE journey_id = %(delivery)s AND kind = 'date'"]
    ],
    "a_promise_ends_one_way": [
        ["UPDATE promise SET released_at = %(now)s, released_why = 'x' WHERE journey_id = %(support)s"]
    ],
    "promise_purposes_are_known": [[promise(", purpose", ", 'fun'")]],
    "a_promise_says_what": [[promise(text="")]],
    "a_moved_promise_says_why": [[promise(), notice("support", "delay"), promise_move({"reason": "''"})]],
    "a_new_date_is_accepted_or_refused": [
        ["UPDATE promise_move SET answer = 'perhaps', answered_at = %(now)s WHERE journey_id = %(moved)s"]
    ],
    "an_answer_has_its_time": [
        ["UPDATE promise_move SET answer = 'refused' WHERE journey_id = %(moved)s"],
        ["UPDATE promise_move SET answered_at = %(now)s WHERE journey_id = %(moved)s"],
    ],
    "an_ended_journey_owes_nothing": [
        [promise(which="ended")],
        [promise(which="opened"), notice("opened", "cancelled"),
         journey("opened", ENDED),
         ending("opened", "cancelled_by_us", columns=", notice_id",
                values=", (SELECT id FROM notice WHERE kind = 'cancelled' AND subject_id = %(opened)s)")],
    ],
    "a_move_is_of_its_promises_journey": [
        [promise(), notice("opened", "delay"),
         promise_move({"journey_id": "%(opened)s",
                       "notice_id": "(SELECT id FROM notice WHERE subject_id = %(opened)s AND kind = 'delay')"})]
    ],
    # 8. They hear it from us
    "no_cancellation_without_its_notice": [
        [ending("opened", how)] for how in ("cancelled_by_them", "cancelled_by_us", "no_answer")
    ],
    "the_notice_is_of_this_journey": [
        [notice("other", "cancelled"),
         ending("opened", "cancelled_by_us", columns=", notice_id",
                values=", (SELECT id FROM notice WHERE kind = 'cancelled' AND subject_id = %(other)s)")]
    ],
    "a_cancellation_is_told_as_it_is_made": [
        [ending("opened", "cancelled_by_us", columns=", notice_id",  # the acknowledgement of long ago
                values=", (SELECT id FROM notice WHERE subject_id = %(opened)s LIMIT 1)")],
        [notice("opened", "letter"),
         ending("opened", "cancelled_by_them", columns=", notice_id",
                values=", (SELECT id FROM notice WHERE kind = 'letter' AND subject_id = %(opened)s)")],
    ],
    "a_moved_promise_has_its_notice": [
        [promise(), notice("opened", "delay"),
         promise_move({"notice_id": "(SELECT id FROM notice WHERE subject_id = %(opened)s AND kind = 'delay')"})]
    ],
    "a_delay_is_told_as_it_is_made": [
        [promise(), notice("support", "letter"),
         promise_move({"notice_id": "(SELECT id FROM notice WHERE subject_id = %(support)s AND kind = 'letter')"})],
        ["UPDATE promise_move SET answer = 'refused', answered_at = %(now)s WHERE journey_id = %(moved)s",
         promise_move({"promise_id": "(SELECT promise_id FROM promise_move WHERE journey_id = %(moved)s)",
                       "from_due": "(SELECT from_due FROM promise_move WHERE journey_id = %(moved)s)",
                       "notice_id": "(SELECT notice_id FROM promise_move WHERE journey_id = %(moved)s)"}, "moved")],
    ],
    "a_move_is_told_when_its_notice_is": [
        ["UPDATE promise_move SET told_at = %(now)s WHERE journey_id = %(moved)s"],
        [promise(), notice("support", "delay"), promise_move({"answer": "'accepted'", "answered_at": "%(now)s"})],
    ],
    "a_notice_keeps_what_it_says": [
        ["UPDATE notice SET words = 'all is well' WHERE subject_id = %(moved)s"],
        ["UPDATE notice SET facts = '{}' WHERE subject_id = %(moved)s AND kind = 'delay'"],
        ["UPDATE notice SET text = 'all is well' WHERE subject_id = %(delivery)s AND carried_at IS NOT NULL"],
        ["DELETE FROM notice WHERE subject_id = %(moved)s AND kind = 'delay'"],
    ],
    "a_mail_has_an_address": [["UPDATE notice SET address = '' WHERE channel = 'mail'"]],
    # 10. What was agreed
    "one_agreement_in_force": [
        [agreement("delivery"),
         "UPDATE agreement SET state = 'agreed', agreed_at = %(now)s WHERE journey_id = %(delivery)s AND state = 'put'"]
    ],
    "one_agreement_to_answer": [[agreement("put")]],
    "the_seller_stays_once_agreed": [[journey("delivery", "entity_id = entity_id + 1")]],
    "an_agreement_is_frozen": [
        [f"UPDATE agreement SET {change} WHERE journey_id = %(put)s"]
        for change in ("words = 'more'", "total = total + 1, net_total = net_total + 1", "itemised = NOT itemised",
                       "total = total + 1, tax_total = tax_total + 1", "line_count = 2", "currency = 'USD'",
                       "delivery_by = %(later)s",
                       "digest = 'x'", "dates = '[1]'", "put_at = %(now)s", "deemed_days = 1",
                       "bill_on = 'delivery'", "due_days = 1", "deposit_net = 1")
    ] + [
        ["DELETE FROM agreement WHERE journey_id = %(put)s"],
        ["UPDATE agreement SET state = 'put' WHERE journey_id = %(delivery)s"],
        ["UPDATE agreement SET state = 'declined' WHERE journey_id = %(delivery)s"],
        ["UPDATE agreement SET signed_name = 'Somebody else' WHERE journey_id = %(delivery)s"],
        ["UPDATE agreement SET agreed_at = %(now)s WHERE journey_id = %(delivery)s"],
        ["UPDATE agreement SET address = '10.0.0.1' WHERE journey_id = %(delivery)s"],
    ],
    "an_agreement_gives_way_to_another": [
        ["UPDATE agreement SET state = 'replaced' WHERE journey_id = %(delivery)s"]
    ],
    "a_total_is_net_and_tax": [[agreement("opened", total="2").replace("2, 0, 2", "2, 0, 3")]],
    "an_agreement_has_lines": [[agreement("opened").replace("false, 1", "false, 0")]],
    "the_lines_make_the_total": [
        [agreement("opened")],  # without a line
        [agreement("opened", total="2"), line({})],
        [agreement("opened").replace("false, 1", "false, 2"), line({})],
        [agreement("opened", total="1.19"), line({"tax_category": "'S'", "tax_rate": "19"})],
        [agreement("opened"), line({"kind": "'recurring'", "period_months": "1"})],
    ],
    "a_line_is_its_agreements": [
        [agreement("opened"), line({}), line({"position": "2", "net_amount": "0", "unit_price": "0"})],
        [line({"position": "2", "net_amount": "0", "unit_price": "0"}, "delivery")],
        [agreement("opened"), line({"journey_id": "%(put)s"})],
    ],
    "a_line_goes_on_with_one_in_force": [
        [agreement("opened"), line({"continues_id": OF_DELIVERY, "unit": "'LS'"})],  # agreed on another journey
        [agreement("delivery"), line({"continues_id": OF_DELIVERY}, "delivery")],  # in another unit
    ],
    "a_line_goes_on_once": [
        [agreement("delivery"),
         line({"continues_id": OF_DELIVERY, "unit": "'LS'"}, "delivery"),
         line({"continues_id": OF_DELIVERY, "unit": "'LS'", "position": "2"}, "delivery")],
    ],
    "a_change_keeps_what_was_delivered": [[agreement("support"), line({}, "support")]],
    "a_net_amount_is_quantity_by_price": [
        [agreement("opened"), line({"quantity": "2"})],
        [agreement("opened"), line({"discount": "10"})],
        [agreement("opened"), line({"unit_price": "1.005"})],  # makes 1.01
    ],
    "a_line_has_its_own_place": [[line({}, "put")]],
    "a_ceiling_is_for_what_is_counted": [[agreement("opened"), line({"ceiling": "2"})],
                                         [agreement("opened"), line({"kind": "'hourly'", "ceiling": "0.5"})]],
    "only_delivery_delivers": [
        [PART.format("put", "put")],  # not agreed
        [PART.format("support", "support")],  # not in delivery any more
        [PART.format("delivery", "moved")],  # agreed on another journey
    ],
    "no_more_is_delivered_than_was_agreed": [
        [PART.format("delivery", "delivery"), DELIVERED.format("1.0001", "delivery", "delivery")],
        [PART.format("delivery", "delivery"), DELIVERED.format("0.6", "delivery", "delivery"),
         PART.format("delivery", "delivery"), DELIVERED.format("0.6", "delivery", "delivery")],
        [PART.format("delivery", "delivery"), DELIVERED.format("1", "delivery", "moved")],  # of another agreement
        [PART.format("moved", "moved"), DELIVERED.format("1", "moved", "moved")],  # a part of another journey
    ],
    "one_quote_to_answer": [[QUOTE, "UPDATE quote SET state = 'sent', sent_at = %(now)s, sent_by_id = %(olga)s,"
                             " digest = 'x', requirements = 'r', delivery_by = %(later)s, valid_until = %(later)s"
                             " WHERE journey_id = %(quoted)s AND number = 9"]],
    "a_sent_quote_is_complete": [[QUOTE, "UPDATE quote SET state = 'sent', requirements = 'r'"
                                  " WHERE journey_id = %(quoted)s AND number = 9"]],
    "a_quote_is_reviewed_before_it_is_sent": [
        [QUOTE, "UPDATE quote SET state = 'sent', sent_at = %(now)s, sent_by_id = %(olga)s, digest = 'x',"
         " delivery_by = %(later)s, valid_until = %(later)s WHERE journey_id = %(quoted)s AND number = 9"],
    ],
    "a_quote_is_agreed_by_its_agreement": [
        ["UPDATE quote SET state = 'agreed' WHERE journey_id = %(quoted)s"]
    ],
    "a_sent_quote_never_changes": [
        *[[f"UPDATE quote SET {change} WHERE journey_id = %(quoted)s"]
          for change in ("words = 'more'", "terms = 'less'", "valid_until = %(later)s", "delivery_by = %(later)s",
                         "digest = 'x'", "state = 'draft'", "requirements = 'none'", "number = 7",
                         "sent_by_id = %(tom)s", "currency = 'USD'")],
        ["DELETE FROM quote WHERE journey_id = %(quoted)s"],
        [QUOTE.replace("'draft'", "'sent'")],
        ["UPDATE quote_line SET words = 'more' WHERE words = 'Fitting'"],
        ["UPDATE quote_line SET unit_price = 1 WHERE words = 'Fitting'"],
        ["DELETE FROM quote_line WHERE words = 'Fitting'"],
        ["INSERT INTO quote_line (quote_id, position, section, words, quantity, unit, unit_price, discount,"
         " tax_category, tax_rate, exemption_reason, kind, choice, alternative) SELECT id, 9, '', 'w', 1, 'H87', 1, 0,"
         " 'O', 0, '', 'once', '', '' FROM quote WHERE journey_id = %(quoted)s"],
        [QUOTE, "UPDATE quote_line SET quote_id = (SELECT id FROM quote WHERE number = 9) WHERE words = 'Fitting'"],
    ],
    "an_agreement_has_its_time": [["UPDATE agreement SET state = 'agreed' WHERE journey_id = %(put)s"]],
    # 11. The record cannot be rewritten
    "the_record_cannot_be_rewritten": [
        ["UPDATE delivery_part SET words = 'another' WHERE journey_id = %(support)s"],
        ["UPDATE delivery_part SET agreement_id = agreement_id + 1 WHERE journey_id = %(support)s"],
        ["DELETE FROM delivery_part WHERE journey_id = %(support)s"],
        ["UPDATE delivered_line SET quantity = 0.5 WHERE journey_id = %(support)s"],
        ["UPDATE installed_item SET agreement_line_id = NULL WHERE journey_id = %(support)s"],
        ["DELETE FROM installed_item WHERE journey_id = %(support)s"],
        ["DELETE FROM delivered_line WHERE journey_id = %(support)s"],
        ["UPDATE quote_question SET words = 'another' WHERE journey_id = %(quoted)s"],
        ["DELETE FROM quote_question WHERE journey_id = %(quoted)s"],
        ["UPDATE agreement_line SET words = 'another' WHERE journey_id = %(put)s"],
        ["DELETE FROM agreement_line WHERE journey_id = %(delivery)s"],
        ["UPDATE event SET type = 'x' WHERE subject_id = %(opened)s"],
        ["DELETE FROM event WHERE subject_id = %(opened)s"],
        ["DELETE FROM event_body"],
        ["UPDATE event_body SET body = '{}' WHERE event_id = (SELECT max(event_id) FROM event_body)"],
        # an event of the same transaction is no erasure
        ["UPDATE event_body SET body = NULL, salt = NULL WHERE event_id = (SELECT min(b.event_id) FROM event_body b"
         " JOIN event e ON e.id = b.event_id WHERE e.subject_id = %(opened)s)"],
        ["INSERT INTO event_body SELECT id, 's', '{}' FROM event WHERE body_digest IS NULL LIMIT 1"],
        ["UPDATE subject SET kind = 'person' WHERE id = %(opened)s"],
        ["DELETE FROM subject WHERE id = %(opened)s"],
        ["UPDATE move SET at = %(now)s WHERE journey_id = %(support)s"],
        ["DELETE FROM move WHERE journey_id = %(support)s"],
        ["UPDATE ending SET why = 'otherwise' WHERE journey_id = %(ended)s"],
        ["UPDATE ending SET how = 'opened_in_error' WHERE journey_id = %(ended)s"],
        ["DELETE FROM ending WHERE journey_id = %(ended)s"],
        ["DELETE FROM journey WHERE id = %(opened)s"],
        ["DELETE FROM stage_trigger WHERE journey_id = %(support)s"],
        ["UPDATE stage_trigger SET evidence = 'paper' WHERE journey_id = %(support)s"],
        ["UPDATE stage_trigger SET given_at = %(now)s WHERE journey_id = %(support)s"],
        ["DELETE FROM handoff WHERE journey_id = %(offered)s"],
        ["UPDATE handoff SET rating = 1 WHERE journey_id = %(support)s"],
        ["UPDATE handoff SET giver_id = %(ana)s WHERE journey_id = %(offered)s"],
        ["DELETE FROM next_step WHERE journey_id = %(opened)s"],
        ["UPDATE next_step SET done_at = NULL WHERE journey_id = %(support)s AND done_at IS NOT NULL"],
        ["UPDATE touch SET unanswered = NOT unanswered"],
        ["UPDATE touch SET at = at - interval '1 hour'"],
        ["DELETE FROM touch"],
        ["UPDATE stage_goal SET customer_met = true, business_met = NOT business_met"],
        ["DELETE FROM stage_goal"],
        ["INSERT INTO hold (journey_id, stops, why, placed_by_id, placed_at)"
         " VALUES (%(opened)s, 'billing', 'x', %(tom)s, %(now)s)", "DELETE FROM hold"],
    ],
    "a_digest_has_its_body": [
        ["INSERT INTO event (subject_id, type, happened_at, recorded_at, actor_kind, facts, body_digest)"
         " VALUES (%(opened)s, 'erased', %(now)s, %(now)s, 'system', '{\"event\": 0, \"reason\": \"x\"}', 'd')"]
    ],
    "nothing_is_recorded_before_it_happened": [
        ["INSERT INTO event (subject_id, type, happened_at, recorded_at, actor_kind, facts)"
         " VALUES (%(opened)s, 'erased', %(later)s, %(now)s, 'system', '{\"event\": 0, \"reason\": \"x\"}')"]
    ],
    "the_actor_exists": [
        ["INSERT INTO event (subject_id, type, happened_at, recorded_at, actor_kind, actor_id, facts)"
         f" VALUES (%(opened)s, 'court_marked', %(now)s, %(now)s, {actor}, '{{\"waits_for\": \"\"}}')"]
        for actor in ("'person', 999999999", "'person', NULL", "'person', %(opened)s", "'customer', 999999999",
                      "'customer', NULL", "'token', 999999999", "'token', NULL", "'rule', 999999999", "'rule', NULL",
                      "'system', %(ana)s")
    ],
    "events_have_a_subject": [
        ["INSERT INTO event (subject_id, type, happened_at, recorded_at, actor_kind, facts)"
         " VALUES (999999999, 'erased', %(now)s, %(now)s, 'system', '{\"event\": 0, \"reason\": \"x\"}')"]
    ],
    "a_reference_stays": [
        ["DELETE FROM reference WHERE subject_id = %(opened)s"],
        ["UPDATE reference SET said = 'x' WHERE subject_id = %(opened)s"],
        ["UPDATE reference SET key = 'x' WHERE subject_id = %(opened)s AND kind = 'number'"],
        ["UPDATE reference SET subject_id = %(offered)s WHERE subject_id = %(opened)s"],
        ["TRUNCATE reference"],
    ],
    "a_cause_comes_before_its_effect": [
        [its_own_cause("record_events", 1)],
        [its_own_cause("record_batch", 1)],
        [its_own_cause("record_batch", 2)],
    ],
    "a_search_row_has_a_bound": [
        ["UPDATE search_row SET traits = traits || (SELECT array_to_tsvector(array_agg(md5(n::text)))"
         " FROM generate_series(1, 16000) n)"],
        ["INSERT INTO search_row (id, traits) SELECT %(opened)s, array_to_tsvector(array_agg(md5(n::text)))"
         " FROM generate_series(1, 16000) n"],
    ],
    "a_search_row_grows": [
        ["DELETE FROM search_row"],
        ["UPDATE search_row SET traits = ''"],
        ["UPDATE search_row SET traits = ts_delete(traits, tsvector_to_array(traits)) || 'another'::tsvector"],
        ["TRUNCATE search_row"],
    ],
    "the_number_is_for_life": [
        [journey("opened", "number = '10000008'")],
        [journey("opened", "opened_at = %(now)s")],
    ],
}  # fmt: skip

# Closed to the application by privilege alone: a function of the owner does it, or nobody.
CLOSED = [
    "UPDATE subject SET head = 'x' WHERE id = %(opened)s",
    "UPDATE subject SET length = length - 1 WHERE id = %(opened)s",
    "UPDATE subject SET length = length WHERE id = %(opened)s",
    "UPDATE subject SET written_in = pg_current_xact_id() WHERE id = %(opened)s",
    "UPDATE subject SET kind = 'person' WHERE id = %(opened)s",
    "DELETE FROM subject WHERE id = %(opened)s",
    "INSERT INTO subject (id, kind) VALUES (999999999, 'person')",
    "INSERT INTO subject (kind, written_in) VALUES ('person', pg_current_xact_id())",
    "SELECT FROM subject WHERE id = %(opened)s FOR UPDATE",
    "INSERT INTO event (subject_id, type, happened_at, recorded_at, actor_kind, facts)"
    " VALUES (%(opened)s, 'touch_answered', %(now)s, %(now)s, 'system', '{}')",
    "UPDATE event SET facts = facts",
    "DELETE FROM event",
    "INSERT INTO event_body SELECT id, 's', '{}' FROM event WHERE body_digest IS NULL LIMIT 1",
    "UPDATE event_body SET body = NULL, salt = NULL",
    "DELETE FROM event_body",
    "INSERT INTO event_type SELECT 'mine', subjects, facts, body, required, body_required FROM event_type LIMIT 1",
    "UPDATE event_type SET required = '{}'",
    "INSERT INTO allowed_change (law_table, operation, event_type, columns)"
    " SELECT law_table, 'delete', event_type, columns FROM allowed_change WHERE operation = 'insert'",
    "UPDATE allowed_change SET columns = '{id}'",
    "UPDATE subject SET length_before = 0",
    "DELETE FROM event_type",
    "UPDATE member SET team_id = team_id",
    "UPDATE team SET members = members",
    "INSERT INTO outbox (event_id, next_try) SELECT min(id), %(now)s FROM event",
    "SELECT write_entry('{}', NULL)",
    "SELECT make_law_table('customer', 'id')",
    "DELETE FROM django_migrations",
    "CREATE TABLE mine (id int)",
    "CREATE TEMPORARY TABLE subject (id int)",
    "CREATE SCHEMA mine",
    "CREATE FUNCTION pg_current_xact_id() RETURNS xid8 LANGUAGE sql AS 'SELECT NULL::xid8'",
    "CREATE TRIGGER mine BEFORE INSERT ON journey FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite()",
    "CREATE RULE mine AS ON DELETE TO journey DO INSTEAD NOTHING",
    "ALTER TABLE journey DISABLE TRIGGER ALL",
    "ALTER TABLE journey DROP CONSTRAINT always_in_someones_hands",
    "ALTER FUNCTION refuse_without_event() RENAME TO mine",
    "ALTER ROLE CURRENT_USER SUPERUSER",
    "DROP TABLE journey",
    "DROP TRIGGER every_change_has_its_event ON journey",
    "LOCK TABLE event IN ACCESS EXCLUSIVE MODE",
    "SET LOCAL session_replication_role = replica",
    "SELECT setval('event_id_seq', 1)",
    "SELECT nextval('event_id_seq')",
    "COPY event TO PROGRAM 'cat'",
]  # fmt: skip
