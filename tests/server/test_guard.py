"""No secret in a log line, and the settings behind https."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from wellkept.server.guard import WithoutSecrets

KEY = "Zk3vN0pQ9sT1uV2w"


@pytest.mark.parametrize(
    "line",
    [
        f"Not Found: /my/{KEY}/",
        f"/events?topics=portal:{KEY}",
        f"GET /accounts/password/reset/key/{KEY}/",
        f"cannot connect to smtp://office:{KEY}@mail.example",
        f"token={KEY}&x=1",
        f"Cookie: wellkept_session={KEY}; a=b",
    ],
)
def test_no_log_line_holds_a_key(line: str) -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "%s", (line,), None)
    assert WithoutSecrets().filter(record)
    assert KEY not in record.getMessage()
    assert "…" in record.getMessage()


def test_an_ordinary_line_stays_as_it_is() -> None:
    record = logging.LogRecord(
        "x", logging.INFO, "", 0, "Journey %s moved to %s", ("4827-9163", "orders"), None
    )
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == "Journey 4827-9163 moved to orders"


def settings(tmp_path: Path, **environment: str) -> dict[str, object]:
    """The product's settings as another process sees them."""
    names = (
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_HSTS_SECONDS",
        "ALLOWED_HOSTS",
        "PROXIES",
        "PASSWORD_HASHERS",
        "DEBUG",
    )
    program = (
        "import json; from wellkept import settings as s;"
        f"print(json.dumps({{n: getattr(s, n, None) for n in {names!r}}}))"
    )
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("WELLKEPT_", "DATABASE_"))
    }
    process = subprocess.run(
        [sys.executable, "-c", program],
        env={**kept, "WELLKEPT_DATA": str(tmp_path), **environment},
        capture_output=True,
        check=True,
    )
    values: dict[str, object] = json.loads(process.stdout)
    return values


def test_behind_https_cookies_are_secure_and_browsers_are_told_to_stay(tmp_path: Path) -> None:
    results = settings(tmp_path, WELLKEPT_PUBLIC_URL="https://kept.example")
    assert results["SESSION_COOKIE_SECURE"] is True
    assert results["CSRF_COOKIE_SECURE"] is True
    assert results["SECURE_HSTS_SECONDS"] == 31536000
    assert results["ALLOWED_HOSTS"] == ["kept.example", "localhost", "127.0.0.1", "[::1]"]
    assert results["PROXIES"] == 1


def test_the_product_hashes_with_argon2_and_shows_no_insides(tmp_path: Path) -> None:
    results = settings(tmp_path)
    assert str(results["PASSWORD_HASHERS"]).startswith("['django.contrib.auth.hashers.Argon2PasswordHasher'")
    assert results["DEBUG"] is False
