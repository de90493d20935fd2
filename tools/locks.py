"""A lint for locks and rewrites (squawk) over the SQL of migrations behind the frozen point."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

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
            return lint({name: sql_of(name) for name in names})


def lint(statements: dict[str, str]) -> int:
    """Run squawk over these, and return its exit code."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for name, text in statements.items():
            path = Path(folder) / f"{name}.sql"
            path.write_text(text)
            files.append(str(path))
        done = subprocess.run(
            [str(SQUAWK), "--assume-in-transaction", "--pg-version=15", f"--exclude={EXCLUDED}", *files],
            check=False,
        )
    return done.returncode


def sql_of(name: str) -> str:
    """The SQL of one migration, as Django would run it."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    room, _, migration = name.partition(".")
    loader = MigrationLoader(None)
    node = next(
        key
        for key in loader.graph.nodes
        if key[1] == migration and _module(loader, key).startswith(f"wellkept.{room}.")
    )
    state = loader.project_state(node, at_end=False)
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        loader.graph.nodes[node].apply(state, editor, collect_sql=True)
    return "\n".join(editor.collected_sql)


def _module(loader: object, key: tuple[str, str]) -> str:
    return str(type(loader.graph.nodes[key]).__module__)  # type: ignore[attr-defined]


if __name__ == "__main__":
    sys.exit(main())
