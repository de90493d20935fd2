"""Each column that can hold words has a planted one, or a reason why it never holds words of a confidential journey."""

from __future__ import annotations

import pytest

from tests.confidential.walk import rows, values
from tests.confidential.world import World

pytestmark = pytest.mark.django_db

COLUMNS = """
    SELECT c.relname AS "table", a.attname AS "column", format_type(a.atttypid, NULL) AS type
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
       AND format_type(a.atttypid, NULL)
           IN ('text', 'jsonb', 'bytea', 'character varying', 'text[]', 'character varying[]')
       AND NOT EXISTS (
           SELECT FROM pg_constraint k
            WHERE k.conrelid = c.oid AND k.contype = 'c' AND k.conkey = ARRAY[a.attnum]
              AND pg_get_constraintdef(k.oid) LIKE '%= ANY (%'
       )
     ORDER BY 1, 2
"""
"""Columns for words. Those that a constraint confines to a few codes hold none."""

CODE, DIGEST, OURS = "a key or a code of ours", "a digest or a key", "a sentence of ours"
CONFIGURED = "set up by the company, before any journey"
COMPUTED = "emptied when the import ends, or seen by those who may import"
REPLAYED = "an answer is given again only to a program that may still have it"

WHOLE_TABLES = {
    "account_emailaddress": "addresses of staff",
    "account_emailconfirmation": "addresses of staff",
    "allowed_change": CODE,
    "anchor": DIGEST,
    "auth_group": CODE,
    "auth_permission": CODE,
    "bank_account": "of the company itself, on its papers",
    "blueprint": CODE,
    "blueprint_route": CONFIGURED,
    "blueprint_stage": CONFIGURED,
    "blueprint_step": CONFIGURED,
    "blueprint_version": CONFIGURED,
    "checklist_item": CONFIGURED,
    "company": CONFIGURED,
    "contact": "of the customer, whom all staff may see",
    "customer": "of the customer, whom all staff may see",
    "django_content_type": CODE,
    "django_migrations": CODE,
    "django_session": "of one person",
    "entity": "of the company itself, on its papers",
    "paper_text": "of the company itself, on its papers",
    "event_type": CODE,
    "export": CODE,
    "import_mapping": COMPUTED,
    "import_old_key": CODE,
    "import_problem": COMPUTED,
    "import_row": COMPUTED,
    "intake_rule": CONFIGURED,
    "option_rule": CONFIGURED,
    "price": CONFIGURED,
    "price_list": CONFIGURED,
    "product": CONFIGURED,
    "product_option": CONFIGURED,
    "solution": CONFIGURED,
    "tax_rate": CONFIGURED,
    "key_customer": "of the customer, whom all staff may see",
    "knowing": "of the customer, whom all staff may see",
    "likely_pair": "of two customers",
    "linkage_key": "of two customers",
    "linkage_level": "of two customers",
    "mail_account": CONFIGURED,
    "visit_window": CODE,
    "mail_reading": "for administrators",
    "mailbox": CONFIGURED,
    "meeting": "of the customer, whom all staff may see",
    "merge_moved": CODE,
    "mfa_authenticator": "of one person",
    "nonconformity": "raised for a search that led to no journey",
    "payment": "of a bank, for those who bill",
    "person": "of staff",
    "procrastinate_jobs": CODE,
    "procrastinate_periodic_defers": CODE,
    "question": CONFIGURED,
    "question_set": CONFIGURED,
    "request_count": CODE,
    "rhythm": "of the customer, whom all staff may see",
    "shared_cache": CODE,
    "site": "of the customer, whom all staff may see",
    "stage_team": CODE,
    "stored_answer": REPLAYED,
    "strength": CONFIGURED,
    "subject": DIGEST,
    "sweep_fault": OURS,
    "team": CONFIGURED,
    "token": "of one person",
    "web_form": CONFIGURED,
}
COLUMNS_WITHOUT = {
    "absence": {"why": "of staff"},
    "agreement": {
        "bill_on": CODE,
        "address": "a network address",
        "code_digest": DIGEST,
        "currency": CODE,
        "digest": DIGEST,
    },
    "agreement_line": {"unit": CODE},
    "quote": {"bill_on": CODE, "currency": CODE, "digest": DIGEST},
    "discount_approval": {"digest": DIGEST},
    "quote_line": {"kind": CODE, "tax_category": CODE, "unit": CODE},
    "call_placing": {"others": CODE, "signs": CODE},
    "delivery_attempt": {"address": "of a contact", "reply": "of a mail server"},
    "mail_server_pause": {"reason": "of a mail server", "server": "a name and a port"},
    "event": {"body_digest": DIGEST, "hash": DIGEST, "type": CODE},
    "event_body": {"salt": DIGEST},
    "import": {"counts": CODE, "said": OURS, "source": "the name of the other system"},
    "import_file": dict.fromkeys(
        ("formats", "header", "how", "mapping", "name", "profile", "sheet"), COMPUTED
    ),
    "handoff": {"from_stage": CODE, "to_stage": CODE},
    "handoff_check": {"item": CODE},
    "intake_item": {"marks": CODE, "reason": CODE, "state": CODE},
    "interview_read_back": {"digest": DIGEST, "state": CODE},
    "journey": {"came_by": CODE, "court": CODE, "number": CODE, "stage": CODE},
    "invoice": {
        "seller": "of the company itself, on its papers",
        **dict.fromkeys(("currency", "kind", "legal_number", "state", "suffix", "unchecked"), CODE),
    },
    "invoice_line": {"tax_category": CODE, "unit": CODE},
    "message_in": {
        "content_hash": DIGEST,
        "number": CODE,
        "outcome": CODE,
        "recipient": "an address of ours",
        "trouble": OURS,
    },
    "move": {"from_stage": CODE, "to_stage": CODE, "trigger_kind": CODE},
    "next_step": {"done_how": CODE},
    "notice": {"address": "of a contact", "kind": CODE, "language": CODE, "title": OURS},
    "outbox": {"last_error": OURS},
    "promise": {"currency": CODE, "released_because": CODE},
    "read_back": {"state": CODE},
    "search_counterpart": {"how": CODE, "why": CODE},
    "search_miss": {"how": CODE, "kind": CODE, "why": CODE},
    "stage_goal": {"stage": CODE},
    "step_record": {"step": CODE},
    "installed_item": {"taken_out_because": CODE},
    "visit": {"state": CODE},
    "visit_record": {"kind": CODE, "state": CODE, "conflict": CODE, "unit": CODE, "checked": CODE},
    "stored_file": {"media_type": CODE, "sha256": DIGEST},
}


def test_every_column_for_words_has_a_planted_one_or_a_reason(world: World) -> None:
    unplanted: dict[str, set[str]] = {}
    planted: dict[str, set[str]] = {}
    for column in rows(COLUMNS):
        name = f'"{column["column"]}"'
        text = f"encode({name}, 'escape')" if column["type"] == "bytea" else f"{name}::text"
        holds = values(f"SELECT EXISTS (SELECT FROM \"{column['table']}\" WHERE {text} LIKE '%qz%zq%')")[0]
        (planted if holds else unplanted).setdefault(column["table"], set()).add(column["column"])
    unexplained = {
        table: missing
        for table, columns in unplanted.items()
        if table not in WHOLE_TABLES and (missing := columns - set(COLUMNS_WITHOUT.get(table, ())))
    }
    assert unexplained == {}, "plant a word in tests/confidential/world.py, or say why none can stand there"
    assert {table: columns for table, columns in planted.items() if table in WHOLE_TABLES} == {}
    assert {
        table: held
        for table, columns in COLUMNS_WITHOUT.items()
        if (held := set(columns) - unplanted.get(table, set()))
    } == {}, "these have a planted word and need no reason"
