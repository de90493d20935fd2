"""A lint for locks and rewrites (squawk) over the SQL of migrations behind the frozen point."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tools import frozen

from wellkept.installation import postgres

SQUAWK = Path(sys.executable).parent / "squawk"
# Rules about style and not about locks, or kept in another way: lock_timeout is set by `installation/schema.py`.
EXCLUDED = ",".join(
    (
        "prefer-robust-stmts",
        "require-lock-timeout",
        "require-statement-timeout",
        "require-timeout-settings",
        "prefer-text-field",
    )
)


def main() -> int:
    names = frozen.new()
    print(f"{len(names)} migrations behind the frozen point")
    if not names:
        return 0
    with tempfile.TemporaryDirectory(prefix="wellkept-locks-") as folder:
        Path(folder).chmod(0o755)  # the server's account must be able to pass
        with postgres.start(Path(folder) / "postgres", settings=postgres.FORGETFUL) as server:
            os.environ.update(
                WELLKEPT_DATA=folder,
                DATABASE_URL=server.url("postgres", role=postgres.SUPERUSER),
                DJANGO_SETTINGS_MODULE="wellkept.settings",
            )
            import django

            django.setup()
            atomic, alone = (
                [name for name in names if is_atomic(name) is wanted] for wanted in (True, False)
            )
            codes = [lint({name: sql_of(name) for name in atomic})]
            codes.append(lint({name: sql_of(name) for name in alone}, in_transaction=False))
            return max(codes)


def lint(statements: dict[str, str], *, in_transaction: bool = True) -> int:
    """Run squawk over these, and return its exit code. 0 if there are none."""
    if not statements:
        return 0
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for name, text in statements.items():
            path = Path(folder) / f"{name}.sql"
            path.write_text(text)
            files.append(str(path))
        done = subprocess.run(
            [
                *(str(SQUAWK), "--pg-version=15", f"--exclude={EXCLUDED}"),
                *(["--assume-in-transaction"] if in_transaction else []),
                *files,
            ],
            check=False,
        )
    return done.returncode


def is_atomic(name: str) -> bool:
    """Whether this migration runs in one transaction."""
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None)
    return bool(loader.graph.nodes[_node(loader, name)].atomic)


def sql_of(name: str) -> str:
    """The SQL of one migration, as Django would run it."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None)
    node = _node(loader, name)
    state = loader.project_state(node, at_end=False)
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        loader.graph.nodes[node].apply(state, editor, collect_sql=True)
    return "\n".join(editor.collected_sql)


def _node(loader: Any, name: str) -> tuple[str, str]:
    room, _, migration = name.partition(".")
    return next(
        key
        for key in loader.graph.nodes
        if key[1] == migration and _module(loader, key).startswith(f"wellkept.{room}.")
    )


def _module(loader: object, key: tuple[str, str]) -> str:
    return str(type(loader.graph.nodes[key]).__module__)  # type: ignore[attr-defined]


if __name__ == "__main__":
    sys.exit(main())
