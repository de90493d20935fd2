"""Nothing in the product looks past the triggers of the database; what measures may, and stands outside of it."""

from __future__ import annotations

import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "wellkept"
PAST_THE_LAWS = re.compile(
    r"session_replication_role|DISABLE\s+(?:ALWAYS\s+|REPLICA\s+)?TRIGGER|DROP\s+TRIGGER|DISABLE\s+RULE"
    r"|pg_catalog\.pg_trigger\s+SET|tgenabled|DROP\s+CONSTRAINT",
    re.IGNORECASE,
)
# After a restore, before anything serves: clears which transaction wrote a row, because another server counts its
# transactions from the start. It changes no other column, and runs as the owner of the tables, alone with them.
# And when a database is brought to another version: the triggers of this version are created in the transaction that
# drops the old ones.
# The doctor and the list of privileges only read whether somebody has looked past them, and say so.
KNOWN = {
    "events/restore.py": 1,
    "installation/doctor.py": 2,
    "installation/privilege_queries.py": 1,
    "installation/schema.py": 1,
}


def test_no_file_of_the_product_looks_past_the_triggers() -> None:
    counts = {}
    for path in sorted(SOURCE.rglob("*")):
        # Migrations replace laws by tighter ones; they are reviewed as laws are.
        if path.suffix not in {".py", ".sql", ".toml", ".html", ".js"} or "migrations" in path.parts:
            continue
        times = len(PAST_THE_LAWS.findall(path.read_text()))
        if times:
            counts[str(path.relative_to(SOURCE))] = times
    assert counts == KNOWN


def test_no_migration_leaves_a_law_switched_off() -> None:
    switched = re.compile(
        r"session_replication_role|DISABLE\s+(?:ALWAYS\s+|REPLICA\s+)?TRIGGER", re.IGNORECASE
    )
    assert [str(path) for path in SOURCE.rglob("migrations/*") if path.suffix in {".py", ".sql"} and
            switched.search(path.read_text())] == []  # fmt: skip


def test_the_restore_switches_on_what_it_switched_off() -> None:
    text = (SOURCE / "events" / "restore.py").read_text()
    assert text.count("DISABLE TRIGGER USER") == text.count("ENABLE TRIGGER USER") == 1
    assert "@transaction.atomic" in text  # both or neither


def test_the_benchmarks_that_do_are_not_in_the_package() -> None:
    bench = SOURCE.parents[1] / "bench"
    users = [
        path.name for path in bench.glob("*.py") if "SET LOCAL session_replication_role" in path.read_text()
    ]
    assert sorted(users) == ["copy_journeys.py", "fill_customers.py", "linkage.py"]
    assert not any("bench" in line for line in _packaged())


def _packaged() -> list[str]:
    text = (SOURCE.parents[1] / "pyproject.toml").read_text()
    return re.findall(r"^(?:packages|include|artifacts) = .*$", text, re.MULTILINE)
