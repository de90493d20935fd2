"""The rows of the law tables, compared with what the events say they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from wellkept.verification.fault import Finding
from wellkept.verification.rebuild import UNKNOWN, Rebuilt

# How a column is read, so that whatever stands in it can be compared: the SQL around its name, and then a value.
_PLAIN = "{}"
_TIME = "trunc(extract(epoch FROM {}) * 1000000)::text"
_GIVEN = "{} IS NOT NULL"
_TEXT = "{}::text"
_HEX = "encode({}, 'hex')"
_DIGEST = "encode(sha256(convert_to({}, 'UTF8')), 'hex')"
_LINES = """(SELECT encode(sha256(convert_to(string_agg(concat_ws(E'\\x1f', position, section, words,
    trim_scale(quantity), trim_scale(unit_price), trim_scale(discount), trim_scale(tax_rate), unit, tax_category,
    exemption_reason, kind, coalesce(period_months, 0), coalesce(trim_scale(ceiling)::text, ''),
    coalesce(product_id::text, ''), coalesce(option_id::text, ''),
    coalesce(continues_id::text, '')),
    E'\\x1e' ORDER BY position), 'UTF8')), 'hex') FROM agreement_line l WHERE l.agreement_id = agreement.id)"""
_QUANTITIES = """(SELECT string_agg(a.position || '=' || trim_scale(l.quantity), ',' ORDER BY a.position)
    FROM delivered_line l JOIN agreement_line a ON a.id = l.agreement_line_id WHERE l.part_id = delivery_part.id)"""
_LETTER = "encode(sha256(convert_to(concat_ws(E'\\x1f', title, {}, html), 'UTF8')), 'hex')"


@dataclass(frozen=True)
class Table:
    """A table whose rows events rebuild: the column with its subject, the one with its key, and those compared."""

    name: str
    subject: str
    key: str
    columns: dict[str, str]


def _plain(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, _PLAIN)


CATALOGUE = (
    Table("solution", "id", "id", {
        **_plain("name", "problems", "benefits", "fits", "fits_not", "expert_id"), "ended_at": _GIVEN,
    }),
    Table("product", "id", "id", {
        **_plain("key", "name", "words", "unit", "kind", "months", "tax", "lead_days", "sale", "solution_id"),
        "ended_at": _GIVEN,
    }),
    Table("product_option", "product_id", "id", {
        **_plain("key", "name", "words", "unit", "kind", "months", "tax"), "ended_at": _GIVEN,
    }),
    Table("option_rule", "product_id", "id", {
        **_plain("key", "kind", "sentence", "options", "others", "at_least", "at_most", "multiple_of"),
        "ended_at": _GIVEN,
    }),
    Table("price_list", "id", "id", _plain("name", "customer_id")),
    Table("price", "product_id", "id", {
        **_plain("option_id", "list_id", "amount", "cost", "currency", "at_least"),
        **dict.fromkeys(("valid_from", "valid_to"), _TEXT), "struck_at": _GIVEN,
    }),
    Table("tax_rate", "id", "id", {
        **_plain("country", "key", "category", "percent", "reason"),
        **dict.fromkeys(("valid_from", "valid_to"), _TEXT),
    }),
)  # fmt: skip
VISITS = (
    Table("visit", "journey_id", "id", {
        **_plain("person_id", "state", "place", "words", "sequence", "promise_id"),
        **dict.fromkeys(("starts_at", "ends_at"), _TIME),
        **dict.fromkeys(("begun_at", "late_told_at", "ended_at"), _GIVEN),
    }),
    Table("visit_record", "journey_id", "id", {
        **_plain("visit_id", "kind", "conflict", "state", "words", "quantity", "unit", "serial", "checked", "file_id",
                 "item_id"),
        "judged_at": _GIVEN,
    }),
)  # fmt: skip
TABLES = (
    Table(
        "journey",
        "id",
        "id",
        {
            **_plain(
                "number", "state", "customer_id", "contact_id", "need", "budget", "blueprint_id", "version_id"
            ),
            **_plain("stage", "move", "team_id", "owner_id", "holder_id", "court", "confidential"),
            **_plain("came_from_id", "came_by", "entity_id"),
            **dict.fromkeys(("requested_for", "opened_at"), _TIME),
        },
    ),
    Table(
        "ending",
        "journey_id",
        "journey_id",
        {**_plain("how", "why", "next_journey_id", "into_id"), "notice_id": _TEXT},
    ),
    Table(
        "handoff",
        "journey_id",
        "id",
        {
            **_plain(
                "from_stage", "to_stage", "team_id", "giver_id", "receiver_id", "state", "reason", "rating"
            ),
            **_plain("complete", "answer", "escalations"),
            "answer_by": _TIME,
        },
    ),
    Table(
        "promise",
        "journey_id",
        "id",
        {
            **_plain(
                "kind", "purpose", "text", "amount", "currency", "told", "released_because", "released_why"
            ),
            **_plain("replaced_by_id", "struck_why"),
            **dict.fromkeys(("first_due", "due", "requested_for"), _TIME),
            **dict.fromkeys(("kept_at", "released_at", "struck_at"), _GIVEN),
        },
    ),
    Table(
        "promise_move",
        "journey_id",
        "id",
        {
            **_plain("promise_id", "reason", "needs_yes", "answer"),
            "notice_id": _TEXT,
            "from_due": _TIME,
            "to_due": _TIME,
        },
    ),
    Table(
        "agreement",
        "journey_id",
        "id",
        {
            **_plain("total", "net_total", "tax_total", "currency", "state", "signed_name", "deemed_days"),
            **_plain("itemised", "line_count", "paper_id", "quote_id", "bill_on", "due_days", "deposit_net"),
            "lines": _LINES,
            "delivery_by": _TIME,
            "digest": _HEX,
            "words": _DIGEST,
            "dates": _TEXT,
        },
    ),
    Table(
        "quote",
        "journey_id",
        "id",
        {**_plain("number", "state", "answer"), "digest": _HEX, "delivery_by": _TIME, "valid_until": _TIME},
    ),
    Table("quote_question", "journey_id", "id", _plain("line_id", "words", "answer")),
    Table(
        "discount_approval",
        "journey_id",
        "id",
        {**_plain("discount", "words", "approved", "answer"), "digest": _HEX},
    ),
    Table(
        "move",
        "journey_id",
        "seq",
        _plain("from_stage", "to_stage", "left_version_id", "version_id", "handoff_id", "trigger_id", "woke"),
    ),
    Table(
        "stage_trigger",
        "journey_id",
        "id",
        {**_plain("kind", "evidence", "contact_id", "written_by_id"), "objected_at": _GIVEN},
    ),
    Table(
        "touch",
        "journey_id",
        "id",
        _plain(
            "incoming",
            "channel",
            "contact_id",
            "person_id",
            "chase",
            "explained_again",
            "unanswered",
            "seconds_waited",
        ),
    ),
    Table(
        "next_step",
        "journey_id",
        "id",
        {
            **_plain("kind", "text", "awaits", "whom", "handler_id", "done_how", "done_note"),
            "due_at": _TIME,
            "done_at": _GIVEN,
        },
    ),
    Table("handoff_check", "journey_id", "item", _plain("note")),
    Table("hold", "journey_id", "id", {**_plain("stops", "why"), "lifted_at": _GIVEN}),
    Table(
        "notice",
        "subject_id",
        "id::text",
        {
            **_plain("kind", "channel", "contact_id", "says_something_new", "words"),
            **dict.fromkeys(("carried_at", "returned_at", "given_up_at"), _GIVEN),
            "text": _LETTER,
        },
    ),
    Table("team", "id", "id", _plain("name", "stage", "lead_id", "standing_id")),
    Table("acceptance_rule", "team_id", "giving_team_id", _plain("answerable_id")),
    Table("member", "person_id", "team_id", {}),
    Table(
        "person",
        "id",
        "id",
        _plain(
            "name",
            "email",
            "admin",
            "active",
            "access",
            "deputy_id",
            "factor_resets",
            "sees_costs",
            "skills",
            "discount_limit",
        ),
    ),
    Table(
        "token",
        "person_id",
        "id",
        {**_plain("name"), "scopes": _TEXT, "digest": _HEX, "revoked_at": _GIVEN},
    ),
    Table(
        "delivery_part",
        "journey_id",
        "id",
        {**_plain("words", "agreement_id"), "quantities": _QUANTITIES, "refused_at": _GIVEN},
    ),
    Table(
        "installed_item",
        "journey_id",
        "id",
        {**_plain("product", "serial", "place", "taken_out_because"), "since": _TEXT},
    ),
    Table("company", "id", "id", _plain("name", "process_owner_id", "discount_limit")),
    Table(
        "entity",
        "id",
        "id",
        {
            **_plain("name", "legal_name", "street", "postcode", "city", "country", "register", "directors"),
            **_plain("tax_number", "vat_id", "language", "currency", "phone", "mail", "website", "usual"),
            **_plain("colour", "logo_id", "bill_on", "due_days", "deposit_share"),
            "ended_at": _GIVEN,
        },
    ),
    Table("paper_text", "entity_id", "id", _plain("kind", "language", "opening", "closing")),
    Table(
        "bank_account",
        "entity_id",
        "id",
        {**_plain("iban", "holder", "bic", "bank", "currency", "preferred"), "closed_at": _GIVEN},
    ),
    *CATALOGUE,
    Table(
        "payment",
        "id",
        "id",
        {
            **_plain("amount", "currency", "source", "digest", "account_id", "handler_id", "next_step"),
            "day": _TEXT,
            "settled_at": _GIVEN,
        },
    ),
    Table(
        "payment_allocation",
        "payment_id",
        "id",
        {**_plain("invoice_id", "refund_id", "amount"), "taken_back_at": _GIVEN},
    ),
    Table(
        "invoice",
        "journey_id",
        "id",
        _plain(
            *("suffix", "kind", "state", "legal_number", "entity_id", "currency", "net_total", "tax_total"),
            *("gross_total", "handler_id", "credited_id"),
        ),
    ),
    *VISITS,
)
OF_KIND = {
    "journey": (
        "journey", "ending", "handoff", "promise", "promise_move", "agreement", "quote",
        "quote_question", "discount_approval", "move", "stage_trigger", "touch",
        "next_step", "handoff_check", "hold", "notice", "invoice", "delivery_part", "installed_item", "visit",
        "visit_record",
    ),
    "team": ("team", "acceptance_rule"),
    "person": ("member", "person", "token"),
    "company": ("company",),
    "solution": ("solution",),
    "product": ("product", "product_option", "option_rule", "price"),
    "price_list": ("price_list",),
    "tax_rate": ("tax_rate",),
    "entity": ("entity", "bank_account", "paper_text"),
    "payment": ("payment", "payment_allocation"),
    "customer": ("notice",),
    "intake": ("notice",),
}  # fmt: skip


# The event with which a subject of each kind begins: its kind is told by the chain, not by its row.
BEGINS = {
    "company": ("company_set_up",),
    "person": ("person_joined",),
    "team": ("team_made",),
    "customer": ("customer_added",),
    "journey": ("journey_opened",),
    "intake": ("item_arrived", "item_set_aside"),
    "blueprint": ("version_approved",),
    "nonconformity": ("nonconformity_raised",),
    "entity": ("entity_added",),
    "solution": ("solution_added",),
    "product": ("product_added",),
    "price_list": ("price_list_added",),
    "tax_rate": ("tax_rate_added",),
    "payment": ("payment_booked",),
}
KIND_OF = {type: kind for kind, types in BEGINS.items() for type in types}


def compare(kind: str, rebuilt: Sequence[Rebuilt], find: Callable[[Finding], None]) -> None:
    """Compare the rows of these subjects, all of one kind, with what their events say."""
    by_subject = {item.subject: item for item in rebuilt}
    for table in TABLES:
        if table.name in OF_KIND.get(kind, ()):
            _compare_table(table, by_subject, find)
    if kind == "journey":
        _compare_references(by_subject, find)


def loose_rows() -> Iterator[Finding]:
    """Rows whose subject has no events, or is of another kind, and members that a team counts wrongly."""
    with connection.cursor() as cursor:
        for table in TABLES:
            kinds = [kind for kind, tables in OF_KIND.items() if table.name in tables]
            cursor.execute(
                f"SELECT t.{table.subject}, t.{table.key} FROM {table.name} t"
                f" LEFT JOIN event e ON e.subject_id = t.{table.subject} AND e.seq = 1 AND e.type = ANY (%s)"
                " WHERE e.id IS NULL ORDER BY 1, 2",
                [[type for kind in kinds for type in BEGINS[kind]]],
            )
            for subject, key in cursor.fetchall():
                yield Finding(
                    subject, "No event says that there is such a row.", table=table.name, row=str(key)
                )
        cursor.execute(
            "SELECT t.id FROM team t WHERE t.members <> (SELECT count(*) FROM member m WHERE m.team_id = t.id)"
        )
        for (team,) in cursor.fetchall():
            yield Finding(team, "It counts other members than it has.", table="team", row=str(team))


def _compare_table(table: Table, by_subject: dict[int, Rebuilt], find: Callable[[Finding], None]) -> None:
    names = list(table.columns)
    read = ", ".join(["", *(how.format(name) for name, how in table.columns.items())])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {table.subject}, {table.key}{read} FROM {table.name} WHERE {table.subject} = ANY(%s)",
            [list(by_subject)],
        )
        rows = cursor.fetchall()
    seen: dict[int, set[Any]] = defaultdict(set)
    for subject, key, *values in rows:
        seen[subject].add(key)
        expected = by_subject[subject].rows[table.name].get(key)
        if expected is None:
            find(Finding(subject, "No event says that there is such a row.", table=table.name, row=str(key)))
            continue
        wrong = [
            name
            for name, value in zip(names, values, strict=True)
            if not _equal(expected.get(name, UNKNOWN), value)
        ]
        if wrong:
            why = f"Not as its events say: {', '.join(wrong)}."
            find(Finding(subject, why, table=table.name, row=str(key)))
    for subject, rebuilt in by_subject.items():
        for key in rebuilt.rows[table.name].keys() - seen[subject]:
            find(Finding(subject, "The row that its events made is gone.", table=table.name, row=str(key)))


def _equal(expected: Any, value: Any) -> bool:
    if expected is UNKNOWN:
        return True
    if isinstance(expected, set):
        return value in expected
    if isinstance(expected, Decimal) and isinstance(value, Decimal):
        return expected == value
    return type(expected) is type(value) and bool(expected == value)


def _compare_references(by_subject: dict[int, Rebuilt], find: Callable[[Finding], None]) -> None:
    """Numbers, needs and noted references are there; a need that nobody said, or another's number, is not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.subject_id, r.id, r.kind, r.said, r.key,"
            " EXISTS (SELECT FROM journey j WHERE j.number = r.key AND j.id <> r.subject_id) AND r.kind = 'number'"
            " FROM reference r WHERE r.subject_id = ANY(%s)",
            [list(by_subject)],
        )
        rows = cursor.fetchall()
    there: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for subject, key, kind, text, compared, is_another in rows:
        rebuilt = by_subject[subject]
        there[subject].add((kind, _bare(kind, text)))
        wrong = kind == "number" and _bare(kind, text) != compared
        needs = {_bare(*pair) for pair in rebuilt.texts if pair[0] == "need"}
        unsaid = kind == "need" and rebuilt.value("journey", subject, "need") is not UNKNOWN
        if (
            wrong
            or (unsaid and _bare(kind, text) not in needs)
            or (is_another and compared not in rebuilt.joined)
        ):
            find(Finding(subject, "Not as its events say.", table="reference", row=str(key)))
    for subject, rebuilt in by_subject.items():
        for kind, text in sorted(rebuilt.texts):
            if _bare(kind, text) and (kind, _bare(kind, text)) not in there[subject]:
                why = f"The {kind.replace('_', ' ')} that its events give is not there."
                find(Finding(subject, why, table="reference"))


def _bare(kind: str, text: str) -> str:
    """Letters and digits alone; of a telephone number the last seven, because the same one is written in many ways."""
    bare = "".join(filter(str.isalnum, text.casefold()))
    return bare[-7:] if kind == "phone" else bare
