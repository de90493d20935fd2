"""What was noted before customers had a likeness: compared by today's normal forms, and gathered."""

from __future__ import annotations

import json
from typing import Any

from django.db import migrations

BATCH = 500


def gather(apps: Any, schema: Any) -> None:
    from wellkept.references import rules

    with schema.connection.cursor() as read, schema.connection.cursor() as write:
        write.execute("SET LOCAL wellkept.compares_anew = 'on'")
        after = 0
        while True:
            # A journey's number, phone and mail are in their normal form already; whose they are says the journey.
            read.execute(
                "SELECT r.id, coalesce(j.customer_id, r.subject_id), r.kind, r.said, r.key, r.subject_id"
                " FROM reference r LEFT JOIN journey j ON j.id = r.subject_id"
                " WHERE r.id > %s ORDER BY r.id LIMIT %s",
                [after, BATCH],
            )
            rows = read.fetchall()
            if not rows:
                break
            traits: dict[int, set[str]] = {}
            for reference, whose, kind, said, key, subject in rows:
                anew = key if kind in ("phone", "number") else rules.key(kind, said, country="")
                if anew and anew != key:
                    write.execute(
                        "UPDATE reference SET key = %s WHERE id = %s AND NOT EXISTS"
                        " (SELECT FROM reference WHERE subject_id = %s AND kind = %s AND key = %s)",
                        [anew, reference, subject, kind, anew],
                    )
                traits.setdefault(whose, set()).update(rules.traits(kind, said, anew or key))
            known = [
                {"subject": whose, "traits": sorted(found), "words": sorted(filter(rules.is_word, found))}
                for whose, found in sorted(traits.items())
                if found
            ]
            write.execute(
                "SELECT note_references('[]', %s::jsonb, 'epoch'::timestamptz)", [json.dumps(known)]
            )
            after = rows[-1][0]
        # Needs were no references before.
        read.execute("SELECT id, customer_id, need, opened_at FROM journey ORDER BY id")
        for journey, whose, need, at in read.fetchall():
            key = rules.key("need", need, country="")
            found = sorted(rules.traits("need", need, key)) if key else []
            if found:
                noted = [{"subject": journey, "kind": "need", "said": need.strip(), "key": key}]
                known = [{"subject": whose, "traits": found, "words": list(filter(rules.is_word, found))}]
                write.execute(
                    "SELECT note_references(%s::jsonb, %s::jsonb, %s)",
                    [json.dumps(noted), json.dumps(known), at],
                )
        write.execute("SET LOCAL wellkept.compares_anew = ''")


class Migration(migrations.Migration):
    dependencies = [
        ("find", "0001_initial"),
        ("journeys", "0005_laws_tightened"),
        ("references", "0004_laws"),
    ]
    operations = [migrations.RunPython(gather, migrations.RunPython.noop)]
